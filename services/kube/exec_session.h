// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/kube/client.h"
#include "services/net/websocket_codec.h"

#include <QPointer>
#include <QTimer>

namespace cocoon::kube {

/// The frames of exec as a plain state machine: bytes of the WebSocket in, what the command said out.
class ExecFrames {
public:
    struct Step {
        QByteArray reply; ///< bytes that must go to the server (pong, close)
        bool isClosed = false; ///< the server said good-bye
        bool hasOutput = false; ///< stdout, stderr or the status, as opposed to pings
    };
    Result<Step> feed(const QByteArray& bytes);
    const ExecResult& result() const { return m_result; }
    bool hasStatus() const { return m_status.has_value(); }
    /// The outcome once the status frame came: exit codes are results, everything else is an Error.
    Result<ExecResult> outcome() const;

private:
    Result<Step> take(const net::WebSocketFrame& frame);
    net::WebSocketDecoder m_decoder { false };
    ExecResult m_result;
    std::optional<QJsonObject> m_status;
};

/// One command in a container over an upgraded connection. Owned by its job; cancelling the job closes the connection.
class ExecSession : public QObject {
    Q_OBJECT
public:
    static QByteArray makeKey();
    /// How long a command may be silent; pings do not count. Real time.
    static constexpr milliseconds kQuietLimit { 120000 };
    /// `stream` was opened with RequestBuilder::exec and becomes the session's.
    static Job<ExecResult>* run(net::Stream* stream, const QByteArray& key, const QByteArray& stdinData, const QString& action,
        QObject* owner, milliseconds quietLimit = kQuietLimit);

private:
    ExecSession(net::Stream* stream, QByteArray key, QByteArray stdinData, QString action, Job<ExecResult>* job,
        milliseconds quietLimit);
    void opened(int status, const net::Headers& headers);
    void data(const QByteArray& bytes);
    void ended(const Error& error);
    void conclude(const Result<ExecResult>& result);
    void sendStdin(bool canHalfClose);

    QPointer<net::Stream> m_stream;
    QByteArray m_key;
    QByteArray m_stdin;
    QString m_action;
    Job<ExecResult>* m_job;
    ExecFrames m_frames;
    QTimer m_ping;
    QTimer m_grace;
    QTimer m_quiet;
    int m_status = 0;
    net::Headers m_headers;
};

} // namespace cocoon::kube
