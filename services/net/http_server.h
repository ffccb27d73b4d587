// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QHostAddress>
#include <QUrlQuery>

#include <functional>

namespace cocoon::net {

struct ServerRequest {
    QByteArray method;
    QByteArray target; ///< raw request target, for fidelity
    QString path; ///< percent-decoded path
    QUrlQuery query;
    Headers headers;
    QByteArray body; ///< complete, un-chunked
    QList<QSslCertificate> peerChain; ///< client certificate when one was sent and verified
};

/// One request on the server side and everything that may be answered to it. Owned by the server; lives until the
/// answer is complete or the peer is gone (`closed`). Never use after `closed`.
class Exchange : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual const ServerRequest& request() const = 0;

    /// A complete answer. Content-Length is set here; gzip when the client accepts it and the body is over 1 KiB.
    virtual void reply(int status, const Headers& headers, const QByteArray& body) = 0;
    void replyJson(int status, const QByteArray& json);

    /// A chunked answer: any number of write(), then finish().
    virtual void beginStream(int status, const Headers& headers) = 0;
    virtual void write(const QByteArray& bytes) = 0;
    virtual void finish() = 0;

    /// Upgrade to WebSocket with one of the offered sub-protocols ("" = none); then sendMessage and `message`.
    virtual bool isWebSocketUpgrade() const = 0;
    virtual QStringList offeredSubprotocols() const = 0;
    virtual void acceptWebSocket(const QByteArray& subprotocol) = 0;
    virtual void sendMessage(const QByteArray& payload, bool binary = true) = 0;
    virtual void closeWebSocket(int code = 1000) = 0;

    /// Misbehave on purpose: reset the connection now, whatever was sent.
    virtual void abort() = 0;

Q_SIGNALS:
    void message(const QByteArray& payload, bool binary);
    void closed();
};

/// A small HTTP/1.1 server on loopback, TLS or plain, keep-alive, with the codec of http_codec.h. It exists for the
/// sandbox, its actors (kubelet, webhook) and tests. Refuses to listen on anything but loopback.
class HttpServer : public QObject {
    Q_OBJECT
public:
    struct Options {
        QList<QSslCertificate> chain; ///< empty = plain HTTP
        QSslKey key;
        QList<QSslCertificate> clientRoots; ///< when set, client certificates are asked for (not required)
        qsizetype maxBody = 16 * 1024 * 1024;
    };
    using Handler = std::function<void(Exchange&)>;

    explicit HttpServer(Options options, QObject* parent = nullptr);
    ~HttpServer() override;
    Result<quint16> listen(quint16 port = 0, const QHostAddress& address = QHostAddress::LocalHost);
    void setHandler(Handler handler);
    /// Cuts every open connection (tests, "server restart").
    void dropConnections();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::net
