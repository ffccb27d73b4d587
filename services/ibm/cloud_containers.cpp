// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/clock.h"
#include "services/base/json.h"
#include "services/ibm/cloud_p.h"
#include "services/ibm/kubeconfig_reader.h"

namespace cocoon::ibm {

namespace {

    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    }

    constexpr qsizetype kMaxKubeconfig = 1024 * 1024; // a few KiB in truth; a reader of YAML is not fast
    constexpr milliseconds kSecondLook { 2000 };

    /// The service now and then does not find a cluster that it has (G0004): it is asked once more before it is believed.
    template <class T>
    Job<T>* askedTwice(Clock& clock, QObject* parent, std::function<Job<T>*()> ask)
    {
        auto* outer = new Job<T>(parent);
        auto current = std::make_shared<QPointer<JobBase>>();
        outer->onCancel([current] {
            if (*current) {
                (*current)->cancel();
            }
        });
        Job<T>* first = ask();
        *current = first;
        first->then(outer, [&clock, outer, current, ask = std::move(ask)](const Result<T>& r) {
            if (outer->isSettled() || r || r.error().code != Errc::NotFound) {
                outer->resolve(r);
                return;
            }
            clock.after(kSecondLook, outer, [outer, current, ask] {
                if (!outer->isSettled()) {
                    Job<T>* second = ask();
                    *current = second;
                    second->then(outer, [outer](const Result<T>& again) { outer->resolve(again); });
                }
            });
        });
        return outer;
    }

} // namespace

Job<QJsonArray>* Cloud::clusters()
{
    return d->api.array(d->toContainers(
        getRequest(d->containers(QStringLiteral("/v2/vpc/getClusters"), { { QStringLiteral("provider"), QStringLiteral("vpc-gen2") } }))));
}

Job<QJsonObject>* Cloud::cluster(const QString& idOrName)
{
    return askedTwice<QJsonObject>(d->clock, this, [this, idOrName] {
        return d->api.object(
            d->toContainers(getRequest(d->containers(QStringLiteral("/v2/vpc/getCluster"), { { QStringLiteral("cluster"), idOrName } }))), { kId });
    });
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
    request.maxBody = kMaxKubeconfig;
    if (const Secret refresh = d->tokens.refreshToken(); !refresh.isEmpty()) {
        request.headers.add("X-Auth-Refresh-Token", refresh.reveal());
    }
    auto* answer = askedTwice<net::Response>(d->clock, this, [this, request] { return d->api.send(request); });
    return mapJob<Secret, net::Response>(answer, this, [cluster](const Result<net::Response>& r) -> Result<Secret> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        const Result<Secret> read = readKubeconfigAnswer(r->body);
        return read ? read : tl::unexpected(read.error().during(QStringLiteral("fetch the kubeconfig of %1").arg(cluster)));
    });
}

Job<QJsonArray>* Cloud::workers(const QString& cluster)
{
    return askedTwice<QJsonArray>(d->clock, this, [this, cluster] {
        return d->api.array(d->toContainers(getRequest(d->containers(QStringLiteral("/v2/vpc/getWorkers"),
            { { QStringLiteral("cluster"), cluster }, { QStringLiteral("showDeleted"), QStringLiteral("false") } }))));
    });
}

Job<Done>* Cloud::rebootWorker(const QString& cluster, const QString& workerId)
{
    net::Request request = d->toContainers(jsonRequest("PUT",
        d->containers(QStringLiteral("/v1/clusters/%1/workers/%2").arg(segment(cluster), segment(workerId))),
        QJsonObject { { QStringLiteral("action"), QStringLiteral("os_reboot") }, { QStringLiteral("force"), false } }));
    request.idempotent = false; // a second reboot is not the same as one
    // Not found: nothing was done.
    return askedTwice<Done>(d->clock, this, [this, request] { return d->api.done(request); });
}

Job<QJsonArray>* Cloud::clusterSecurityGroups(const QString& cluster)
{
    return askedTwice<QJsonArray>(d->clock, this, [this, cluster] {
        return d->api.array(d->toContainers(getRequest(d->containers(QStringLiteral("/network/v2/security-group/getSecurityGroups"),
            { { QStringLiteral("cluster"), cluster }, { QStringLiteral("type"), QStringLiteral("cluster") } }))));
    });
}

Job<Done>* Cloud::setOutboundProtection(const QString& cluster, bool enabled)
{
    return d->api.done(d->toContainers(jsonRequest("POST", d->containers(QStringLiteral("/network/v2/outbound-traffic-protection")),
        QJsonObject {
            { QStringLiteral("cluster"), cluster },
            { QStringLiteral("operation"),
                enabled ? QStringLiteral("enable-outbound-protection") : QStringLiteral("disable-outbound-protection") },
        })));
}

} // namespace cocoon::ibm
