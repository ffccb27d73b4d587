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

/// Certificates and keys as files have them (PEM). Always through these: what cannot be parsed stays in OpenSSL's
/// error queue, and whatever socket shakes hands next takes it for its own failure. Empty and null when not readable.
QList<QSslCertificate> certificatesFromPem(const QByteArray& pem);
QSslKey privateKeyFromPem(const QByteArray& pem);

/// One sentence for what is wrong with the server's certificate, naming the certificate; the rest goes to `detail`.
Error tlsError(const QList<QSslError>& errors, const QString& host);

} // namespace cocoon::net
