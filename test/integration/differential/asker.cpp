// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/differential/asker.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace cocoon::test {

namespace {
    constexpr int kLongestMs = 20000;
}

Asker::Asker(const QUrl& server, const QByteArray& token, const net::HttpTransport::Options& wire)
    : m_server(server)
    , m_token(token)
    , m_transport(wire)
{
}

QString Asker::filled(QString text) const
{
    for (auto it = m_kept.begin(); it != m_kept.end(); ++it) {
        text.replace(QStringLiteral("${") + it.key() + u'}', it.value());
    }
    return text;
}

Answer Asker::ask(const Step& step)
{
    QElapsedTimer since;
    since.start();
    Answer answer = once(step);
    while (step.until != 0 && answer.status != step.until && since.elapsed() < kLongestMs) {
        QEventLoop pause;
        QTimer::singleShot(100, &pause, &QEventLoop::quit);
        pause.exec();
        answer = once(step);
    }
    for (const auto& [name, path] : step.keep) {
        m_kept.insert(name, valueAt(answer.body, path));
    }
    return answer;
}

Answer Asker::once(const Step& step)
{
    net::Request request;
    request.method = step.method;
    request.url = QUrl::fromEncoded(m_server.toEncoded() + filled(step.target).toUtf8(), QUrl::StrictMode);
    request.headers.set("Accept", step.accept);
    if (!step.type.isEmpty()) {
        request.headers.set("Content-Type", step.type);
    }
    if (!step.as.isEmpty()) {
        request.headers.set("Impersonate-User", step.as);
    }
    request.authorization = Secret("Bearer " + m_token);
    request.body = filled(QString::fromUtf8(step.body)).toUtf8();
    Answer answer;
    QEventLoop loop;
    QTimer::singleShot(kLongestMs, &loop, &QEventLoop::quit);
    answer.trouble = QStringLiteral("no answer in time");
    m_transport.send(request)->then(&loop, [&](const Result<net::Response>& r) {
        answer.trouble = r ? QString() : r.error().message;
        if (r) {
            answer.status = r->status;
            answer.headers = r->headers;
            answer.body = r->body;
        }
        loop.quit();
    });
    loop.exec();
    return answer;
}

} // namespace cocoon::test
