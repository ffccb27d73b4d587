// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/cluster_fit.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"
#include "services/kube/resource.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;

QString unsuitableBecause(const QJsonObject& cluster, const coco::Facts& facts, const std::optional<QString>& network)
{
    if (str(cluster, { u"type" }) != "openshift"_L1) {
        return tr("not OpenShift");
    }
    const QString provider = str(cluster, { u"provider" });
    if (!provider.isEmpty() && provider != "vpc-gen2"_L1) {
        return tr("its workers are not in a VPC");
    }
    const QString region = str(cluster, { u"region" });
    if (!facts.tdxRegions.contains(region)) {
        return tr("no Intel TDX in %1").arg(region);
    }
    const QString state = str(cluster, { u"state" });
    if (state != "normal"_L1 && state != "warning"_L1) {
        return tr("it is %1").arg(state);
    }
    const QJsonObject endpoints = cluster.value("serviceEndpoints"_L1).toObject();
    const auto isOff = [&endpoints](QLatin1String name) { return endpoints.contains(name) && !endpoints.value(name).toBool(); };
    if (network && network->isEmpty() && isOff("publicServiceEndpointEnabled"_L1)) {
        return tr("no public endpoint: join its network and choose the private one in Settings");
    }
    if (network && !network->isEmpty() && isOff("privateServiceEndpointEnabled"_L1)) {
        return tr("no private endpoint");
    }
    return {};
}

QString unsuitableWorkers(const QJsonArray& workers)
{
    QStringList others;
    for (const QJsonValue& worker : workers) {
        const QString os = str(worker, { u"lifecycle", u"actualOperatingSystem" });
        if (os.isEmpty() || os.contains("RHCOS"_L1, Qt::CaseInsensitive)) {
            return {}; // one is enough: the others can be left out
        }
        if (!others.contains(os)) {
            others.append(os);
        }
    }
    return others.isEmpty() ? QString() : tr("its workers run %1, not Red Hat CoreOS").arg(others.join(u", "_s));
}

QString clusterOfNodes(const world::World& world)
{
    QString found;
    for (const QJsonValue& node : world.answer(world::ask::list(kube::res::nodes)).value.toArray()) {
        const QString worker = kube::label(node.toObject(), coco::kWorkerIdLabel); // kube-<cluster>-<name>-<pool>-<hash>
        const QString id = worker.startsWith("kube-"_L1) ? worker.section(u'-', 1, 1) : QString();
        if (!id.isEmpty() && !found.isEmpty() && id != found) {
            return {};
        }
        found = id.isEmpty() ? found : id;
    }
    return found;
}

} // namespace cocoon::setup
