// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/log_follower.h"

#include "models/words/words.h"

namespace cocoon::dashboard {

namespace {
    constexpr qsizetype kLongestLine = 256 * 1024;
}

LogFollower::~LogFollower()
{
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream->close();
        m_stream->deleteLater(); // may be on the call stack
    }
}

void LogFollower::open(kube::Client& client, const QString& ns, const QString& pod, kube::LogOptions options)
{
    options.follow = !options.previous;
    options.tailLines = kTail;
    net::Stream* stream = client.followLogs(ns, pod, options);
    m_stream = stream;
    connect(stream, &net::Stream::opened, this, [this](int status) {
        m_status = status;
        if (status < 300) {
            Q_EMIT opened();
        }
    });
    connect(stream, &net::Stream::data, this, [this](const QByteArray& bytes) {
        if (m_status < 300) {
            take(bytes);
        }
    });
    connect(stream, &net::Stream::ended, this, [this, pod](const Error& error) {
        if (m_status >= 300) {
            net::Response response;
            response.status = m_status;
            response.body = error.detail.toUtf8();
            Error refused = kube::errorFromResponse(response);
            refused.trail = error.trail;
            fail(refused.during(words::tr("read the log of %1").arg(pod)));
            return;
        }
        if (!m_rest.isEmpty()) {
            take("\n");
        }
        fail(error);
    });
}

void LogFollower::fail(const Error& error)
{
    Q_EMIT ended(error);
}

void LogFollower::take(const QByteArray& bytes)
{
    m_rest += bytes;
    if (m_rest.size() > kLongestLine && !m_rest.contains('\n')) {
        m_rest += '\n'; // a line without an end must not fill the memory
    }
    const qsizetype end = m_rest.lastIndexOf('\n');
    if (end < 0) {
        return;
    }
    const QString whole = QString::fromUtf8(m_rest.left(end));
    m_rest.remove(0, end + 1);
    Q_EMIT lines(whole.split(u'\n'));
}

} // namespace cocoon::dashboard
