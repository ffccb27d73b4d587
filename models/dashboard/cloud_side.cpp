// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/cloud_side.h"

#include "models/setup/look.h"
#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    bool isKnown(const world::Answer& answer)
    {
        return answer.state == world::Answer::State::Known;
    }

    /// Events of starts that failed, newest last word per pod.
    QHash<QString, QString> startFailures(world::Asker& asker, const QString& ns)
    {
        QHash<QString, QString> failures;
        QHash<QString, QString> at;
        for (const QJsonObject& event : asker.objects(ask::list(res::events, ns, {}, u"reason=FailedCreatePodSandBox"_s))) {
            const QString uid = str(event, { u"involvedObject", u"uid" });
            const QString seen = str(event, { u"lastTimestamp" });
            const QString time = seen.isEmpty() ? str(event, { u"eventTime" }) : seen;
            if (time >= at.value(uid)) {
                at.insert(uid, time);
                failures.insert(uid, str(event, { u"message" }));
            }
        }
        return failures;
    }
}

CloudSide readCloudSide(world::Asker& asker, const plan::Intent& intent, const coco::Facts& facts, const QString& ns)
{
    setup::Look look(asker, intent, facts);
    CloudSide side;
    side.now = asker.world().now().toMSecsSinceEpoch();
    side.facts = look.operatorFacts();
    side.arePodsKnown = ns.isEmpty();
    const world::Query peerPods = ask::list(res::peerPods, ns);
    side.peerPods = asker.objects(peerPods);
    side.arePeerPodsKnown = ns.isEmpty() && isKnown(asker.answer(peerPods));
    side.startFailures = startFailures(asker, ns);
    const QJsonObject data = look.peerPodsConfig().value("data"_L1).toObject();
    side.imageIds = data.value("IBMCLOUD_PODVM_IMAGE_ID"_L1).toString();
    side.globalInitdata = data.value("INITDATA"_L1).toString();
    static_cast<setup::Neighbourhood&>(side) = setup::readNeighbourhood(look);
    const QString vpc = look.vpcId();
    side.areInstancesKnown = false;
    if (vpc.isEmpty()) {
        return side;
    }
    const world::Query instances = ask::instances(look.region(), vpc);
    side.instances = asker.objects(instances);
    side.areInstancesKnown = isKnown(asker.answer(instances));
    for (const QJsonObject& instance : std::as_const(side.instances)) {
        const QString profile = str(instance, { u"profile", u"name" });
        if (!stemOfVsi(str(instance, { u"name" })).isEmpty() && !side.prices.contains(profile)) {
            const QJsonObject price = asker.object(ask::price(profile, look.region()));
            const bool isRecorded = str(price, { u"source" }) == "fallback"_L1;
            side.prices.insert(profile, { price.value("usdPerHour"_L1).toDouble(-1), isRecorded ? str(price, { u"listPriceOf" }) : QString() });
        }
    }
    return side;
}

QSet<QString> attestedPods(const QList<QJsonObject>& journal)
{
    static const QString prefix = u"attest "_s;
    QSet<QString> uids;
    for (const QJsonObject& entry : journal) {
        const QString key = str(entry, { u"key" });
        if (key.startsWith(prefix) && str(entry, { u"kind" }) == "outcome"_L1) {
            if (entry.value("ok"_L1).toBool() && at(entry, { u"reply", u"exitCode" }).toInt() == 0) {
                uids.insert(key.mid(prefix.size()));
            }
        }
    }
    return uids;
}

} // namespace cocoon::dashboard
