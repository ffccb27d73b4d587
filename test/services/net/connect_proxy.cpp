// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/net/connect_proxy.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>

#include <memory>

namespace cocoon::test {

using namespace Qt::StringLiterals;

ConnectProxy::ConnectProxy(quint16 port, std::optional<net::Identity> identity)
    : m_port(port)
    , m_identity(std::move(identity))
{
    listen(QHostAddress::LocalHost);
}

QString ConnectProxy::url(const QString& user, const QString& host) const
{
    return (m_identity ? u"https://"_s : u"http://"_s) + (user.isEmpty() ? user : user + u'@') + host + u':' + QString::number(serverPort());
}

void ConnectProxy::incomingConnection(qintptr handle)
{
    if (!m_identity) {
        auto* client = new QTcpSocket(this);
        client->setSocketDescriptor(handle);
        serve(client);
        client->write(greeting);
        return;
    }
    auto* client = new QSslSocket(this);
    client->setSocketDescriptor(handle);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(m_identity->certificate);
    configuration.setPrivateKey(m_identity->key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    client->setSslConfiguration(configuration);
    serve(client);
    client->startServerEncryption();
}

void ConnectProxy::serve(QTcpSocket* client)
{
    auto* server = new QTcpSocket(client);
    server->setProxy(QNetworkProxy::NoProxy);
    client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const auto head = std::make_shared<QByteArray>();
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::connected, client, [this, client, server] {
        server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        client->write(answer);
    });
    connect(client, &QTcpSocket::readyRead, server, [this, client, server, head] {
        if (server->state() == QAbstractSocket::ConnectedState) {
            server->write(client->readAll());
            return;
        }
        *head += client->readAll();
        if (!head->endsWith("\r\n\r\n")) {
            return;
        }
        const QByteArray said = std::exchange(*head, {});
        asked.append(said.left(said.indexOf(" HTTP/")));
        if (hangsUp) {
            client->disconnectFromHost();
        } else if (!password.isEmpty() && !said.contains("Basic " + password + "\r\n")) {
            const QByteArray close = closesAfterAsking ? "Connection: close\r\n" : "";
            client->write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" + close + "Content-Length: 0\r\n\r\n");
            if (closesAfterAsking) {
                client->disconnectFromHost();
            }
        } else if (answer.startsWith("HTTP/1.1 200")) {
            server->connectToHost(QHostAddress::LocalHost, m_port);
        } else {
            client->write(answer);
            client->disconnectFromHost();
        }
    });
}

} // namespace cocoon::test
