// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>
#include <QStringList>

namespace cocoon::net {

/// A certificate with its key, as Qt and as files want them.
struct Identity {
    QSslCertificate certificate;
    QSslKey key;
    QByteArray certificatePem;
    QByteArray keyPem; ///< PKCS#8, unencrypted: only ever for throw-away identities of a sandbox or a test
};

/// Makes throw-away certificates (ECDSA P-256, SHA-256) for the sandbox and for tests. Not for production use: there is
/// no revocation and keys are kept in clear text.
struct CertificateRequest {
    QString commonName;
    QStringList organizations; ///< Kubernetes reads a client's groups from these
    QStringList names; ///< subject alternative names; IP addresses are recognised
    bool forClient = false; ///< else for a server
    QDateTime from; ///< default: an hour ago
    QDateTime to; ///< default: in one year
};

/// A self-signed authority. `from` and `to` as above.
Result<Identity> makeAuthority(const QString& commonName, const QDateTime& from = {}, const QDateTime& to = {});
/// One between an authority and what it issues.
Result<Identity> issueAuthority(const Identity& authority, const QString& commonName);
/// A certificate issued by `authority`.
Result<Identity> issueCertificate(const Identity& authority, const CertificateRequest& request);
/// A server certificate that nobody but itself vouches for.
Result<Identity> makeSelfSigned(const CertificateRequest& request);

} // namespace cocoon::net
