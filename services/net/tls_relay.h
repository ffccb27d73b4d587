// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QTcpServer>

#include <optional>

namespace cocoon::net {

/// The way to a proxy that itself wants TLS, which QNetworkProxy does not know: a port on loopback whose connections are
/// carried to the proxy inside TLS. It adds nothing to what it carries: name and password are said by whoever connects. The
/// proxy's certificate is always verified. One per connection, so that what fails here is known to be that connection's failure.
class TlsRelay : public QObject {
    Q_OBJECT
public:
    TlsRelay(const QNetworkProxy& proxy, const QSslConfiguration& tls, QObject* parent);
    /// The proxy to set instead: our port, with the name and password of the one behind it.
    Result<QNetworkProxy> listen();
    /// Why the proxy could not be reached; it names the proxy.
    const std::optional<Error>& error() const { return m_error; }
    bool hasReached() const { return m_hasReached; } ///< the proxy, at least once
    QString name() const; ///< "the proxy host:port"

private:
    void carry(QTcpSocket* near);
    void onFarError(const QString& text, int code, const QList<QSslError>& errors);

    QNetworkProxy m_proxy;
    QSslConfiguration m_tls;
    QTcpServer m_server;
    std::optional<Error> m_error;
    bool m_hasReached = false;
};

} // namespace cocoon::net
