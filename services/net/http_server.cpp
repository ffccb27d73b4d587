// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_server.h"

#include "services/base/log.h"
#include "services/net/server_connection.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

namespace cocoon::net {

void Exchange::replyJson(int status, const QByteArray& json)
{
    Headers headers;
    headers.add("Content-Type", "application/json");
    reply(status, headers, json);
}

namespace {
    /// A listener that leaves the making of sockets to us.
    class Listener : public QTcpServer {
    public:
        using QTcpServer::QTcpServer;
        std::function<void(qintptr)> accept;

    protected:
        void incomingConnection(qintptr descriptor) override { accept(descriptor); }
    };
}

struct HttpServer::Private {
    Options options;
    Handler handler;
    QSslConfiguration tls;
    Listener listener;
    QObject connections; // parent of every ServerConnection

    void accept(qintptr descriptor)
    {
        if (options.chain.isEmpty()) {
            auto* socket = new QTcpSocket;
            if (!socket->setSocketDescriptor(descriptor)) {
                delete socket;
                return;
            }
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            new ServerConnection(socket, handler, options.maxBody, &connections);
            return;
        }
        auto* socket = new QSslSocket(&connections);
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket->setSslConfiguration(tls);
        QObject::connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QSslSocket::errorOccurred, socket, [socket] {
            if (!socket->isEncrypted()) {
                qCDebug(lcNet) << "TLS handshake failed:" << socket->errorString();
                socket->deleteLater();
            }
        });
        QObject::connect(socket, &QSslSocket::encrypted, socket, [this, socket] {
            socket->disconnect(socket);
            auto* connection = new ServerConnection(socket, handler, options.maxBody, &connections);
            // QueryPeer lets a client pass whose certificate does not verify; it is then nobody.
            const QSslCertificate leaf = socket->peerCertificate();
            if (!options.clientRoots.isEmpty() && !leaf.isNull() && socket->sslHandshakeErrors().isEmpty()) {
                QList<QSslCertificate> chain = socket->peerCertificateChain();
                if (chain.isEmpty() || chain.first() != leaf) {
                    chain.prepend(leaf);
                }
                connection->setPeerChain(chain);
            }
        });
        socket->startServerEncryption();
    }
};

HttpServer::HttpServer(Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->tls = QSslConfiguration::defaultConfiguration();
    d->tls.setLocalCertificateChain(options.chain);
    d->tls.setPrivateKey(options.key);
    d->tls.setProtocol(QSsl::TlsV1_2OrLater);
    d->tls.setCaCertificates(options.clientRoots);
    d->tls.setPeerVerifyMode(options.clientRoots.isEmpty() ? QSslSocket::VerifyNone : QSslSocket::QueryPeer);
    d->tls.setAllowedNextProtocols({ QByteArray("http/1.1") });
    d->options = std::move(options);
    d->listener.accept = [this](qintptr descriptor) { d->accept(descriptor); };
}

HttpServer::~HttpServer() = default;

Result<quint16> HttpServer::listen(quint16 port, const QHostAddress& address)
{
    if (!address.isLoopback()) {
        return fail(Errc::Invalid, QStringLiteral("This server only listens on the loopback interface."));
    }
    if (!d->listener.listen(address, port)) {
        return fail(Errc::Io, QStringLiteral("Port %1 cannot be opened.").arg(port), d->listener.errorString());
    }
    return d->listener.serverPort();
}

void HttpServer::setHandler(Handler handler)
{
    d->handler = std::move(handler);
}

void HttpServer::dropConnections()
{
    const QObjectList open = d->connections.children();
    for (QObject* connection : open) {
        delete connection;
    }
}

} // namespace cocoon::net
