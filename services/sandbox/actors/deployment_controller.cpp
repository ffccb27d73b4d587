// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/deployment_controller.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/pod_maker.h"

namespace cocoon::sandbox {

namespace {
    const QString kHashLabel = QStringLiteral("pod-template-hash");
    const QString kRevision = QStringLiteral("deployment.kubernetes.io/revision");

    int replicasOf(const QJsonObject& object)
    {
        return at(object, { u"spec", u"replicas" }).toInt(1);
    }
}

DeploymentController::DeploymentController(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void DeploymentController::start()
{
    m_deployments = watch(kube::res::deployments);
    m_sets = watch(kube::res::replicaSets);
    m_pods = watch(kube::res::pods);
}

void DeploymentController::reconcile()
{
    for (const QJsonObject& deployment : m_deployments->objects()) {
        if (!kube::isBeingDeleted(deployment)) {
            reconcileDeployment(deployment);
        }
    }
    for (const QJsonObject& set : m_sets->objects()) {
        if (!kube::isBeingDeleted(set)) {
            reconcileReplicaSet(set);
        }
    }
}

void DeploymentController::scale(const QJsonObject& set, int replicas)
{
    const QString key = QStringLiteral("scale/") + kube::uidOf(set);
    if (replicasOf(set) != replicas && !isInFlight(key)) {
        const QJsonObject patch { { QStringLiteral("spec"), QJsonObject { { QStringLiteral("replicas"), replicas } } } };
        write(key, m_stage.kube.patch(kube::res::replicaSets, kube::namespaceOf(set), kube::nameOf(set), kube::PatchType::Merge, patch));
    }
}

void DeploymentController::setRevision(const QJsonObject& deployment, const QJsonObject& current, int newestOld)
{
    // Going back to an old template makes its ReplicaSet the newest revision again.
    const int revision = qMax(kube::annotation(current, kRevision).toInt(), newestOld + 1);
    const auto annotate = [this, revision](const kube::Resource& resource, const QJsonObject& object) {
        const QString key = QStringLiteral("revision/") + kube::uidOf(object);
        if (kube::annotation(object, kRevision).toInt() != revision && !isInFlight(key)) {
            const QJsonObject annotations { { kRevision, QString::number(revision) } };
            write(key, m_stage.kube.patch(resource, kube::namespaceOf(object), kube::nameOf(object), kube::PatchType::Merge,
                           QJsonObject { { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("annotations"), annotations } } } }));
        }
    };
    annotate(kube::res::replicaSets, current);
    annotate(kube::res::deployments, deployment);
}

void DeploymentController::reconcileDeployment(const QJsonObject& deployment)
{
    const QString ns = kube::namespaceOf(deployment);
    const QString uid = kube::uidOf(deployment);
    const int wanted = replicasOf(deployment);
    QJsonObject podTemplate = at(deployment, { u"spec", u"template" }).toObject();
    const QString hash = templateHash(podTemplate);
    const QString name = kube::nameOf(deployment) + u'-' + hash;

    const QJsonObject* current = m_sets->find(ns + u'/' + name);
    int ready = 0, total = 0, updated = 0, newestOld = 0;
    QList<QJsonObject> old;
    for (const QJsonObject& set : m_sets->objects()) {
        if (kube::namespaceOf(set) != ns || !isControlledBy(set, uid)) {
            continue;
        }
        const int setReady = at(set, { u"status", u"readyReplicas" }).toInt();
        ready += setReady;
        total += at(set, { u"status", u"replicas" }).toInt();
        if (kube::nameOf(set) == name) {
            updated = at(set, { u"status", u"replicas" }).toInt();
        } else {
            old.append(set);
            newestOld = qMax(newestOld, kube::annotation(set, kRevision).toInt());
        }
    }
    const QString createKey = QStringLiteral("replicaset/") + uid + hash;
    if (!current && !isInFlight(createKey)) {
        QJsonObject metadata = podTemplate.value(u"metadata").toObject();
        QJsonObject labels = metadata.value(u"labels").toObject();
        labels.insert(kHashLabel, hash);
        metadata.insert(QStringLiteral("labels"), labels);
        podTemplate.insert(QStringLiteral("metadata"), metadata);
        QJsonObject selector = at(deployment, { u"spec", u"selector" }).toObject();
        QJsonObject matchLabels = selector.value(u"matchLabels").toObject();
        matchLabels.insert(kHashLabel, hash);
        selector.insert(QStringLiteral("matchLabels"), matchLabels);
        const QString revision = QString::number(newestOld + 1);
        const QJsonObject set {
            { QStringLiteral("apiVersion"), QStringLiteral("apps/v1") },
            { QStringLiteral("kind"), QStringLiteral("ReplicaSet") },
            { QStringLiteral("metadata"),
                QJsonObject { { QStringLiteral("name"), name }, { QStringLiteral("labels"), labels },
                    { QStringLiteral("annotations"), QJsonObject { { kRevision, revision } } },
                    { QStringLiteral("ownerReferences"),
                        QJsonArray { QJsonValue(ownerReference(deployment, QStringLiteral("apps/v1"), QStringLiteral("Deployment"))) } } } },
            { QStringLiteral("spec"),
                QJsonObject { { QStringLiteral("replicas"), wanted }, { QStringLiteral("selector"), selector },
                    { QStringLiteral("template"), podTemplate } } },
        };
        write(createKey, m_stage.kube.create(kube::res::replicaSets, ns, set));
        emitEvent(deployment, QStringLiteral("Normal"), QStringLiteral("ScalingReplicaSet"),
            QStringLiteral("Scaled up replica set %1 to %2").arg(name).arg(wanted), QStringLiteral("deployment-controller"));
    } else if (current) {
        scale(*current, wanted);
        setRevision(deployment, *current, newestOld);
        if (at(*current, { u"status", u"readyReplicas" }).toInt() >= wanted) {
            for (const QJsonObject& set : old) {
                scale(set, 0);
            }
        }
    }
    const bool available = ready >= wanted;
    const bool complete = available && updated == wanted && total == wanted;
    const QJsonObject status {
        { QStringLiteral("observedGeneration"), at(deployment, { u"metadata", u"generation" }) },
        { QStringLiteral("replicas"), total },
        { QStringLiteral("updatedReplicas"), updated },
        { QStringLiteral("readyReplicas"), ready },
        { QStringLiteral("availableReplicas"), ready },
        { QStringLiteral("unavailableReplicas"), qMax(0, wanted - ready) },
        { QStringLiteral("conditions"), conditions(deployment, available, complete) },
    };
    writeStatus(kube::res::deployments, deployment, status);
}

QJsonArray DeploymentController::conditions(const QJsonObject& deployment, bool available, bool complete) const
{
    const auto make = [&](const QString& type, bool is, const QString& reason, const QString& message) {
        const QJsonObject before = kube::condition(deployment, type);
        const QString status = is ? QStringLiteral("True") : QStringLiteral("False");
        const bool same = before.value(u"status").toString() == status && before.value(u"reason").toString() == reason;
        const QJsonValue since = same ? before.value(u"lastTransitionTime") : QJsonValue(kube::timestamp(m_stage.clock.now()));
        return QJsonObject { { QStringLiteral("type"), type }, { QStringLiteral("status"), status },
            { QStringLiteral("reason"), reason }, { QStringLiteral("message"), message },
            { QStringLiteral("lastTransitionTime"), since }, { QStringLiteral("lastUpdateTime"), since } };
    };
    return QJsonArray {
        make(QStringLiteral("Available"), available,
            available ? QStringLiteral("MinimumReplicasAvailable") : QStringLiteral("MinimumReplicasUnavailable"),
            available ? QStringLiteral("Deployment has minimum availability.")
                      : QStringLiteral("Deployment does not have minimum availability.")),
        make(QStringLiteral("Progressing"), true,
            complete ? QStringLiteral("NewReplicaSetAvailable") : QStringLiteral("ReplicaSetUpdated"),
            complete ? QStringLiteral("ReplicaSet has successfully progressed.") : QStringLiteral("ReplicaSet is progressing.")),
    };
}

void DeploymentController::reconcileReplicaSet(const QJsonObject& set)
{
    const QString ns = kube::namespaceOf(set);
    const QString uid = kube::uidOf(set);
    const int wanted = replicasOf(set);
    QList<QJsonObject> pods;
    int ready = 0;
    for (const QJsonObject& pod : m_pods->objects()) {
        const QString phase = str(pod, { u"status", u"phase" });
        if (kube::namespaceOf(pod) == ns && isControlledBy(pod, uid) && !kube::isBeingDeleted(pod) && phase != u"Failed"
            && phase != u"Succeeded") {
            pods.append(pod);
            ready += kube::isReady(pod) ? 1 : 0;
        }
    }
    const QString hash = kube::label(set, kHashLabel);
    for (qsizetype i = pods.size(); i < wanted; ++i) {
        const QString key = QStringLiteral("create/%1/%2").arg(uid).arg(i);
        if (!isInFlight(key)) {
            write(key, m_stage.kube.create(kube::res::pods, ns,
                           podFromTemplate(at(set, { u"spec", u"template" }).toObject(), set, QStringLiteral("apps/v1"),
                               QStringLiteral("ReplicaSet"), kHashLabel, hash)));
        }
    }
    for (qsizetype i = wanted; i < pods.size(); ++i) {
        const QString key = QStringLiteral("delete/") + kube::uidOf(pods.at(i));
        if (!isInFlight(key)) {
            write(key, m_stage.kube.remove(kube::res::pods, ns, kube::nameOf(pods.at(i))));
        }
    }
    writeStatus(kube::res::replicaSets, set,
        QJsonObject { { QStringLiteral("replicas"), pods.size() }, { QStringLiteral("readyReplicas"), ready },
            { QStringLiteral("availableReplicas"), ready }, { QStringLiteral("fullyLabeledReplicas"), pods.size() },
            { QStringLiteral("observedGeneration"), at(set, { u"metadata", u"generation" }) } });
}

void DeploymentController::writeStatus(const kube::Resource& resource, const QJsonObject& object, const QJsonObject& status)
{
    const QJsonObject before = object.value(u"status").toObject();
    bool same = true;
    for (auto it = status.begin(); it != status.end(); ++it) {
        same = same && before.value(it.key()) == it.value();
    }
    const QString key = QStringLiteral("status/") + kube::uidOf(object);
    if (!same && !isInFlight(key)) {
        write(key, m_stage.kube.patch(resource, kube::namespaceOf(object), kube::nameOf(object), kube::PatchType::Merge,
                       QJsonObject { { QStringLiteral("status"), status } }, {}, QStringLiteral("status")));
    }
}

} // namespace cocoon::sandbox
