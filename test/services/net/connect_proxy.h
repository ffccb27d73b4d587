// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/certificate_maker.h"

#include <QTcpServer>

#include <optional>

class QTcpSocket;

namespace cocoon::test {

/// An HTTP proxy that leads every CONNECT to one port of this machine, whatever name was asked for. With an identity it is
/// itself reached by TLS.
class ConnectProxy : public QTcpServer {
public:
    explicit ConnectProxy(quint16 port, std::optional<net::Identity> identity = {});
    QString url(const QString& user = {}, const QString& host = QStringLiteral("127.0.0.1")) const;

    QByteArray answer = "HTTP/1.1 200 Connection established\r\n\r\n";
    QByteArray password; ///< base64 of name:password; asked for when set
    bool closesAfterAsking = false; ///< "407 … Connection: close"
    bool hangsUp = false; ///< says nothing to a CONNECT and closes
    QByteArray greeting; ///< said to whoever comes, before anything was asked
    QList<QByteArray> asked;

protected:
    void incomingConnection(qintptr handle) override;

private:
    void serve(QTcpSocket* client);

    quint16 m_port;
    std::optional<net::Identity> m_identity;
};

} // namespace cocoon::test
