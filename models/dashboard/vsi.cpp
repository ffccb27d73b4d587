// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/vsi.h"

#include "models/dashboard/pod_row.h"
#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

bool Vsi::isRunning() const
{
    return status == "running"_L1;
}

bool Vsi::isStarting() const
{
    return status == "pending"_L1 || status == "starting"_L1 || status == "restarting"_L1;
}

bool Vsi::hasFailed() const
{
    return status == "failed"_L1 || (!isRunning() && !reasons.isEmpty());
}

Vsi readVsi(const QJsonObject& instance, const QHash<QString, ListPrice>& prices)
{
    Vsi vsi;
    vsi.id = str(instance, { u"id" });
    vsi.crn = str(instance, { u"crn" });
    vsi.name = str(instance, { u"name" });
    vsi.status = str(instance, { u"status" });
    for (const QString& list : { u"status_reasons"_s, u"health_reasons"_s, u"lifecycle_reasons"_s }) {
        for (const QJsonValue& reason : instance.value(list).toArray()) {
            const QString message = str(reason, { u"message" });
            const QString code = str(reason, { u"code" });
            vsi.reasons.append(message.isEmpty() ? code : code + u": "_s + message);
        }
    }
    vsi.profile = str(instance, { u"profile", u"name" });
    vsi.vcpus = at(instance, { u"vcpu", u"count" }).toInt();
    vsi.memoryGib = instance.value("memory"_L1).toInt();
    vsi.zone = str(instance, { u"zone", u"name" });
    vsi.mode = str(instance, { u"confidential_compute_mode" });
    vsi.hasSecureBoot = instance.value("enable_secure_boot"_L1).toBool();
    vsi.created = timeOf(instance.value("created_at"_L1));
    vsi.ip = str(instance, { u"primary_network_interface", u"primary_ip", u"address" });
    vsi.imageId = str(instance, { u"image", u"id" });
    vsi.imageName = str(instance, { u"image", u"name" });
    vsi.subnetId = str(instance, { u"primary_network_interface", u"subnet", u"id" });
    const ListPrice price = prices.value(vsi.profile);
    vsi.usdPerHour = price.usd;
    vsi.priceRecorded = price.recorded;
    return vsi;
}

double costSoFar(const Vsi& vsi, qint64 now)
{
    if (vsi.usdPerHour < 0 || vsi.created == 0) {
        return -1;
    }
    return vsi.usdPerHour * static_cast<double>(qMax<qint64>(0, now - vsi.created)) / 3'600'000.0;
}

PeerPodRow readPeerPod(const QJsonObject& peerPod)
{
    PeerPodRow row;
    row.name = kube::nameOf(peerPod);
    row.ns = kube::namespaceOf(peerPod);
    for (const QJsonValue& owner : at(peerPod, { u"metadata", u"ownerReferences" }).toArray()) {
        if (str(owner, { u"kind" }) == "Pod"_L1) {
            row.ownerUid = str(owner, { u"uid" });
            row.ownerName = str(owner, { u"name" });
        }
    }
    row.instanceId = str(peerPod, { u"spec", u"instanceID" });
    row.created = timeOf(at(peerPod, { u"metadata", u"creationTimestamp" }));
    row.deleting = timeOf(at(peerPod, { u"metadata", u"deletionTimestamp" }));
    return row;
}

} // namespace cocoon::dashboard
