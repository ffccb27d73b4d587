// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_codec.h"
#include "services/net/inflater.h"

#include <QElapsedTimer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <memory>
#include <optional>

namespace cocoon::net {

class TlsRelay;

/// What a connection tells about the one request it is working on. All calls come from the event loop.
class ConnectionUser {
public:
    virtual ~ConnectionUser() = default;
    virtual void onHead(const HttpHead& head) = 0;
    /// `body` holds every unpacked byte not yet taken; take it (leave it empty), or leave it to grow until onEnd.
    virtual void onBody(QByteArray& body) = 0;
    virtual void onEnd(QByteArray&& rest) = 0;
    /// `untouched`: the connection was a used one and died before the first byte of an answer.
    virtual void onError(const Error& error, bool untouched) = 0;
};

/// One client connection: connects, carries one request at a time, and tells when it can be used again.
class HttpConnection : public QObject {
    Q_OBJECT
public:
    struct Target {
        QUrl url; ///< scheme, host and port count
        QSslConfiguration tls;
        QString serverName;
        QNetworkProxy proxy;
        std::optional<QSslConfiguration> proxyTls {}; ///< when the proxy itself is reached by TLS
    };

    HttpConnection(Target target, QObject* parent);
    ~HttpConnection() override;

    /// Starts a request; connects first when needed. `headers` is complete but for Host and Content-Length.
    void start(const Request& request, const Headers& headers, ConnectionUser* user, qsizetype maxBody, bool isStream);
    /// Forgets the request and closes at once, silently.
    void abandon();
    bool isFree() const { return m_user == nullptr && m_reusable; }
    void writeRaw(const QByteArray& bytes);

Q_SIGNALS:
    /// The request ended and the connection may take the next one.
    void becameFree();
    /// The connection is gone; delete it.
    void dead();

private:
    enum class Phase { Connecting, Waiting, Reading, Raw, Idle, Dead };
    void connectNow();
    void sendNow();
    void onReadyRead();
    void onDisconnected();
    void onSocketError(QAbstractSocket::SocketError code);
    void onDeadline();
    void onTotal();
    void handle(const QByteArray& bytes);
    bool handleEvents();
    bool deliver(const QByteArray& piece);
    void finishRequest();
    void failRequest(const Error& error);
    void enter(Phase phase);
    milliseconds limit() const;
    Error socketError() const;
    bool isStuckBeforeProxy() const;
    QString hostName() const;

    Target m_target;
    QTcpSocket* m_socket;
    QSslSocket* m_tls = nullptr;
    TlsRelay* m_relay = nullptr;
    QList<QSslError> m_tlsErrors;
    HttpParser m_parser { HttpParser::Role::Response };
    std::unique_ptr<Inflater> m_inflater;
    QByteArray m_body;
    qsizetype m_maxBody = 0;
    ConnectionUser* m_user = nullptr;
    Request m_request;
    Headers m_headers;
    Phase m_phase = Phase::Idle;
    QTimer m_deadline;
    QTimer m_total;
    QElapsedTimer m_lastActivity;
    bool m_isStream = false;
    bool m_reusable = true;
    bool m_connected = false;
    bool m_used = false; ///< it has already carried a request
    bool m_gotBytes = false;
};

} // namespace cocoon::net
