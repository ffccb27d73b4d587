// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"

#include <QHash>

#include <functional>

namespace cocoon::sandbox {

/// A key broker in small: answers the version probe (exactly one protocol version is accepted), takes the
/// guest's handshake and hands out resources to TDX guests. Evidence is a word, not a quote: the sandbox proves the console's
/// path, not the cryptography. Plain HTTP like upstream's test trustee, or HTTPS. Owned by the sandbox. Faults of a scenario:
///
///     trustee: https             it speaks HTTPS with a certificate of the sandbox CA, which no VM knows by itself
///     trustee: self-signed       HTTPS with a certificate that nobody but itself vouches for
///     trustee.protocol: "0.4.0"  this protocol, whatever the guests speak
class Trustee : public QObject {
    Q_OBJECT
public:
    struct Options {
        std::function<QString()> protocol = [] { return QStringLiteral("0.2.0"); }; ///< asked at each handshake
        QList<QSslCertificate> chain; ///< empty = plain HTTP
        QSslKey key;
        QHash<QString, QByteArray> resources { { QStringLiteral("default/kbsres1/key1"), "res1val1\n" } };
        quint16 port = 0;
    };
    explicit Trustee(Options options, QObject* parent = nullptr);
    ~Trustee() override;
    Result<QString> start(); ///< base URL

private:
    void handle(net::Exchange& exchange);
    void refuse(net::Exchange& exchange, int status, const QString& kind, const QString& detail);

    Options m_options;
    std::unique_ptr<net::HttpServer> m_server;
    QHash<QByteArray, QString> m_sessions; ///< session id → "", "sample" or "tdx" once attested
    int m_nextSession = 1;
};

} // namespace cocoon::sandbox
