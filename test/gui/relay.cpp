// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/relay.h"

#include <sys/socket.h>

namespace cocoon::test {

Relay::Relay(quint16 to, QObject* parent)
    : QObject(parent)
    , m_to(to)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* near = m_server.nextPendingConnection()) {
            take(near);
        }
    });
    pass();
    m_port = m_server.serverPort();
}

void Relay::pass()
{
    if (m_isSilent) {
        end(true); // a way that comes back does not know what it carried before
    }
    m_isSilent = false;
    if (!m_server.isListening()) {
        m_server.listen(QHostAddress::LocalHost, m_port);
    }
}

void Relay::hush()
{
    m_isSilent = true;
}

void Relay::close()
{
    m_server.close();
    end(false);
}

void Relay::reset()
{
    m_server.close();
    end(true);
}

void Relay::take(QTcpSocket* near)
{
    auto* far = new QTcpSocket(this);
    near->setParent(this);
    m_pairs.append(Pair { near, far });
    const auto carry = [this](QTcpSocket* from, QTcpSocket* into) {
        connect(from, &QTcpSocket::readyRead, this, [this, from, into] {
            const QByteArray bytes = from->readAll();
            if (!m_isSilent) {
                into->write(bytes);
            }
        });
        connect(from, &QTcpSocket::disconnected, into, [into] { into->disconnectFromHost(); });
    };
    carry(near, far);
    carry(far, near);
    far->connectToHost(QHostAddress::LocalHost, m_to);
}

void Relay::end(bool isReset)
{
    for (const Pair& pair : std::exchange(m_pairs, {})) {
        if (isReset) {
            const linger now { 1, 0 };
            ::setsockopt(static_cast<int>(pair.near->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
        pair.near->disconnect(this);
        pair.far->disconnect(this);
        pair.near->close();
        pair.far->abort();
        pair.near->deleteLater();
        pair.far->deleteLater();
    }
}

} // namespace cocoon::test
