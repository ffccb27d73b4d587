// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/tls_relay.h"

#include "services/net/tls.h"

#include <QSslSocket>

#include <memory>

namespace cocoon::net {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kMost = 256 * 1024; ///< waits at each end, each way

    qint64 waiting(const QAbstractSocket* to)
    {
        const auto* tls = qobject_cast<const QSslSocket*>(to);
        return to->bytesToWrite() + (tls != nullptr ? tls->encryptedBytesToWrite() : 0);
    }

    /// Everything that is there, or nothing: QSslSocket decrypts on only when it has been read empty.
    void pump(QAbstractSocket* from, QAbstractSocket* to)
    {
        if (waiting(to) < kMost && from->bytesAvailable() > 0) {
            to->write(from->readAll());
        }
    }

    /// What the one that left has still said goes out before the other is closed as well.
    void follow(QAbstractSocket* left, QAbstractSocket* other)
    {
        if (other->state() != QAbstractSocket::ConnectedState) {
            return;
        }
        if (left->bytesAvailable() > 0) {
            other->write(left->readAll());
        }
        other->disconnectFromHost();
    }
}

TlsRelay::TlsRelay(const QNetworkProxy& proxy, const QSslConfiguration& tls, QObject* parent)
    : QObject(parent)
    , m_proxy(proxy)
    , m_tls(tls)
{
    m_server.setProxy(QNetworkProxy::NoProxy);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* near = m_server.nextPendingConnection()) {
            carry(near);
        }
    });
}

QString TlsRelay::name() const
{
    return u"the proxy %1:%2"_s.arg(m_proxy.hostName()).arg(m_proxy.port());
}

Result<QNetworkProxy> TlsRelay::listen()
{
    if (!m_server.listen(QHostAddress::LocalHost)) {
        return fail(Errc::Network, u"No port of this machine could be opened for the way to %1."_s.arg(name()), m_server.errorString());
    }
    return QNetworkProxy(QNetworkProxy::HttpProxy, m_server.serverAddress().toString(), m_server.serverPort(), m_proxy.user(), m_proxy.password());
}

void TlsRelay::carry(QTcpSocket* near)
{
    near->setParent(this);
    near->setReadBufferSize(kMost);
    near->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    auto* far = new QSslSocket(near);
    far->setProxy(QNetworkProxy::NoProxy);
    far->setSslConfiguration(m_tls);
    far->setReadBufferSize(kMost);
    const auto errors = std::make_shared<QList<QSslError>>();
    connect(far, &QSslSocket::sslErrors, near, [errors](const QList<QSslError>& seen) { *errors = seen; });
    connect(far, &QSslSocket::encrypted, near, [this, near, far] {
        m_hasReached = true;
        far->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        pump(near, far);
    });
    connect(far, &QSslSocket::errorOccurred, near, [this, near, far, errors](QAbstractSocket::SocketError code) {
        if (!far->isEncrypted()) {
            onFarError(far->errorString(), code, *errors);
            near->abort();
        }
    });
    const auto out = [near, far] {
        if (far->isEncrypted()) {
            pump(near, far);
        }
    };
    const auto back = [near, far] { pump(far, near); };
    connect(near, &QTcpSocket::readyRead, far, out);
    connect(far, &QSslSocket::encryptedBytesWritten, near, out);
    connect(far, &QSslSocket::readyRead, near, back);
    connect(near, &QTcpSocket::bytesWritten, far, back);
    connect(far, &QSslSocket::disconnected, near, [near, far] { follow(far, near); });
    connect(near, &QTcpSocket::disconnected, far, [near, far] {
        if (far->isEncrypted()) {
            follow(near, far);
        } else {
            far->abort();
        }
        // `far` goes with it, when it has said the rest.
        if (far->state() == QAbstractSocket::UnconnectedState) {
            near->deleteLater();
        } else {
            connect(far, &QSslSocket::disconnected, near, &QObject::deleteLater);
        }
    });
    far->connectToHostEncrypted(m_proxy.hostName(), m_proxy.port());
}

void TlsRelay::onFarError(const QString& text, int code, const QList<QSslError>& errors)
{
    const auto error = [&](const QString& message) { return fail(Errc::Network, message, text).value(); };
    if (!errors.isEmpty()) {
        m_error = tlsError(errors, name());
    } else if (code == QAbstractSocket::SslHandshakeFailedError || code == QAbstractSocket::SslInternalError) {
        m_error = handshakeError(text, name(), m_tls);
    } else if (code == QAbstractSocket::HostNotFoundError) {
        m_error = error(u"The name of %1 cannot be found."_s.arg(name()));
    } else if (code == QAbstractSocket::ConnectionRefusedError) {
        m_error = error(u"%1 refuses connections."_s.arg(name()));
    } else if (code == QAbstractSocket::RemoteHostClosedError) {
        m_error = error(u"%1 closed the connection while it was being secured."_s.arg(name()));
    } else {
        m_error = error(u"%1 cannot be reached."_s.arg(name()));
    }
    m_error->message[0] = m_error->message[0].toUpper();
}

} // namespace cocoon::net
