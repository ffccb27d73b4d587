// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/fake_transport.h"

namespace cocoon::test {

void FakeTransport::expect(const QByteArray& method, const QString& pathAndQuery, int status, const QByteArray& body,
    const QByteArray& contentType)
{
    net::Response response;
    response.status = status;
    response.body = body;
    response.headers.add("Content-Type", contentType);
    m_expected.enqueue({ method, pathAndQuery, response });
}

void FakeTransport::expectError(const QByteArray& method, const QString& pathAndQuery, Errc code)
{
    m_expected.enqueue({ method, pathAndQuery, fail(code, QStringLiteral("scripted failure")) });
}

Job<net::Response>* FakeTransport::send(const net::Request& request)
{
    m_requests.append(request);
    const QString target = request.url.toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded);
    if (m_expected.isEmpty()) {
        m_problems.append(QStringLiteral("unexpected %1 %2").arg(QString::fromLatin1(request.method), target));
        return settledJob<net::Response>(this, fail(Errc::Internal, m_problems.last()));
    }
    const Expected expected = m_expected.dequeue();
    if (expected.method != request.method || (!expected.pathAndQuery.isEmpty() && expected.pathAndQuery != target)) {
        m_problems.append(QStringLiteral("expected %1 %2, got %3 %4")
                              .arg(QString::fromLatin1(expected.method), expected.pathAndQuery,
                                  QString::fromLatin1(request.method), target));
        return settledJob<net::Response>(this, fail(Errc::Internal, m_problems.last()));
    }
    return settledJob<net::Response>(this, expected.reply);
}

net::Stream* FakeTransport::open(const net::Request& request)
{
    m_requests.append(request);
    auto* stream = new FakeStream(this);
    stream->request = request;
    m_streams.append(stream);
    return stream;
}

QStringList FakeTransport::problems() const
{
    QStringList all = m_problems;
    for (const Expected& expected : m_expected) {
        all.append(QStringLiteral("never came: %1 %2").arg(QString::fromLatin1(expected.method), expected.pathAndQuery));
    }
    return all;
}

} // namespace cocoon::test
