// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/machines.h"

#include "models/dashboard/dashboard_words.h"
#include "models/dashboard/pods.h"
#include "services/base/json.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
namespace ask = world::ask;

namespace {
    struct Held {
        MachineView::Claim claim = MachineView::Claim::Unknown;
        QString owner; ///< "namespace/pod"
        QStringList evidence;
    };

    MachineView::Claim claimOf(LostServer::Kind kind)
    {
        switch (kind) {
        case LostServer::Kind::Orphan: return MachineView::Claim::Orphan;
        case LostServer::Kind::Unclaimed: return MachineView::Claim::Unclaimed;
        case LostServer::Kind::Leaving: return MachineView::Claim::Leaving;
        case LostServer::Kind::Leftover: return MachineView::Claim::Leftover;
        case LostServer::Kind::Unknown: break;
        }
        return MachineView::Claim::Unknown;
    }

    /// By the server's id.
    QHash<QString, Held> holders(setup::Look& look, const Owners& owners)
    {
        QHash<QString, Held> held;
        // Where pods may not be read, the PeerPod's word for its owner has to do.
        const QString own = str(look.asker().object(ask::connection()), { u"namespace" });
        for (const QJsonObject& object : visiblePeerPods(look, own)) {
            const PeerPodRow peerPod = readPeerPod(object);
            held.insert(peerPod.instanceId, { MachineView::Claim::Owned, peerPod.ownerName.isEmpty() ? QString() : peerPod.ns + u'/' + peerPod.ownerName, {} });
        }
        for (const PodRow& pod : owners.pods) {
            const JoinedPod joined = owners.join.join(pod);
            for (const Server& server : (joined.server ? QList<Server> { *joined.server } : QList<Server>()) + joined.attempts) {
                held.insert(server.vsi.id, { MachineView::Claim::Owned, pod.ns + u'/' + pod.name, {} });
            }
        }
        for (const LostServer& lost : owners.lost) {
            const QString owner = lost.kind == LostServer::Kind::Leftover ? held.value(lost.server.vsi.id).owner : QString();
            held.insert(lost.server.vsi.id, { claimOf(lost.kind), owner, lost.evidence });
        }
        return held;
    }

    MachineView viewOf(const QJsonObject& instance)
    {
        MachineView view;
        view.id = str(instance, { u"id" });
        view.name = str(instance, { u"name" });
        view.status = str(instance, { u"status" });
        view.mode = str(instance, { u"confidential_compute_mode" });
        view.profile = str(instance, { u"profile", u"name" });
        view.zone = str(instance, { u"zone", u"name" });
        view.created = QDateTime::fromString(str(instance, { u"created_at" }), Qt::ISODate);
        view.vcpus = at(instance, { u"vcpu", u"count" }).toInt();
        view.address = str(instance, { u"primary_network_interface", u"primary_ip", u"address" });
        for (const QJsonValue& reason : instance.value("status_reasons"_L1).toArray()) {
            view.reasons.append(str(reason, { u"message" }));
        }
        return view;
    }

    void readMoney(setup::Look& look, Scene& scene)
    {
        QList<world::Query> questions;
        QHash<QString, double> prices;
        for (MachineView& machine : scene.machines) {
            if (!prices.contains(machine.profile)) {
                const world::Query question = ask::price(machine.profile, scene.region);
                questions.append(question);
                const QJsonObject price = look.asker().object(question);
                prices.insert(machine.profile, price.value("usdPerHour"_L1).toDouble(-1));
                if (!price.isEmpty()) {
                    scene.money.isRecorded = scene.money.isRecorded || str(price, { u"source" }) == "fallback"_L1;
                    scene.money.note = str(price, { u"source" }) == "catalog"_L1 ? Words::tr("list prices of %1").arg(str(price, { u"listPriceOf" }))
                                                                                 : Words::tr("a recorded list price of %1; the catalog did not answer").arg(str(price, { u"listPriceOf" }));
                }
            }
            machine.usdPerHour = prices.value(machine.profile);
            if (machine.usdPerHour < 0) {
                scene.money.isPartial = true;
            } else {
                scene.money.usdPerHour += machine.usdPerHour;
                scene.money.ownerlessPerHour += machine.isOwnerless() ? machine.usdPerHour : 0;
            }
        }
        scene.moneyPart = scene.machinesPart.isKnown() ? partOf(look.asker().world(), questions) : scene.machinesPart;
        if (scene.moneyPart.state == Part::State::Known) {
            scene.moneyPart = scene.machinesPart; // what costs is as old as the list of servers; a list price does not age by the hour
        }
        scene.money.isKnown = scene.moneyPart.isKnown();
    }

    void readSubnets(setup::Look& look, Scene& scene)
    {
        const world::Query question = ask::subnets(scene.region, scene.vpcId);
        for (const QJsonObject& subnet : look.asker().objects(question)) {
            scene.capacity.subnets.append({ str(subnet, { u"name" }), str(subnet, { u"zone", u"name" }),
                subnet.value("available_ipv4_address_count"_L1).toInt(), subnet.value("total_ipv4_address_count"_L1).toInt() });
        }
        scene.subnetsPart = partOf(look.asker().world(), { question });
    }
}

void readMachines(setup::Look& look, const Owners& owners, Scene& scene)
{
    world::Asker& asker = look.asker();
    if (scene.region.isEmpty() || scene.vpcId.isEmpty()) {
        // Which VPC it is, the list of clusters says.
        scene.machinesPart = partOf(asker.world(), { ask::clusters() });
        if (scene.machinesPart.state == Part::State::Known) {
            scene.machinesPart.state = look.matchingClusters().isEmpty() ? Part::State::Failed : Part::State::Loading;
            scene.machinesPart.error = { Errc::NotFound, Words::tr("The account's list of clusters does not name this cluster, so its VPC is not known."), {} };
        }
        scene.moneyPart = scene.machinesPart;
        scene.subnetsPart = scene.machinesPart;
        return;
    }
    const QHash<QString, Held> held = holders(look, owners);
    const QStringList elsewhere = owners.join.elsewhere();
    scene.elsewhere = static_cast<int>(elsewhere.size());
    const QSet<QString> foreign(elsewhere.begin(), elsewhere.end());
    const world::Query question = ask::instances(scene.region, scene.vpcId);
    for (const QJsonObject& instance : asker.objects(question)) {
        MachineView view = viewOf(instance);
        const bool isPodVm = held.contains(view.id) || !stemOfVsi(view.name).isEmpty();
        if (!isPodVm || foreign.contains(view.id)) {
            continue;
        }
        const Held holder = held.value(view.id);
        view.owner = holder.owner;
        view.claim = holder.claim;
        view.evidence = holder.evidence;
        scene.capacity.vcpus += view.vcpus;
        scene.machines.append(view);
    }
    std::sort(scene.machines.begin(), scene.machines.end(), [](const MachineView& a, const MachineView& b) { return std::tie(a.created, a.id) < std::tie(b.created, b.id); });
    scene.machinesPart = partOf(asker.world(), { question });
    readMoney(look, scene);
    readSubnets(look, scene);
}

} // namespace cocoon::dashboard
