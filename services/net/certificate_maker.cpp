// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_maker.h"

#include "services/net/tls.h"

#include <QHostAddress>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace cocoon::net {

namespace {
    template <auto Free>
    struct Deleter {
        template <class T>
        void operator()(T* pointer) const
        {
            Free(pointer);
        }
    };
    using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
    using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
    using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

    tl::unexpected<Error> cannot(const QString& what)
    {
        std::array<char, 256> text {};
        ERR_error_string_n(ERR_get_error(), text.data(), text.size());
        ERR_clear_error(); // else the next handshake takes what is left for its own
        return fail(Errc::Internal, QStringLiteral("A certificate could not be made (%1).").arg(what),
            QString::fromLatin1(text.data()));
    }

    QByteArray contents(BIO* bio)
    {
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        return QByteArray(data, static_cast<qsizetype>(size));
    }

    bool addName(X509_NAME* name, const char* field, const QString& value)
    {
        const QByteArray bytes = value.toUtf8();
        return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                   reinterpret_cast<const unsigned char*>(bytes.constData()), static_cast<int>(bytes.size()), -1, 0)
            == 1;
    }

    bool addExtension(X509* certificate, X509* issuer, int nid, const QByteArray& value)
    {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
        if (extension == nullptr) {
            return false;
        }
        const int added = X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
        return added == 1;
    }

    bool setTimes(X509* certificate, QDateTime from, QDateTime to)
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        from = from.isValid() ? from : now.addSecs(-3600);
        to = to.isValid() ? to : now.addYears(1);
        return ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(from.toSecsSinceEpoch())) != nullptr
            && ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<time_t>(to.toSecsSinceEpoch())) != nullptr;
    }

    bool setSerial(X509* certificate)
    {
        std::array<unsigned char, 16> bytes {};
        if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
            return false;
        }
        bytes[0] &= 0x7f; // positive
        BIGNUM* number = BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
        const bool ok = number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
        BN_free(number);
        return ok;
    }

    QByteArray alternatives(const QStringList& names)
    {
        QByteArrayList entries;
        for (const QString& name : names) {
            entries.append((QHostAddress(name).isNull() ? "DNS:" : "IP:") + name.toLatin1());
        }
        return entries.join(',');
    }

    Certificate readCertificate(const QByteArray& pem)
    {
        const Bio bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
        return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    }

    Key readKey(const QByteArray& pem)
    {
        const Bio bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
        return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    }

    /// `authority` null: self-signed. `isAuthority`: may sign others.
    Result<Identity> make(const Identity* authority, const CertificateRequest& request, bool isAuthority)
    {
        const Key key(EVP_EC_gen("P-256"));
        const Certificate certificate(X509_new());
        if (!key || !certificate) {
            return cannot(QStringLiteral("key"));
        }
        const Certificate parent = authority != nullptr ? readCertificate(authority->certificatePem) : nullptr;
        const Key parentKey = authority != nullptr ? readKey(authority->keyPem) : nullptr;
        if (authority != nullptr && (!parent || !parentKey)) {
            ERR_clear_error(); // else the next handshake takes it for its own
            return fail(Errc::Invalid, QStringLiteral("The authority's certificate or key cannot be read."));
        }
        X509* issuer = parent ? parent.get() : certificate.get();

        X509_NAME* subject = X509_get_subject_name(certificate.get());
        bool ok = X509_set_version(certificate.get(), X509_VERSION_3) == 1 && setSerial(certificate.get())
            && setTimes(certificate.get(), request.from, request.to) && X509_set_pubkey(certificate.get(), key.get()) == 1;
        for (const QString& organization : request.organizations) {
            ok = ok && addName(subject, "O", organization);
        }
        ok = ok && addName(subject, "CN", request.commonName)
            && X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1;
        if (isAuthority) {
            ok = ok && addExtension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:TRUE")
                && addExtension(certificate.get(), issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
        } else {
            ok = ok && addExtension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE")
                && addExtension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature")
                && addExtension(certificate.get(), issuer, NID_ext_key_usage, request.forClient ? "clientAuth" : "serverAuth");
        }
        ok = ok && addExtension(certificate.get(), issuer, NID_subject_key_identifier, "hash");
        if (parent) {
            ok = ok && addExtension(certificate.get(), issuer, NID_authority_key_identifier, "keyid:always");
        }
        if (!request.names.isEmpty()) {
            ok = ok && addExtension(certificate.get(), issuer, NID_subject_alt_name, alternatives(request.names));
        }
        ok = ok && X509_sign(certificate.get(), parentKey ? parentKey.get() : key.get(), EVP_sha256()) > 0;
        if (!ok) {
            return cannot(QStringLiteral("contents"));
        }

        const Bio certificateOut(BIO_new(BIO_s_mem()));
        const Bio keyOut(BIO_new(BIO_s_mem()));
        if (PEM_write_bio_X509(certificateOut.get(), certificate.get()) != 1
            || PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
            return cannot(QStringLiteral("writing"));
        }
        Identity identity;
        identity.certificatePem = contents(certificateOut.get());
        identity.keyPem = contents(keyOut.get());
        identity.certificate = certificatesFromPem(identity.certificatePem).value(0);
        identity.key = privateKeyFromPem(identity.keyPem);
        if (identity.certificate.isNull() || identity.key.isNull()) {
            return cannot(QStringLiteral("reading back"));
        }
        return identity;
    }
}

Result<Identity> makeAuthority(const QString& commonName, const QDateTime& from, const QDateTime& to)
{
    CertificateRequest request;
    request.commonName = commonName;
    request.from = from;
    request.to = to;
    return make(nullptr, request, true);
}

Result<Identity> issueAuthority(const Identity& authority, const QString& commonName)
{
    CertificateRequest request;
    request.commonName = commonName;
    return make(&authority, request, true);
}

Result<Identity> issueCertificate(const Identity& authority, const CertificateRequest& request)
{
    return make(&authority, request, false);
}

Result<Identity> makeSelfSigned(const CertificateRequest& request)
{
    return make(nullptr, request, false);
}

} // namespace cocoon::net
