// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/daemonset_controller.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/pod_maker.h"

namespace cocoon::sandbox {

namespace {
    const QString kHashLabel = QStringLiteral("controller-revision-hash");

    bool matchesNode(const QJsonObject& set, const QJsonObject& node)
    {
        const QJsonObject wanted = at(set, { u"spec", u"template", u"spec", u"nodeSelector" }).toObject();
        const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
        for (auto it = wanted.begin(); it != wanted.end(); ++it) {
            if (labels.value(it.key()) != it.value()) {
                return false;
            }
        }
        return true;
    }
}

DaemonSetController::DaemonSetController(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void DaemonSetController::start()
{
    m_sets = watch(kube::res::daemonSets);
    m_pods = watch(kube::res::pods);
    m_nodes = watch(kube::res::nodes);
}

void DaemonSetController::reconcile()
{
    for (const QJsonObject& set : m_sets->objects()) {
        if (!kube::isBeingDeleted(set)) {
            reconcileSet(set);
        }
    }
}

void DaemonSetController::deletePod(const QJsonObject& pod)
{
    const QString key = QStringLiteral("delete/") + kube::uidOf(pod);
    if (!isInFlight(key) && !kube::isBeingDeleted(pod)) {
        kube::DeleteOptions options;
        options.uid = kube::uidOf(pod);
        write(key, m_stage.kube.remove(kube::res::pods, kube::namespaceOf(pod), kube::nameOf(pod), options));
    }
}

void DaemonSetController::reconcileSet(const QJsonObject& set)
{
    const QString uid = kube::uidOf(set);
    const QString ns = kube::namespaceOf(set);
    const QJsonObject podTemplate = at(set, { u"spec", u"template" }).toObject();
    const QString hash = templateHash(podTemplate);
    const bool rolling = str(set, { u"spec", u"updateStrategy", u"type" }) != u"OnDelete";

    QHash<QString, QList<QJsonObject>> podsByNode;
    for (const QJsonObject& pod : m_pods->objects()) {
        if (kube::namespaceOf(pod) == ns && isControlledBy(pod, uid)) {
            podsByNode[str(pod, { u"spec", u"nodeName" })].append(pod);
        }
    }
    int desired = 0, current = 0, ready = 0, updated = 0, misscheduled = 0;
    QList<QJsonObject> old;
    bool moving = false;
    for (const QJsonObject& node : m_nodes->objects()) {
        const QString nodeName = kube::nameOf(node);
        const QList<QJsonObject> pods = podsByNode.take(nodeName);
        if (!matchesNode(set, node)) {
            for (const QJsonObject& pod : pods) {
                ++misscheduled;
                deletePod(pod);
            }
            continue;
        }
        ++desired;
        if (pods.isEmpty()) {
            moving = true;
            const QString key = QStringLiteral("create/") + uid + nodeName;
            if (!isInFlight(key)) {
                QJsonObject pod = podFromTemplate(podTemplate, set, QStringLiteral("apps/v1"), QStringLiteral("DaemonSet"), kHashLabel, hash);
                pod = with(pod, { QStringLiteral("spec"), QStringLiteral("nodeName") }, nodeName);
                write(key, m_stage.kube.create(kube::res::pods, ns, pod));
            }
            continue;
        }
        ++current;
        const QJsonObject& pod = pods.first();
        const bool isOld = kube::label(pod, kHashLabel) != hash;
        if (kube::isReady(pod) && !kube::isBeingDeleted(pod)) {
            ++ready;
        } else {
            moving = true;
        }
        if (isOld) {
            old.append(pod);
        } else {
            ++updated;
        }
    }
    for (const QList<QJsonObject>& strays : std::as_const(podsByNode)) {
        for (const QJsonObject& pod : strays) {
            deletePod(pod); // its node is gone
        }
    }
    if (rolling && !moving && !old.isEmpty()) {
        deletePod(old.first()); // maxUnavailable 1
    }
    writeStatus(set, desired, current, ready, updated, misscheduled);
}

void DaemonSetController::writeStatus(const QJsonObject& set, int desired, int current, int ready, int updated, int misscheduled)
{
    QJsonObject status {
        { QStringLiteral("currentNumberScheduled"), current },
        { QStringLiteral("desiredNumberScheduled"), desired },
        { QStringLiteral("numberMisscheduled"), misscheduled },
        { QStringLiteral("numberReady"), ready },
        { QStringLiteral("numberAvailable"), ready },
        { QStringLiteral("numberUnavailable"), desired - ready },
        { QStringLiteral("updatedNumberScheduled"), updated },
        { QStringLiteral("observedGeneration"), at(set, { u"metadata", u"generation" }) },
    };
    const QJsonObject before = set.value(u"status").toObject();
    bool same = true;
    for (auto it = status.begin(); it != status.end(); ++it) {
        same = same && before.value(it.key()) == it.value();
    }
    const QString key = QStringLiteral("status/") + kube::uidOf(set);
    if (!same && !isInFlight(key)) {
        write(key, m_stage.kube.patch(kube::res::daemonSets, kube::namespaceOf(set), kube::nameOf(set), kube::PatchType::Merge,
                       QJsonObject { { QStringLiteral("status"), status } }, {}, QStringLiteral("status")));
    }
}

} // namespace cocoon::sandbox
