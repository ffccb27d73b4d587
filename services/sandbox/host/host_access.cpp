// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/host/host_access.h"

#include "services/base/json.h"
#include "services/base/yaml.h"

#include <QHostAddress>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    constexpr qint64 kLeaseSeconds = 60; // four times the duration both programs use

    QString base64(const QByteArray& bytes)
    {
        return QString::fromLatin1(bytes.toBase64());
    }

    QByteArray pem(const QList<QSslCertificate>& certificates)
    {
        QByteArray all;
        for (const QSslCertificate& certificate : certificates) {
            all += certificate.toPem();
        }
        return all;
    }

    bool isHeld(const QJsonObject& lease, const QDateTime& now)
    {
        const QDateTime renewed = QDateTime::fromString(str(lease, { u"spec", u"renewTime" }), Qt::ISODateWithMs);
        return !str(lease, { u"spec", u"holderIdentity" }).isEmpty() && renewed.isValid() && renewed.secsTo(now) < kLeaseSeconds;
    }
}

Result<Done> mustBeOnLoopback(const kube::Access& access)
{
    const QString host = access.server.host();
    if (host == "localhost"_L1 || QHostAddress(host).isLoopback()) {
        return Done {};
    }
    return fail(Errc::Precondition,
        u"The sandbox plays on an API server of this machine only: context %1 is at %2, which is not a loopback address. Nothing was sent "
        u"there. Start a kube-apiserver that listens on 127.0.0.1, or leave --api-server out and take the sandbox's own."_s.arg(
            access.context, access.server.host()));
}

QByteArray kubeconfigFor(const kube::Access& access, const QString& name)
{
    QJsonObject cluster { { u"server"_s, access.server.toString() } };
    if (!access.tls.roots.isEmpty()) {
        cluster.insert(u"certificate-authority-data"_s, base64(pem(access.tls.roots)));
    }
    if (access.tls.insecure) {
        cluster.insert(u"insecure-skip-tls-verify"_s, true);
    }
    if (!access.tls.serverName.isEmpty()) {
        cluster.insert(u"tls-server-name"_s, access.tls.serverName);
    }
    QJsonObject user;
    if (!access.token.isEmpty()) {
        user.insert(u"token"_s, QString::fromUtf8(access.token.reveal()));
    }
    if (!access.tokenFile.isEmpty()) {
        user.insert(u"tokenFile"_s, access.tokenFile);
    }
    if (!access.tls.clientChain.isEmpty()) {
        user.insert(u"client-certificate-data"_s, base64(pem(access.tls.clientChain)));
        user.insert(u"client-key-data"_s, base64(access.tls.clientKey.toPem()));
    }
    if (!access.exec.isEmpty()) {
        user.insert(u"exec"_s, access.exec);
    }
    const auto named = [&name](const QString& what, const QJsonObject& value) {
        return QJsonArray { QJsonObject { { u"name"_s, name }, { what, value } } };
    };
    return toYaml(QJsonObject { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Config"_s }, { u"current-context"_s, name },
        { u"clusters"_s, named(u"cluster"_s, cluster) }, { u"users"_s, named(u"user"_s, user) },
        { u"contexts"_s, named(u"context"_s, { { u"cluster"_s, name }, { u"user"_s, name }, { u"namespace"_s, u"default"_s } }) } });
}

Job<Controllers>* lackingControllers(kube::Client& client, Clock& clock)
{
    auto* job = new Job<Controllers>(&client);
    auto found = std::make_shared<Controllers>();
    auto open = std::make_shared<int>(2);
    const auto ask = [&](const QString& name, bool Controllers::*part) {
        client.get(kube::res::leases, u"kube-system"_s, name)->then(job, [job, found, open, part, &clock](const Result<QJsonObject>& r) {
            if (!r && r.error().code != Errc::NotFound) {
                job->resolve(tl::unexpected(r.error().during(u"see whether the server has controllers"_s)));
                return;
            }
            (*found).*part = !r || !isHeld(*r, clock.now());
            if (--*open == 0) {
                job->resolve(*found);
            }
        });
    };
    ask(u"kube-controller-manager"_s, &Controllers::manager);
    ask(u"kube-scheduler"_s, &Controllers::scheduler);
    return job;
}

} // namespace cocoon::sandbox
