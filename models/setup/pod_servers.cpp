// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/pod_servers.h"

#include "models/setup/look.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    constexpr qsizetype kStem = 48;
    constexpr qsizetype kSandboxId = 8;
    constexpr qint64 kSkew = 60'000; ///< clocks of cluster and cloud differ
    constexpr qint64 kOrphanAge = 15 * 60'000; ///< before that a start may still be under way
    const QString kPrefix = u"podvm-"_s;

    /// A stem that was cut may end in '-'; whether the adaptor takes that off differs.
    QString trimmed(QString stem)
    {
        while (stem.endsWith(u'-')) {
            stem.chop(1);
        }
        return stem;
    }

    qint64 timeOf(const QString& written)
    {
        const QDateTime time = QDateTime::fromString(written, Qt::ISODate);
        return time.isValid() ? time.toMSecsSinceEpoch() : 0;
    }

    bool isKnown(const world::Answer& answer)
    {
        return answer.state == world::Answer::State::Known;
    }
}

QString vsiStem(const QString& podName)
{
    QString stem = podName.left(kStem).toLower();
    for (QChar& c : stem) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
        c = isPlain ? c : QChar(u'-');
    }
    return trimmed(stem);
}

QString stemOfVsi(const QString& vsiName)
{
    const qsizetype dash = vsiName.size() - kSandboxId - 1;
    if (!vsiName.startsWith(kPrefix) || dash <= kPrefix.size() || vsiName.at(dash) != u'-') {
        return {};
    }
    return trimmed(vsiName.mid(kPrefix.size(), dash - kPrefix.size()));
}

bool isNameCut(const QString& vsiName)
{
    return vsiName.size() - kSandboxId - 1 - kPrefix.size() >= kStem - 2; // the cut end may have lost a '-'
}

bool Neighbourhood::isElsewhere(const QString& instance, const QString& subnet) const
{
    const QString tag = taggedFor.value(instance);
    if (!tag.isEmpty()) {
        return !clusterId.isEmpty() && tag != clusterId;
    }
    return isPinKnown && isOutside(subnet);
}

bool Neighbourhood::isDoubtful(const QString& instance, const QString& subnet) const
{
    return !taggedFor.contains(instance) && (!areOthersKnown || !neighbours.isEmpty() || isOutside(subnet));
}

Neighbourhood readNeighbourhood(Look& look)
{
    world::Asker& asker = look.asker();
    Neighbourhood area;
    area.clusterId = look.clusterId();
    // As the adaptor chooses: what the map pins, else the subnet of the worker.
    for (const QJsonObject& node : look.nodes()) {
        for (const QString& label : { u"ibm-provider.kubernetes.io/subnet-id"_s, u"ibm-cloud.kubernetes.io/subnet-id"_s }) {
            const QString subnet = kube::label(node, label);
            if (!subnet.isEmpty()) {
                area.subnets.insert(subnet);
            }
        }
    }
    const QString pinned = str(look.peerPodsConfig(), { u"data", u"IBMCLOUD_VPC_SUBNET_ID" });
    if (!pinned.isEmpty() && !area.subnets.isEmpty()) {
        area.subnets.insert(pinned);
    }
    area.isPinKnown = isKnown(asker.answer(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig)));
    area.areOthersKnown = isKnown(asker.answer(ask::list(res::nodes))) && isKnown(asker.answer(ask::clusters()));
    const QString vpc = look.vpcId();
    QStringList clusterIds { area.clusterId };
    for (const QJsonObject& cluster : asker.objects(ask::clusters())) {
        if (str(cluster, { u"id" }) != area.clusterId && !vpc.isEmpty() && cluster.value("vpcs"_L1).toArray().contains(vpc)) {
            area.neighbours.append(str(cluster, { u"name" }));
            clusterIds.append(str(cluster, { u"id" }));
        }
    }
    if (look.operatorFacts().tagsInstances && !vpc.isEmpty()) {
        for (const QString& id : std::as_const(clusterIds)) {
            for (const QJsonObject& hit : asker.objects(ask::tagged(u"coco-pod-vm:"_s + id))) {
                area.taggedFor.insert(str(hit, { u"crn" }).section(u':', -1), id);
            }
        }
    }
    return area;
}

UnnamedServer readUnnamed(const QJsonObject& instance)
{
    return { str(instance, { u"id" }), str(instance, { u"primary_network_interface", u"subnet", u"id" }), str(instance, { u"status" }), timeOf(str(instance, { u"created_at" })) };
}

Fate fateOf(const Neighbourhood& area, const UnnamedServer& server, bool hasClaimants, qint64 now)
{
    if (area.isElsewhere(server.id, server.subnet)) {
        return Fate::Elsewhere;
    }
    if (server.status == "deleting"_L1) {
        return Fate::Leaving;
    }
    const bool isYoung = server.created == 0 || server.created + kOrphanAge > now;
    return isYoung || hasClaimants || area.isDoubtful(server.id, server.subnet) ? Fate::Unclaimed : Fate::Orphan;
}

PodLife lifeOf(const QJsonObject& pod)
{
    const QString phase = str(pod, { u"status", u"phase" });
    const QJsonObject ready = kube::condition(pod, u"Ready"_s);
    return { timeOf(str(pod, { u"metadata", u"creationTimestamp" })), str(ready, { u"status" }) == "True"_L1 ? timeOf(str(ready, { u"lastTransitionTime" })) : 0,
        phase == "Succeeded"_L1 || phase == "Failed"_L1 };
}

bool mayHaveStarted(const PodLife& pod, qint64 serverCreated)
{
    const bool wasThere = serverCreated == 0 || pod.created <= serverCreated + kSkew;
    const bool wasReady = pod.readyAt != 0 && serverCreated > pod.readyAt + kSkew;
    return !pod.isOver && wasThere && !wasReady;
}

world::Query podsCalled(const QString& stem)
{
    return ask::list(res::pods, {}, {}, u"metadata.name="_s + stem);
}

} // namespace cocoon::setup
