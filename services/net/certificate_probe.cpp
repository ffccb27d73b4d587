// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/certificate_probe.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>

namespace cocoon::net {

using namespace Qt::StringLiterals;

namespace {
    QJsonObject factsOf(const QSslCertificate& certificate)
    {
        return {
            { u"subject"_s, certificate.subjectDisplayName() },
            { u"notAfter"_s, certificate.expiryDate().toUTC().toString(Qt::ISODate) },
            { u"sha256"_s, QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper()) },
        };
    }

    // By its names: isSelfSigned() also asks for the right to sign others, which a server's own certificate must not have.
    bool namesItselfAsIssuer(const QSslCertificate& certificate)
    {
        const QList<QByteArray> subject = certificate.subjectInfoAttributes();
        return subject == certificate.issuerInfoAttributes()
            && std::all_of(subject.begin(), subject.end(),
                [&certificate](const QByteArray& part) { return certificate.subjectInfo(part) == certificate.issuerInfo(part); });
    }

    // A certificate that another one issued cannot stand for itself: a VM has to be given the one at the root.
    QSslCertificate authorityIn(const QList<QSslCertificate>& chain)
    {
        const auto root = std::find_if(chain.crbegin(), chain.crend(), namesItselfAsIssuer);
        return root == chain.crend() ? QSslCertificate() : *root;
    }
}

QStringList certificateProblems(const QList<QSslError>& errors)
{
    QStringList problems;
    for (const QSslError& error : errors) {
        QString problem = u"refused"_s;
        switch (error.error()) {
        case QSslError::NoError:
            continue;
        case QSslError::HostNameMismatch:
            problem = u"host-mismatch"_s;
            break;
        case QSslError::CertificateExpired:
            problem = u"expired"_s;
            break;
        case QSslError::CertificateNotYetValid:
            problem = u"not-yet-valid"_s;
            break;
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            problem = u"unknown-issuer"_s;
            break;
        default:
            break;
        }
        if (!problems.contains(problem)) {
            problems.append(problem);
        }
    }
    return problems;
}

Job<QJsonValue>* readCertificate(const QUrl& url, milliseconds patience, QObject* parent)
{
    auto* job = new Job<QJsonValue>(parent);
    auto* socket = new QSslSocket(job);
    const auto describe = [job, socket](bool isTrusted, const QList<QSslError>& errors) {
        const QSslCertificate certificate = socket->peerCertificate();
        if (certificate.isNull()) {
            job->resolve(QJsonValue(QJsonValue::Null));
            return;
        }
        QJsonObject answer = factsOf(certificate);
        answer.insert(u"trusted"_s, isTrusted);
        answer.insert(u"problems"_s, QJsonArray::fromStringList(certificateProblems(errors)));
        const QSslCertificate authority = authorityIn(socket->peerCertificateChain());
        if (!authority.isNull()) {
            QJsonObject facts = factsOf(authority);
            facts.insert(u"pem"_s, QString::fromLatin1(authority.toPem()));
            answer.insert(u"authority"_s, facts);
        }
        job->resolve(QJsonValue(answer));
    };
    QObject::connect(socket, &QSslSocket::encrypted, job, [describe] { describe(true, {}); });
    QObject::connect(socket, &QSslSocket::sslErrors, job, [describe](const QList<QSslError>& errors) { describe(false, errors); });
    QObject::connect(socket, &QSslSocket::errorOccurred, job, [describe] { describe(false, {}); });
    QTimer::singleShot(patience, job, [job] { job->resolve(QJsonValue(QJsonValue::Null)); });
    socket->connectToHostEncrypted(url.host(), static_cast<quint16>(url.port(443)));
    return job;
}

} // namespace cocoon::net
