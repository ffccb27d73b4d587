// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/scheduler.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

namespace {
    const QString kPeerPods = QStringLiteral("kata.peerpods.io/vm");

    int peerPodsOf(const QJsonObject& pod)
    {
        int sum = 0;
        const QJsonArray containers = at(pod, { u"spec", u"containers" }).toArray();
        for (const QJsonValue& container : containers) {
            const QJsonValue wanted = at(container, { u"resources", u"requests" }).toObject().value(kPeerPods);
            sum += wanted.isString() ? wanted.toString().toInt() : wanted.toInt();
        }
        return sum;
    }

    bool tolerates(const QJsonObject& pod, const QJsonObject& taint)
    {
        const QJsonArray tolerations = at(pod, { u"spec", u"tolerations" }).toArray();
        for (const QJsonValue& entry : tolerations) {
            const QJsonObject toleration = entry.toObject();
            const QString key = toleration.value(u"key").toString();
            if ((key.isEmpty() || key == taint.value(u"key").toString())
                && (toleration.value(u"operator").toString() == u"Exists"
                    || toleration.value(u"value").toString() == taint.value(u"value").toString())) {
                return true;
            }
        }
        return false;
    }
}

Scheduler::Scheduler(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void Scheduler::start()
{
    m_pods = watch(kube::res::pods);
    m_nodes = watch(kube::res::nodes);
    m_runtimeClasses = watch(kube::res::runtimeClasses);
}

QString Scheduler::whyNot(const QJsonObject& pod, const QJsonObject& node, const QHash<QString, int>& used) const
{
    if (at(node, { u"spec", u"unschedulable" }).toBool()) {
        return QStringLiteral("node(s) were unschedulable");
    }
    if (!kube::isReady(node)) {
        return QStringLiteral("node(s) had untolerated taint {node.kubernetes.io/not-ready: }");
    }
    const QJsonArray taints = at(node, { u"spec", u"taints" }).toArray();
    for (const QJsonValue& taint : taints) {
        if (taint.toObject().value(u"effect").toString() != u"PreferNoSchedule" && !tolerates(pod, taint.toObject())) {
            return QStringLiteral("node(s) had untolerated taint {%1: }").arg(taint.toObject().value(u"key").toString());
        }
    }
    QJsonObject wanted = at(pod, { u"spec", u"nodeSelector" }).toObject();
    const QString runtimeClass = str(pod, { u"spec", u"runtimeClassName" });
    if (const QJsonObject* found = m_runtimeClasses->find(runtimeClass)) {
        const QJsonObject more = at(*found, { u"scheduling", u"nodeSelector" }).toObject();
        for (auto it = more.begin(); it != more.end(); ++it) {
            wanted.insert(it.key(), it.value());
        }
    }
    const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (labels.value(it.key()) != it.value()) {
            return QStringLiteral("node(s) didn't match Pod's node affinity/selector");
        }
    }
    const int needed = peerPodsOf(pod);
    if (needed > 0) {
        const QJsonValue room = at(node, { u"status", u"allocatable" }).toObject().value(kPeerPods);
        const int allocatable = room.isString() ? room.toString().toInt() : room.toInt();
        if (used.value(kube::nameOf(node)) + needed > allocatable) {
            return QStringLiteral("Insufficient kata.peerpods.io/vm");
        }
    }
    return {};
}

void Scheduler::refuse(const QJsonObject& pod, const QHash<QString, int>& reasons, qsizetype nodes)
{
    QStringList parts;
    for (auto it = reasons.begin(); it != reasons.end(); ++it) {
        parts.append(QStringLiteral("%1 %2").arg(it.value()).arg(it.key()));
    }
    parts.sort();
    const QString message = QStringLiteral("0/%1 nodes are available: %2.").arg(nodes).arg(parts.join(QStringLiteral(", ")));
    if (str(kube::condition(pod, QStringLiteral("PodScheduled")), { u"message" }) == message) {
        return;
    }
    const QString key = QStringLiteral("refuse/") + kube::uidOf(pod);
    if (isInFlight(key)) {
        return;
    }
    emitEvent(pod, QStringLiteral("Warning"), QStringLiteral("FailedScheduling"), message, QStringLiteral("default-scheduler"));
    const QJsonObject condition {
        { QStringLiteral("type"), QStringLiteral("PodScheduled") },
        { QStringLiteral("status"), QStringLiteral("False") },
        { QStringLiteral("reason"), QStringLiteral("Unschedulable") },
        { QStringLiteral("message"), message },
        { QStringLiteral("lastTransitionTime"), kube::timestamp(m_stage.clock.now()) },
    };
    const QJsonObject patch { { QStringLiteral("status"),
        QJsonObject { { QStringLiteral("conditions"), QJsonArray { QJsonValue(condition) } } } } };
    write(key, m_stage.kube.patch(kube::res::pods, kube::namespaceOf(pod), kube::nameOf(pod), kube::PatchType::Strategic, patch, {},
                   QStringLiteral("status")));
}

void Scheduler::reconcile()
{
    QHash<QString, int> used;
    QHash<QString, int> podsOn;
    QList<const QJsonObject*> waiting;
    for (const QJsonObject& pod : m_pods->objects()) {
        const QString node = str(pod, { u"spec", u"nodeName" });
        const QString phase = str(pod, { u"status", u"phase" });
        if (node.isEmpty()) {
            if (!kube::isBeingDeleted(pod)) {
                waiting.append(&pod);
            }
        } else if (phase != u"Succeeded" && phase != u"Failed") {
            used[node] += peerPodsOf(pod);
            ++podsOn[node];
        }
    }
    for (const QJsonObject* pod : waiting) {
        const QString key = QStringLiteral("bind/") + kube::uidOf(*pod);
        if (isInFlight(key)) {
            continue;
        }
        QHash<QString, int> reasons;
        QString best;
        for (const QJsonObject& node : m_nodes->objects()) {
            const QString reason = whyNot(*pod, node, used);
            const QString name = kube::nameOf(node);
            if (!reason.isEmpty()) {
                ++reasons[reason];
            } else if (best.isEmpty() || podsOn.value(name) < podsOn.value(best)) {
                best = name;
            }
        }
        if (best.isEmpty()) {
            refuse(*pod, reasons, m_nodes->objects().size());
            continue;
        }
        used[best] += peerPodsOf(*pod);
        ++podsOn[best];
        const QString ns = kube::namespaceOf(*pod);
        const QString name = kube::nameOf(*pod);
        const QJsonObject binding {
            { QStringLiteral("apiVersion"), QStringLiteral("v1") },
            { QStringLiteral("kind"), QStringLiteral("Binding") },
            { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("name"), name }, { QStringLiteral("namespace"), ns } } },
            { QStringLiteral("target"),
                QJsonObject { { QStringLiteral("apiVersion"), QStringLiteral("v1") },
                    { QStringLiteral("kind"), QStringLiteral("Node") }, { QStringLiteral("name"), best } } },
        };
        write(key, m_stage.kube.raw("POST", kube::res::pods.path(ns, name, QStringLiteral("binding")), toJson(binding), "application/json"));
        emitEvent(*pod, QStringLiteral("Normal"), QStringLiteral("Scheduled"),
            QStringLiteral("Successfully assigned %1/%2 to %3").arg(ns, name, best), QStringLiteral("default-scheduler"));
    }
}

} // namespace cocoon::sandbox
