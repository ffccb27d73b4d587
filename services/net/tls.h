// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslKey>

namespace cocoon::net {

/// How a client connection trusts and identifies itself. HTTP/1.1 is the only protocol offered.
QSslConfiguration clientConfiguration(const Tls& tls);
/// How the same client trusts a proxy that is reached by TLS: the system's authorities and the ones it has for its server.
/// The proxy gets no client certificate, and that a server is not to be verified says nothing about the proxy.
QSslConfiguration proxyConfiguration(const Tls& tls);

/// Certificates and keys as files have them (PEM). Always through these: what cannot be parsed stays in OpenSSL's
/// error queue, and whatever socket shakes hands next takes it for its own failure. Empty and null when not readable.
QList<QSslCertificate> certificatesFromPem(const QByteArray& pem);
QSslKey privateKeyFromPem(const QByteArray& pem);

/// What a failed secure connection is about; it decides what to do next.
enum class TlsCause {
    Unknown,
    Expired,
    NotYetValid,
    WrongName,
    Authority, ///< nobody we trust vouches for it, or the chain does not reach who does
    OldProtocol, ///< nothing newer than TLS 1.1
    NotTls,
    Client ///< it is our certificate that was not accepted, or one is missing
};
/// Of an error that tlsError() or handshakeError() made.
TlsCause tlsCause(const Error& error);

/// One sentence for what is wrong with the server's certificate, naming the certificate; the rest goes to `detail`.
Error tlsError(const QList<QSslError>& errors, const QString& host);
bool hasExpired(const QSslCertificate& certificate);
/// The same for a handshake that ended although the server's certificate is in order; `text` is what the socket says,
/// `ours` what we showed.
Error handshakeError(const QString& text, const QString& host, const QSslConfiguration& ours);

} // namespace cocoon::net
