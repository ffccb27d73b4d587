// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/cloud_sim.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/sandbox/cloud/catalog_service.h"
#include "services/sandbox/cloud/containers_service.h"
#include "services/sandbox/cloud/identity_service.h"
#include "services/sandbox/cloud/policy_service.h"
#include "services/sandbox/cloud/resource_groups.h"
#include "services/sandbox/cloud/seed_world.h"
#include "services/sandbox/cloud/tag_service.h"
#include "services/sandbox/cloud/token_service.h"
#include "services/sandbox/cloud/vpc_service.h"

#include <QPointer>

namespace cocoon::sandbox {

struct CloudSim::Private {
    Private(Clock& clock, const Options& options)
        : state(clock, options)
        , mint(state.options().seed)
        , tokens(state, mint)
        , identity(state)
        , policies(state)
        , containers(state)
        , vpc(state)
        , tags(state)
    {
    }

    Reply answer(Call call);
    milliseconds latency();

    CloudState state;
    TokenMint mint;
    TokenService tokens;
    IdentityService identity;
    PolicyService policies;
    ContainersService containers;
    VpcService vpc;
    TagService tags;
    int requests = 0;
};

namespace {

    Call takeApart(const net::ServerRequest& request)
    {
        Call call;
        call.method = request.method;
        call.query = request.query;
        call.headers = request.headers;
        call.body = request.body;
        call.parts = request.path.split(u'/', Qt::SkipEmptyParts);
        if (request.body.trimmed().startsWith('{')) {
            call.json = parseJsonObject(request.body).value_or(QJsonObject());
        }
        return call;
    }

    /// Drops the first parts of the path: the service's own prefix.
    Call below(Call call, qsizetype parts)
    {
        call.parts = call.parts.mid(parts);
        call.path = u'/' + call.parts.join(u'/');
        return call;
    }

    void send(net::Exchange& exchange, const Reply& reply)
    {
        net::Headers headers = reply.headers;
        if (!reply.body.isEmpty()) {
            headers.set("Content-Type", reply.contentType);
        }
        if (const QByteArray id = exchange.request().headers.value("X-Request-Id"); !id.isEmpty()) {
            headers.set("X-Request-Id", id);
        }
        exchange.reply(reply.status, headers, reply.body);
    }

} // namespace

Reply CloudSim::Private::answer(Call call)
{
    const int every = state.fault(QStringLiteral("rateLimit")).toInt(0);
    if (every > 0 && ++requests % every == 0) {
        Reply busy = vpcError(429, QStringLiteral("too_many_requests"), QStringLiteral("Too many requests."));
        busy.headers.add("Retry-After", "1");
        return busy;
    }
    call.caller = tokens.callerOf(call.headers);
    const QString service = call.parts.value(0);
    if (service == QLatin1String("accounts") || (service == QLatin1String("iam") && call.parts.value(1) == QLatin1String("coe"))) {
        return tokens.accounts(below(call, 1));
    }
    if (service == QLatin1String("iam")) {
        const Call inner = below(call, 1);
        if (inner.parts.value(0) == QLatin1String("identity")) {
            return tokens.handle(inner);
        }
        const QString kind = inner.parts.value(1);
        if (kind == QLatin1String("policies") || kind == QLatin1String("roles")) {
            return policies.handle(inner);
        }
        if (kind == QLatin1String("apikeys") || kind == QLatin1String("profiles")) {
            return identity.handle(inner);
        }
    }
    if (service == QLatin1String("resource-controller")) {
        return resourceGroupReply(state, below(call, 1));
    }
    if (service == QLatin1String("containers") && call.parts.value(1) == QLatin1String("global")) {
        return containers.handle(below(call, 2));
    }
    if (service == QLatin1String("vpc") && call.parts.value(2) == QLatin1String("v1")) {
        call.region = call.parts.at(1);
        return vpc.handle(below(call, 3));
    }
    if (service == QLatin1String("catalog") && call.parts.size() >= 3) {
        return catalogReply(state, below(call, 3));
    }
    if (service == QLatin1String("search")) {
        return tags.search(below(call, 1));
    }
    if (service == QLatin1String("tagging")) {
        return tags.tagging(below(call, 1));
    }
    return Reply::json(404, QJsonObject { { QStringLiteral("message"), QStringLiteral("There is no such service.") } });
}

milliseconds CloudSim::Private::latency()
{
    const QJsonValue fault = state.fault(QStringLiteral("latency"));
    if (!fault.isObject()) {
        return milliseconds(fault.toInteger(0));
    }
    const qint64 min = at(fault, { u"min" }).toInteger(0);
    const qint64 max = qMax(min, at(fault, { u"max" }).toInteger(min));
    return milliseconds(min + state.number(static_cast<quint32>(max - min + 1)));
}

CloudSim::CloudSim(Clock& clock, Options options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(clock, options))
{
    d->containers.rebootRequested = [this](const QString& id) { Q_EMIT workerRebootRequested(id); };
    d->containers.outboundChanged = [this] { Q_EMIT outboundChanged(isOutboundOpen()); };
    d->vpc.instances().deleted = [this](const QString& id) { Q_EMIT instanceDeleted(id); };
    d->vpc.instances().running = [this](const QString& id) { Q_EMIT instanceRunning(id); };
    if (d->state.isResumed()) {
        d->vpc.images().resume();
        d->vpc.instances().resume();
        d->tags.resume();
        return;
    }
    seedWorld(d->state);
    if (d->state.fault(QStringLiteral("orphan")).toBool()) {
        d->vpc.instances().addOrphan();
    }
    QStringList vms;
    for (const QString& pod : options.peerPods) {
        vms.append(d->vpc.instances().addRunning(QStringLiteral("podvm-%1-%2").arg(pod, d->state.hex(8)), 1, static_cast<int>(vms.size())));
    }
    d->state.setFact(QStringLiteral("peerPodVms"), vms.join(u' '));
}

CloudSim::~CloudSim()
{
    d->state.save();
}

void CloudSim::setBaseUrl(const QString& baseUrl)
{
    d->state.setBaseUrl(baseUrl);
}

void CloudSim::save()
{
    d->state.save();
}

void CloudSim::handle(net::Exchange& exchange)
{
    const Reply reply = d->answer(takeApart(exchange.request()));
    const milliseconds wait = d->latency();
    if (wait.count() == 0) {
        send(exchange, reply);
        return;
    }
    d->state.clock().after(wait, &exchange, [guard = QPointer<net::Exchange>(&exchange), reply] {
        if (guard) {
            send(*guard, reply);
        }
    });
}

void CloudSim::setAdminKubeconfig(const Secret& yaml)
{
    d->containers.setAdminKubeconfig(yaml);
}

QJsonObject CloudSim::clusterFacts() const
{
    const QString id = d->state.fact(QStringLiteral("clusterId"));
    const QJsonObject cluster = d->state.get(QStringLiteral("clusters"), id);
    QJsonArray workers;
    for (const QJsonObject& worker : d->state.all(QStringLiteral("workers/") + id)) {
        workers.append(QJsonObject {
            { QStringLiteral("id"), worker.value(u"id") },
            { QStringLiteral("ip"), str(worker, { u"networkInterfaces", u"0", u"ipAddress" }) },
            { QStringLiteral("zone"), worker.value(u"location") },
            { QStringLiteral("subnetId"), str(worker, { u"networkInterfaces", u"0", u"subnetID" }) },
            { QStringLiteral("flavor"), worker.value(u"flavor") },
        });
    }
    return {
        { QStringLiteral("id"), id },
        { QStringLiteral("name"), cluster.value(u"name") },
        { QStringLiteral("crn"), cluster.value(u"crn") },
        { QStringLiteral("region"), cluster.value(u"region") },
        { QStringLiteral("vpcId"), d->state.fact(QStringLiteral("vpcId")) },
        { QStringLiteral("resourceGroupId"), d->state.fact(QStringLiteral("resourceGroupId")) },
        { QStringLiteral("securityGroupId"), d->state.fact(QStringLiteral("securityGroupId")) },
        { QStringLiteral("workers"), workers },
        { QStringLiteral("peerPodVms"), QJsonArray::fromStringList(d->state.fact(QStringLiteral("peerPodVms")).split(u' ', Qt::SkipEmptyParts)) },
    };
}

QJsonObject CloudSim::instance(const QString& id) const
{
    return d->vpc.instances().find(id);
}

bool CloudSim::isOutboundOpen() const
{
    return d->containers.isOutboundOpen();
}

QJsonObject CloudSim::endpoints() const
{
    return {
        { QStringLiteral("iam"), d->state.url(QStringLiteral("/iam")) },
        { QStringLiteral("accounts"), d->state.url(QStringLiteral("/accounts")) },
        { QStringLiteral("resourceController"), d->state.url(QStringLiteral("/resource-controller")) },
        { QStringLiteral("containers"), d->state.url(QStringLiteral("/containers/global")) },
        { QStringLiteral("vpc"), d->state.url(QStringLiteral("/vpc/{region}/v1")) },
        { QStringLiteral("catalog"), d->state.url(QStringLiteral("/catalog/api/v1")) },
        { QStringLiteral("search"), d->state.url(QStringLiteral("/search")) },
        { QStringLiteral("tagging"), d->state.url(QStringLiteral("/tagging")) },
    };
}

} // namespace cocoon::sandbox
