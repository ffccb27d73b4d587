// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_codec.h"
#include "services/net/http_server.h"
#include "services/net/websocket_codec.h"

#include <QTcpSocket>

namespace cocoon::net {

class ServerExchange;

/// One accepted connection: reads requests one after the other and hands each to the handler when the answer to the
/// one before is complete.
class ServerConnection : public QObject {
    Q_OBJECT
public:
    ServerConnection(QTcpSocket* socket, const HttpServer::Handler& handler, qsizetype maxBody, QObject* parent);
    ~ServerConnection() override;

    void setPeerChain(const QList<QSslCertificate>& chain) { m_peerChain = chain; }
    void send(const QByteArray& bytes) { m_socket->write(bytes); }
    /// The exchange is answered; `keepAlive` false closes after everything is written.
    void exchangeDone(bool keepAlive);
    /// From now on bytes go to the exchange (WebSocket).
    void goRaw() { m_raw = true; }
    void closeAfterWriting();
    void reset();

private:
    void onReadyRead();
    void pump();
    void startExchange();
    void refuse(int status);
    void onGone();

    QTcpSocket* m_socket;
    const HttpServer::Handler& m_handler;
    qsizetype m_maxBody;
    HttpParser m_parser { HttpParser::Role::Request };
    ServerRequest m_request;
    QList<QSslCertificate> m_peerChain;
    QPointer<ServerExchange> m_exchange;
    bool m_pumping = false;
    bool m_closing = false;
    bool m_raw = false;
};

/// The exchange that handlers see.
class ServerExchange : public Exchange {
    Q_OBJECT
public:
    ServerExchange(ServerRequest request, bool keepAlive, ServerConnection* connection);

    const ServerRequest& request() const override { return m_request; }
    void reply(int status, const Headers& headers, const QByteArray& body) override;
    void beginStream(int status, const Headers& headers) override;
    void write(const QByteArray& bytes) override;
    void finish() override;
    bool isWebSocketUpgrade() const override;
    QStringList offeredSubprotocols() const override;
    void acceptWebSocket(const QByteArray& subprotocol) override;
    void sendMessage(const QByteArray& payload, bool binary) override;
    void closeWebSocket(int code) override;
    void abort() override;

    void onRaw(const QByteArray& bytes);
    void onGone();

private:
    enum class State { Open, Streaming, WebSocket, Closing, Done };
    void done();

    ServerRequest m_request;
    QPointer<ServerConnection> m_connection;
    WebSocketDecoder m_decoder { true };
    State m_state = State::Open;
    bool m_keepAlive;
};

} // namespace cocoon::net
