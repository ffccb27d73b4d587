// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/tls.h"

#include <QStringList>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>

namespace cocoon::net {

namespace {
    /// Leaves OpenSSL's error queue of this thread empty.
    class CleanErrors {
    public:
        CleanErrors() = default;
        ~CleanErrors() { ERR_clear_error(); }
        Q_DISABLE_COPY_MOVE(CleanErrors)
    };

    int noPassphrase(char*, int, int, void*)
    {
        return -1; // without a callback OpenSSL would ask on the terminal
    }

    std::optional<QSsl::KeyAlgorithm> algorithmOf(const QByteArray& pem)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
            BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), &BIO_free_all);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            PEM_read_bio_PrivateKey(bio.get(), nullptr, &noPassphrase, nullptr), &EVP_PKEY_free);
        if (!key) {
            return std::nullopt;
        }
        switch (EVP_PKEY_get_base_id(key.get())) {
        case EVP_PKEY_RSA:
            return QSsl::Rsa;
        case EVP_PKEY_EC:
            return QSsl::Ec;
        case EVP_PKEY_DSA:
            return QSsl::Dsa;
        default:
            return std::nullopt; // Qt has no such key
        }
    }

    QString nameOf(const QSslCertificate& certificate)
    {
        const QString common = certificate.subjectInfo(QSslCertificate::CommonName).join(u' ');
        return common.isEmpty() ? certificate.subjectDisplayName() : common;
    }

    QString issuerOf(const QSslCertificate& certificate)
    {
        const QString common = certificate.issuerInfo(QSslCertificate::CommonName).join(u' ');
        return common.isEmpty() ? certificate.issuerDisplayName() : common;
    }

    /// Several errors arrive together; the one that says most comes first.
    int rank(QSslError::SslError error)
    {
        switch (error) {
        case QSslError::CertificateExpired:
        case QSslError::CertificateNotYetValid:
        case QSslError::CertificateRevoked:
            return 0;
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
            return 1;
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::CertificateUntrusted:
            return 2;
        case QSslError::HostNameMismatch:
            return 3;
        case QSslError::UnableToVerifyFirstCertificate:
            return 4;
        default:
            return 5;
        }
    }

    QString sentence(const QSslError& error, const QString& host)
    {
        const QSslCertificate& certificate = error.certificate();
        const QString name = nameOf(certificate);
        switch (error.error()) {
        case QSslError::CertificateExpired:
            return QStringLiteral("The certificate \"%1\" of %2 expired on %3.")
                .arg(name, host, certificate.expiryDate().toUTC().toString(Qt::ISODate));
        case QSslError::CertificateNotYetValid:
            return QStringLiteral("The certificate \"%1\" of %2 is not valid before %3.")
                .arg(name, host, certificate.effectiveDate().toUTC().toString(Qt::ISODate));
        case QSslError::HostNameMismatch: {
            QStringList names;
            const auto alternatives = certificate.subjectAlternativeNames();
            for (const QString& alternative : alternatives) {
                names.append(alternative);
            }
            names.sort();
            return QStringLiteral("The certificate \"%1\" is not made for %2 (it is for %3).")
                .arg(name, host, names.isEmpty() ? QStringLiteral("no name at all") : names.join(QLatin1String(", ")));
        }
        case QSslError::SelfSignedCertificate:
            return QStringLiteral("The certificate \"%1\" of %2 is self-signed and not trusted.").arg(name, host);
        case QSslError::SelfSignedCertificateInChain:
            return QStringLiteral("%1 is certified by \"%2\", which is not a trusted authority.").arg(host, name);
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            return QStringLiteral("The certificate \"%1\" of %2 was issued by \"%3\", which is not a trusted authority.")
                .arg(name, host, issuerOf(certificate));
        default:
            return QStringLiteral("The certificate \"%1\" of %2 was refused: %3.").arg(name, host, error.errorString());
        }
    }
}

QList<QSslCertificate> certificatesFromPem(const QByteArray& pem)
{
    const CleanErrors clean;
    return QSslCertificate::fromData(pem, QSsl::Pem);
}

QSslKey privateKeyFromPem(const QByteArray& pem)
{
    const CleanErrors clean;
    const std::optional<QSsl::KeyAlgorithm> algorithm = algorithmOf(pem);
    return algorithm ? QSslKey(pem, *algorithm, QSsl::Pem, QSsl::PrivateKey) : QSslKey();
}

QSslConfiguration clientConfiguration(const Tls& tls)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (!tls.systemRoots) {
        configuration.setCaCertificates(tls.roots);
    } else if (!tls.roots.isEmpty()) {
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + tls.roots);
    }
    if (!tls.clientChain.isEmpty() && !tls.clientKey.isNull()) {
        configuration.setLocalCertificateChain(tls.clientChain);
        configuration.setPrivateKey(tls.clientKey);
    }
    configuration.setPeerVerifyMode(tls.insecure ? QSslSocket::VerifyNone : QSslSocket::VerifyPeer);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setAllowedNextProtocols({ QByteArray("http/1.1") });
    return configuration;
}

Error tlsError(const QList<QSslError>& errors, const QString& host)
{
    Error error;
    error.code = Errc::Tls;
    const QSslError* worst = nullptr;
    QStringList details;
    for (const QSslError& one : errors) {
        details.append(one.errorString());
        if (worst == nullptr || rank(one.error()) < rank(worst->error())) {
            worst = &one;
        }
    }
    details.removeDuplicates();
    error.message = worst != nullptr ? sentence(*worst, host)
                                     : QStringLiteral("No secure connection to %1 could be made.").arg(host);
    error.detail = details.join(QLatin1String("; "));
    return error;
}

} // namespace cocoon::net
