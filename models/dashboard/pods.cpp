// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pods.h"

#include "models/dashboard/dashboard_words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
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
        view.phase = str(pod, { u"status", u"phase" });
        view.isReady = kube::isReady(pod);
        view.why = failureOf(pod);
        view.isFailed = !view.why.isEmpty();
        view.requested = kube::createdAt(pod);
        view.agentReady = becameTrue(pod, u"PodReadyToStartContainers"_s);
        view.ready = becameTrue(pod, u"Ready"_s);
        return view;
    }

    QString ownerUid(const QJsonObject& peerPod)
    {
        for (const QJsonValue& owner : at(peerPod, { u"metadata", u"ownerReferences" }).toArray()) {
            if (str(owner, { u"kind" }) == "Pod"_L1) {
                return str(owner, { u"uid" });
            }
        }
        return {};
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

void readPods(setup::Look& look, const QString& ownNamespace, Scene& scene)
{
    world::Asker& asker = look.asker();
    const QList<QJsonObject> peerPods = visiblePeerPods(look, ownNamespace);
    const bool isNarrow = asker.world().answer(ask::list(res::peerPods)).state == Answer::State::Forbidden && !ownNamespace.isEmpty();
    scene.onlyNamespace = isNarrow ? ownNamespace : QString();
    QStringList namespaces { isNarrow ? ownNamespace : look.intent().workload.ns };
    QHash<QString, QJsonObject> byOwner;
    for (const QJsonObject& peerPod : peerPods) {
        // Of several attempts the newest counts; the older ones wait for the controller to remove them.
        const QString owner = ownerUid(peerPod);
        if (!byOwner.contains(owner) || kube::createdAt(byOwner.value(owner)) <= kube::createdAt(peerPod)) {
            byOwner.insert(owner, peerPod);
        }
        if (!namespaces.contains(kube::namespaceOf(peerPod))) {
            namespaces.append(kube::namespaceOf(peerPod));
        }
    }
    QList<world::Query> questions { isNarrow ? ask::list(res::peerPods, ownNamespace) : ask::list(res::peerPods) };
    for (const QString& ns : std::as_const(namespaces)) {
        if (ns.isEmpty()) {
            continue;
        }
        questions.append(ask::list(res::pods, ns));
        for (const QJsonObject& pod : asker.objects(questions.constLast())) {
            const QJsonObject peerPod = byOwner.value(kube::uidOf(pod));
            if (peerPod.isEmpty() && str(pod, { u"spec", u"runtimeClassName" }) != coco::kRuntimeClass) {
                continue;
            }
            PodView view = viewOf(pod);
            view.machineId = str(peerPod, { u"spec", u"instanceID" });
            view.machineMade = peerPod.isEmpty() ? QDateTime() : kube::createdAt(peerPod);
            scene.pods.append(view);
        }
    }
    std::sort(scene.pods.begin(), scene.pods.end(), [](const PodView& a, const PodView& b) { return std::tie(a.ns, a.name) < std::tie(b.ns, b.name); });
    // In one namespace the pods themselves say what they are; which server is theirs is another right.
    scene.podsPart = partOf(asker.world(), isNarrow ? questions.mid(1) : questions);
}

} // namespace cocoon::dashboard
