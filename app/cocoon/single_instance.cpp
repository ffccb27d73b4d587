// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/single_instance.h"

#include <QLocalSocket>
#include <QStandardPaths>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kAnswerMs = 2000; ///< a first one that does not answer hangs: then a second one is better than none
    constexpr qint64 kLongestWish = 16384; ///< a path and a name
}

SingleInstance::SingleInstance(const QString& name, QObject* parent)
    : QObject(parent)
    , m_name(name)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            const auto take = [this, socket] {
                if (socket->canReadLine()) {
                    const QByteArray wish = socket->readLine(kLongestWish).trimmed();
                    socket->write("yes\n");
                    socket->flush();
                    Q_EMIT wished(wish);
                }
            };
            connect(socket, &QLocalSocket::readyRead, this, take);
            take();
        }
    });
}

QString SingleInstance::path() const
{
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u'/' + m_name;
}

bool SingleInstance::becomeFirst(const QByteArray& wish)
{
    QLocalSocket socket;
    socket.connectToServer(path());
    if (socket.waitForConnected(kAnswerMs)) {
        socket.write(wish + '\n');
        if (socket.waitForReadyRead(kAnswerMs) && socket.readAll().startsWith("yes")) {
            return false;
        }
    }
    QLocalServer::removeServer(path()); // left behind by one that was killed
    (void)m_server.listen(path()); // without it this one still works, alone
    return true;
}

} // namespace cocoon::app
