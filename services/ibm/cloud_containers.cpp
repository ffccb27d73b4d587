// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/ibm/cloud_p.h"
#include "services/ibm/kubeconfig_reader.h"

namespace cocoon::ibm {

namespace {

    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    }

} // namespace

Job<QJsonArray>* Cloud::clusters()
{
    return d->api.array(d->toContainers(
        getRequest(d->containers(QStringLiteral("/v2/vpc/getClusters"), { { QStringLiteral("provider"), QStringLiteral("vpc-gen2") } }))));
}

Job<QJsonObject>* Cloud::cluster(const QString& idOrName)
{
    return d->api.object(
        d->toContainers(getRequest(d->containers(QStringLiteral("/v2/vpc/getCluster"), { { QStringLiteral("cluster"), idOrName } }))));
}

Job<Secret>* Cloud::kubeconfig(const QString& cluster, bool admin, const QString& endpointType)
{
    QJsonObject body {
        { QStringLiteral("cluster"), cluster },
        { QStringLiteral("format"), QStringLiteral("yaml") },
        { QStringLiteral("admin"), admin },
        { QStringLiteral("network"), false },
    };
    if (!endpointType.isEmpty()) {
        body.insert(QStringLiteral("endpointType"), endpointType);
    }
    // It synchronises roles and reads a file: asking twice is harmless.
    net::Request request
        = d->toContainers(jsonRequest("POST", d->containers(QStringLiteral("/v2/applyRBACAndGetKubeconfig")), body, true));
    request.headers.set("Accept", "text/yaml");
    if (const Secret refresh = d->tokens.refreshToken(); !refresh.isEmpty()) {
        request.headers.add("X-Auth-Refresh-Token", refresh.reveal());
    }
    return mapJob<Secret, net::Response>(d->api.send(request), this, [](const Result<net::Response>& r) -> Result<Secret> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        return readKubeconfigAnswer(r->body);
    });
}

Job<QJsonArray>* Cloud::workers(const QString& cluster)
{
    return d->api.array(d->toContainers(getRequest(d->containers(QStringLiteral("/v2/vpc/getWorkers"),
        { { QStringLiteral("cluster"), cluster }, { QStringLiteral("showDeleted"), QStringLiteral("false") } }))));
}

Job<Done>* Cloud::rebootWorker(const QString& cluster, const QString& workerId)
{
    net::Request request = d->toContainers(jsonRequest("PUT",
        d->containers(QStringLiteral("/v1/clusters/%1/workers/%2").arg(segment(cluster), segment(workerId))),
        QJsonObject { { QStringLiteral("action"), QStringLiteral("os_reboot") }, { QStringLiteral("force"), false } }));
    request.idempotent = false; // a second reboot is not the same as one
    return d->api.done(request);
}

Job<QJsonArray>* Cloud::clusterSecurityGroups(const QString& cluster)
{
    return d->api.array(d->toContainers(getRequest(d->containers(QStringLiteral("/network/v2/security-group/getSecurityGroups"),
        { { QStringLiteral("cluster"), cluster }, { QStringLiteral("type"), QStringLiteral("cluster") } }))));
}

Job<QJsonObject>* Cloud::setOutboundProtection(const QString& cluster, bool enabled)
{
    return d->api.object(d->toContainers(jsonRequest("POST", d->containers(QStringLiteral("/network/v2/outbound-traffic-protection")),
        QJsonObject {
            { QStringLiteral("cluster"), cluster },
            { QStringLiteral("operation"),
                enabled ? QStringLiteral("enable-outbound-protection") : QStringLiteral("disable-outbound-protection") },
        })));
}

} // namespace cocoon::ibm
