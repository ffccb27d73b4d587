// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

namespace cocoon::net {

/// HTTP/1.1 over QSslSocket/QTcpSocket with our own codec (http_codec.h): keep-alive pool, gzip, chunked bodies, proxy
/// (http CONNECT and socks5 through QNetworkProxy, CONNECT inside TLS through TlsRelay), server-name override, client certificates. One per endpoint.
/// Why not QNetworkAccessManager: six connections per manager, refused upgrades lose their body, no server-name
/// override for WebSocket, decompression limit.
class HttpTransport : public Transport {
    Q_OBJECT
public:
    struct Options {
        Tls tls;
        /// "" = from environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY and lower-case forms); "direct" = none; else a URL.
        QString proxy;
        QByteArray userAgent = "cocoon/" COCOON_VERSION;
        int maxConnectionsPerHost = 8; ///< for send(); streams have a connection of their own
        qsizetype maxBody = 1024LL * 1024 * 1024; ///< of one answer to send(), unpacked
    };
    explicit HttpTransport(Options options, QObject* parent = nullptr);
    ~HttpTransport() override;

    Job<Response>* send(const Request& request) override;
    Stream* open(const Request& request) override;
    void useClientCertificate(const QList<QSslCertificate>& chain, const QSslKey& key) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::net
