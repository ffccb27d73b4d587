// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pods.h"

#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/coco/runtime_classes.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using world::Answer;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    QDateTime timeOf(const QString& text)
    {
        return QDateTime::fromString(text, Qt::ISODate);
    }

    QDateTime becameTrue(const QJsonObject& pod, const QString& type)
    {
        const QJsonObject condition = kube::condition(pod, type);
        return str(condition, { u"status" }) == "True"_L1 ? timeOf(str(condition, { u"lastTransitionTime" })) : QDateTime();
    }

    QString failureOf(const QJsonObject& pod)
    {
        if (str(pod, { u"status", u"phase" }) == "Failed"_L1) {
            const QString reason = str(pod, { u"status", u"reason" });
            return reason.isEmpty() ? u"Failed"_s : reason;
        }
        for (const QJsonValue& container : at(pod, { u"status", u"containerStatuses" }).toArray()) {
            const QString reason = str(container, { u"state", u"waiting", u"reason" });
            if (reason.endsWith("BackOff"_L1) || reason.endsWith("Error"_L1) || reason.startsWith("Err"_L1)) {
                return reason;
            }
        }
        return {};
    }

    PodView viewOf(const QJsonObject& pod)
    {
        PodView view;
        view.ns = kube::namespaceOf(pod);
        view.name = kube::nameOf(pod);
        view.uid = kube::uidOf(pod);
        view.node = str(pod, { u"spec", u"nodeName" });
        view.ip = str(pod, { u"status", u"podIP" });
        view.phase = str(pod, { u"status", u"phase" });
        view.isReady = kube::isReady(pod);
        view.why = failureOf(pod);
        view.isFailed = !view.why.isEmpty();
        view.requested = kube::createdAt(pod);
        view.agentReady = becameTrue(pod, u"PodReadyToStartContainers"_s);
        view.ready = becameTrue(pod, u"Ready"_s);
        for (const QJsonValue& container : at(pod, { u"status", u"containerStatuses" }).toArray()) {
            const QDateTime started = timeOf(str(container, { u"state", u"running", u"startedAt" }));
            if (started.isValid() && (!view.started.isValid() || started > view.started)) {
                view.started = started;
            }
            view.restarts += at(container, { u"restartCount" }).toInt();
        }
        return view;
    }

    /// Where a confidential pod may be that has no PeerPod, because its start did not get that far.
    QStringList troubledNamespaces(const QList<QJsonObject>& sandboxes, const QList<QJsonObject>& scheduling)
    {
        QStringList namespaces;
        for (const QJsonObject& event : sandboxes) {
            namespaces.append(kube::namespaceOf(event));
        }
        for (const QJsonObject& event : scheduling) {
            // No worker has a free place, or none has what the runtime class selects.
            const QString message = str(event, { u"message" });
            if (message.contains(coco::kCapacity) || message.contains("affinity/selector"_L1)) {
                namespaces.append(kube::namespaceOf(event));
            }
        }
        return namespaces;
    }
}

QList<QJsonObject> visiblePeerPods(setup::Look& look, const QString& ownNamespace)
{
    const world::World& world = look.asker().world();
    const QList<QJsonObject> all = look.peerPods();
    if (world.answer(ask::list(res::peerPods)).state != Answer::State::Forbidden || ownNamespace.isEmpty()) {
        return all;
    }
    return look.asker().objects(ask::list(res::peerPods, ownNamespace));
}

QList<PodRow> readPods(setup::Look& look, const QString& ownNamespace, Scene& scene)
{
    world::Asker& asker = look.asker();
    const QList<QJsonObject> peerPods = visiblePeerPods(look, ownNamespace);
    const bool isNarrow = asker.world().answer(ask::list(res::peerPods)).state == Answer::State::Forbidden && !ownNamespace.isEmpty();
    scene.onlyNamespace = isNarrow ? ownNamespace : QString();
    QStringList namespaces { isNarrow ? ownNamespace : look.intent().workload.ns };
    QSet<QString> owners;
    for (const QJsonObject& peerPod : peerPods) {
        owners.insert(readPeerPod(peerPod).ownerUid);
        namespaces.append(kube::namespaceOf(peerPod));
    }
    const world::Query sandboxes = ask::list(res::events, scene.onlyNamespace, {}, u"reason=FailedCreatePodSandBox"_s);
    const world::Query scheduling = ask::list(res::events, scene.onlyNamespace, {}, u"reason=FailedScheduling"_s);
    namespaces += troubledNamespaces(asker.objects(sandboxes), asker.objects(scheduling));
    namespaces.removeDuplicates();
    namespaces.removeAll(QString());
    QList<world::Query> questions { isNarrow ? ask::list(res::peerPods, ownNamespace) : ask::list(res::peerPods) };
    QList<PodRow> rows;
    Interner interner;
    for (const QString& ns : std::as_const(namespaces)) {
        questions.append(ask::list(res::pods, ns));
        for (const QJsonObject& pod : asker.objects(questions.constLast())) {
            const QString runtimeClass = str(pod, { u"spec", u"runtimeClassName" });
            const bool ownsServer = owners.contains(kube::uidOf(pod));
            if (coco::isConfidentialClass(runtimeClass) || ownsServer) {
                scene.pods.append(viewOf(pod));
                scene.pods.last().hasServer = ownsServer || coco::isServerClass(runtimeClass);
                rows.append(readPod(pod, interner));
            }
        }
    }
    scene.ownerNeeds = questions + QList<world::Query> { sandboxes, scheduling };
    // In one namespace the pods themselves say what they are; which server is theirs is another right.
    scene.podsPart = partOf(asker.world(), isNarrow ? questions.mid(1) : questions);
    // Without events less is seen, and nothing that is wrong; before they came it is not all.
    if (scene.podsPart.state == Part::State::Known
        && (partOf(asker.world(), { sandboxes }).state == Part::State::Loading || partOf(asker.world(), { scheduling }).state == Part::State::Loading)) {
        scene.podsPart.state = Part::State::Loading;
    }
    return rows;
}

void judgePods(const Owners& owners, Scene& scene)
{
    for (qsizetype i = 0; i < scene.pods.size(); ++i) {
        PodView& view = scene.pods[i];
        const JoinedPod joined = owners.join.join(owners.pods.at(i));
        view.status = owners.pods.at(i).status;
        view.state = joined.state;
        if (joined.server) {
            view.machineId = joined.server->vsi.id;
            const qint64 made = joined.server->peerPod.created != 0 ? joined.server->peerPod.created : joined.server->vsi.created;
            view.machineMade = made != 0 ? QDateTime::fromMSecsSinceEpoch(made, Qt::UTC) : QDateTime();
        }
        if (!view.isFailed) {
            view.isFailed = joined.state == JoinedPod::State::CreateFailed || joined.state == JoinedPod::State::ServerMissing;
            view.why = joined.why;
        }
    }
    std::sort(scene.pods.begin(), scene.pods.end(), [](const PodView& a, const PodView& b) { return std::tie(a.ns, a.name) < std::tie(b.ns, b.name); });
}

} // namespace cocoon::dashboard
