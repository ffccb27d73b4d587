// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/machines.h"

#include "models/dashboard/dashboard_words.h"
#include "models/dashboard/pods.h"
#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using world::Answer;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    /// A server whose PeerPod is still to come is nobody's orphan.
    constexpr qint64 kOrphanAgeSeconds = 15 * 60;

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
                    scene.money.note = str(price, { u"source" }) == "catalog"_L1 ? Words::tr("list prices of %1").arg(str(price, { u"listPriceOf" }))
                                                                                 : Words::tr("a recorded list price of %1; the catalog did not answer").arg(str(price, { u"listPriceOf" }));
                }
            }
            machine.usdPerHour = prices.value(machine.profile);
            if (machine.usdPerHour < 0) {
                scene.money.isPartial = true;
            } else {
                scene.money.usdPerHour += machine.usdPerHour;
                scene.money.orphansPerHour += machine.isOrphan ? machine.usdPerHour : 0;
            }
        }
        scene.moneyPart = scene.machinesPart.isKnown() ? partOf(look.asker().world(), questions) : scene.machinesPart;
        if (scene.moneyPart.state == Part::State::Known && scene.machinesPart.state == Part::State::Stale) {
            scene.moneyPart = scene.machinesPart;
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

void readMachines(setup::Look& look, Scene& scene)
{
    world::Asker& asker = look.asker();
    const QString own = str(asker.object(ask::connection()), { u"namespace" });
    QHash<QString, QString> owners; // server → pod
    QSet<QString> named;
    for (const QJsonObject& peerPod : visiblePeerPods(look, own)) {
        const QString id = str(peerPod, { u"spec", u"instanceID" });
        named.insert(id);
        for (const QJsonValue& owner : at(peerPod, { u"metadata", u"ownerReferences" }).toArray()) {
            if (str(owner, { u"kind" }) == "Pod"_L1) {
                owners.insert(id, kube::namespaceOf(peerPod) + u'/' + str(owner, { u"name" }));
            }
        }
    }
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
    const world::Query question = ask::instances(scene.region, scene.vpcId);
    const bool seesAll = asker.world().answer(ask::list(res::peerPods)).state == Answer::State::Known;
    for (const QJsonObject& instance : asker.objects(question)) {
        MachineView view = viewOf(instance);
        if (!view.name.startsWith("podvm-"_L1) && !named.contains(view.id)) {
            continue;
        }
        view.owner = owners.value(view.id);
        view.isUnclaimed = seesAll && !named.contains(view.id);
        const bool isOld = view.created.isValid() && view.created.secsTo(scene.now) > kOrphanAgeSeconds;
        view.isOrphan = view.isUnclaimed && isOld && view.status != "deleting"_L1;
        scene.capacity.vcpus += view.vcpus;
        scene.machines.append(view);
    }
    std::sort(scene.machines.begin(), scene.machines.end(), [](const MachineView& a, const MachineView& b) { return std::tie(a.created, a.id) < std::tie(b.created, b.id); });
    scene.machinesPart = partOf(asker.world(), { question });
    readMoney(look, scene);
    readSubnets(look, scene);
}

} // namespace cocoon::dashboard
