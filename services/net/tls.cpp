// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/tls.h"

#include <QDateTime>
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

    TlsCause causeOf(QSslError::SslError error)
    {
        switch (error) {
        case QSslError::CertificateExpired:
            return TlsCause::Expired;
        case QSslError::CertificateNotYetValid:
            return TlsCause::NotYetValid;
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            return TlsCause::Authority;
        case QSslError::HostNameMismatch:
            return TlsCause::WrongName;
        default:
            return TlsCause::Unknown;
        }
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

    constexpr std::pair<TlsCause, const char*> kMarks[] { { TlsCause::Expired, "expired" }, { TlsCause::NotYetValid, "not-yet-valid" },
        { TlsCause::WrongName, "wrong-name" }, { TlsCause::Authority, "authority" }, { TlsCause::OldProtocol, "old-protocol" },
        { TlsCause::NotTls, "not-tls" }, { TlsCause::Client, "client-certificate" }, { TlsCause::Unknown, "other" } };

    /// The detail begins with the cause, as the body of an API server's answer holds its reason.
    QString marked(TlsCause cause, const QString& text)
    {
        for (const auto& [known, mark] : kMarks) {
            if (known == cause) {
                return QLatin1String(mark) + QLatin1String(": ") + text;
            }
        }
        return text;
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

TlsCause tlsCause(const Error& error)
{
    for (const auto& [cause, mark] : kMarks) {
        if (error.code == Errc::Tls && error.detail.section(u':', 0, 0) == QLatin1String(mark)) {
            return cause;
        }
    }
    return TlsCause::Unknown;
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
        // Qt reads all of them from disk at each call, which takes as long as everything else before the first request; what the
        // system trusts from now on counts from the next start.
        static const QList<QSslCertificate> system = QSslConfiguration::systemCaCertificates();
        configuration.setCaCertificates(system + tls.roots);
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

QSslConfiguration proxyConfiguration(const Tls& tls)
{
    Tls ours;
    ours.roots = tls.roots;
    return clientConfiguration(ours);
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
    error.detail = marked(worst != nullptr ? causeOf(worst->error()) : TlsCause::Unknown, details.join(QLatin1String("; ")));
    return error;
}

bool hasExpired(const QSslCertificate& certificate)
{
    return !certificate.isNull() && certificate.expiryDate() < QDateTime::currentDateTimeUtc();
}

Error handshakeError(const QString& text, const QString& host, const QSslConfiguration& ours)
{
    const auto has = [&text](const char* part) { return text.contains(QLatin1String(part)); };
    const QSslCertificate certificate = ours.localCertificate();
    Error error;
    error.code = Errc::Tls;
    TlsCause cause = TlsCause::Unknown;
    if (has("wrong version number") || has("packet length")) {
        cause = TlsCause::NotTls;
        error.message = QStringLiteral("%1 does not speak TLS.").arg(host);
    } else if (has("protocol version") || has("unsupported protocol")) {
        cause = TlsCause::OldProtocol;
        error.message = QStringLiteral("%1 speaks no TLS newer than 1.1.").arg(host);
    } else if ((has("alert") && (has("certificate") || has("unknown ca"))) || hasExpired(certificate)) {
        cause = TlsCause::Client;
        const QString name = nameOf(certificate);
        if (certificate.isNull()) {
            error.message = QStringLiteral("%1 asks for a client certificate, and we have none.").arg(host);
        } else if (hasExpired(certificate)) {
            error.message = QStringLiteral("%1 did not accept our client certificate \"%2\": it expired on %3.")
                                .arg(host, name, certificate.expiryDate().toUTC().toString(Qt::ISODate));
        } else {
            error.message = QStringLiteral("%1 did not accept our client certificate \"%2\".").arg(host, name);
        }
    } else if (has("alert handshake failure") && certificate.isNull()) {
        cause = TlsCause::Client; // up to TLS 1.2 a missing certificate is told like this, as other disagreements are
        error.message = QStringLiteral("%1 ended the handshake: it may ask for a client certificate, and we have none.").arg(host);
    } else {
        error.message = QStringLiteral("No secure connection to %1 could be made.").arg(host);
    }
    error.detail = marked(cause, text);
    return error;
}

} // namespace cocoon::net
