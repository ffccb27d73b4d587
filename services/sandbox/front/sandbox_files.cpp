// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/sandbox_files.h"

#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/net/tls.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

SandboxFiles::SandboxFiles(QString dir)
    : m_dir(std::move(dir))
{
}

QString SandboxFiles::path(const QString& name) const
{
    return QDir(m_dir).absoluteFilePath(name);
}

Result<Done> SandboxFiles::write(const QString& name, const QByteArray& content) const
{
    QSaveFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(content) != content.size() || !file.commit()) {
        return fail(Errc::Io, u"The sandbox cannot write %1: %2."_s.arg(path(name), file.errorString()));
    }
    return Done {};
}

Result<net::Identity> SandboxFiles::read(const QString& name) const
{
    QFile certificate(path(u"tls/"_s + name + u".pem"_s));
    QFile key(path(u"tls/"_s + name + u".key"_s));
    if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly)) {
        return fail(Errc::NotFound, u"There is no identity %1 yet."_s.arg(name));
    }
    net::Identity identity;
    identity.certificatePem = certificate.readAll();
    identity.keyPem = key.readAll();
    identity.certificate = net::certificatesFromPem(identity.certificatePem).value(0);
    identity.key = net::privateKeyFromPem(identity.keyPem);
    if (identity.certificate.isNull() || identity.key.isNull()
        || identity.certificate.expiryDate() < QDateTime::currentDateTimeUtc()) {
        return fail(Errc::Invalid, u"The identity %1 is damaged or has expired."_s.arg(name));
    }
    return identity;
}

Result<Done> SandboxFiles::keep(const QString& name, const net::Identity& identity) const
{
    if (Result<Done> done = write(u"tls/"_s + name + u".pem"_s, identity.certificatePem); !done) {
        return done;
    }
    return write(u"tls/"_s + name + u".key"_s, identity.keyPem);
}

Result<Done> SandboxFiles::prepare()
{
    if (!QDir().mkpath(path(u"tls"_s))) {
        return fail(Errc::Io, u"The sandbox cannot make the folder %1."_s.arg(path(u"tls"_s)));
    }
    Result<net::Identity> authority = read(u"ca"_s);
    const bool isNew = !authority;
    if (isNew) {
        authority = net::makeAuthority(u"Cocoon sandbox CA"_s);
        if (!authority) {
            return tl::unexpected(authority.error());
        }
        if (Result<Done> done = keep(u"ca"_s, *authority); !done) {
            return done;
        }
    }
    m_authority = *authority;
    const QString masters = u"system:masters"_s;
    const QStringList names { u"127.0.0.1"_s, u"::1"_s, u"localhost"_s };
    const std::pair<QString, net::CertificateRequest> wanted[] {
        { u"server"_s, { u"127.0.0.1"_s, {}, names, false, {}, {} } },
        { u"trustee"_s, { u"trustee"_s, {}, names, false, {}, {} } }, // vouched for by nobody but itself
        { u"admin"_s, { u"admin"_s, { masters }, {}, true, {}, {} } },
        { u"viewer"_s, { u"viewer"_s, {}, {}, true, {}, {} } },
        { u"namespace"_s, { u"team-a-user"_s, {}, {}, true, {}, {} } },
        { u"actors"_s, { u"system:sandbox"_s, { masters }, {}, true, {}, {} } },
    };
    for (const auto& [name, request] : wanted) {
        Result<net::Identity> identity = isNew ? fail(Errc::NotFound, QString()) : read(name);
        if (!identity) {
            identity = name == "trustee"_L1 ? net::makeSelfSigned(request) : net::issueCertificate(m_authority, request);
            if (!identity) {
                return tl::unexpected(identity.error());
            }
            if (Result<Done> done = keep(name, *identity); !done) {
                return done;
            }
        }
        m_identities.insert(name, *identity);
    }
    return write(u"ca.pem"_s, m_authority.certificatePem);
}

Result<Secret> SandboxFiles::apiKey(const QString& wanted)
{
    QByteArray key = wanted.toUtf8();
    QFile file(path(u"apikey"_s));
    if (key.isEmpty() && file.open(QIODevice::ReadOnly)) {
        key = file.readAll().trimmed();
    }
    if (key.isEmpty()) {
        QByteArray random(33, '\0');
        for (char& c : random) {
            c = static_cast<char>(QRandomGenerator::system()->bounded(256));
        }
        key = random.toBase64(QByteArray::Base64UrlEncoding); // 44 characters, as IAM's keys
    }
    if (Result<Done> done = write(u"apikey"_s, key); !done) {
        return tl::unexpected(done.error());
    }
    return Secret(key);
}

QJsonObject SandboxFiles::ports() const
{
    QFile file(path(u"ports.json"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return parseJsonObject(file.readAll()).value_or(QJsonObject());
}

Result<Done> SandboxFiles::writePorts(const QJsonObject& ports)
{
    return write(u"ports.json"_s, toPrettyJson(ports));
}

QByteArray SandboxFiles::kubeconfig(
    const QString& identityName, const QString& server, const QString& cluster, const QString& ns) const
{
    const auto base64 = [](const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); };
    const net::Identity who = identity(identityName);
    const QString user = identityName + u'/' + cluster;
    const QJsonObject context { { u"cluster"_s, cluster }, { u"user"_s, user }, { u"namespace"_s, ns } };
    const QJsonArray clusters { QJsonObject { { u"name"_s, cluster },
        { u"cluster"_s,
            QJsonObject { { u"server"_s, server },
                { u"certificate-authority-data"_s, base64(m_authority.certificatePem) } } } } };
    const QJsonArray users { QJsonObject { { u"name"_s, user },
        { u"user"_s,
            QJsonObject { { u"client-certificate-data"_s, base64(who.certificatePem) },
                { u"client-key-data"_s, base64(who.keyPem) } } } } };
    return toYaml(QJsonObject { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Config"_s },
        { u"current-context"_s, cluster }, { u"preferences"_s, QJsonObject() }, { u"clusters"_s, clusters },
        { u"contexts"_s, QJsonArray { QJsonObject { { u"name"_s, cluster }, { u"context"_s, context } } } },
        { u"users"_s, users } });
}

} // namespace cocoon::sandbox
