// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/nodes.h"

#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <tuple>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using setup::WorkerView;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    constexpr qsizetype kLongestAnnotation = 64; ///< as of pods: what a column can show

    int quantity(const QJsonValue& value)
    {
        return value.isString() ? value.toString().toInt() : value.toInt(-1);
    }

    NodeView viewOf(const QJsonObject& node)
    {
        NodeView view;
        view.name = kube::nameOf(node);
        view.zone = kube::label(node, u"topology.kubernetes.io/zone"_s);
        view.workerId = kube::label(node, coco::kWorkerIdLabel);
        view.flavor = kube::label(node, u"node.kubernetes.io/instance-type"_s);
        view.os = str(node, { u"status", u"nodeInfo", u"osImage" });
        view.version = str(node, { u"status", u"nodeInfo", u"kubeletVersion" });
        view.bootId = str(node, { u"status", u"nodeInfo", u"bootID" });
        view.labels = at(node, { u"metadata", u"labels" }).toObject();
        const QJsonObject annotations = at(node, { u"metadata", u"annotations" }).toObject();
        for (auto it = annotations.begin(); it != annotations.end(); ++it) {
            if (it.value().toString().size() <= kLongestAnnotation) {
                view.annotations.insert(it.key(), it.value());
            }
        }
        view.label = kube::label(node, coco::kInstallLabel);
        view.created = kube::createdAt(node);
        view.isReady = kube::isReady(node);
        view.readySince = QDateTime::fromString(str(kube::condition(node, u"Ready"_s), { u"lastTransitionTime" }), Qt::ISODate);
        view.isCordoned = at(node, { u"spec", u"unschedulable" }).toBool();
        for (const QJsonValue& value : at(node, { u"status", u"conditions" }).toArray()) {
            const QString type = str(value, { u"type" });
            if (type != "Ready"_L1 && str(value, { u"status" }) == "True"_L1) {
                view.troubles.append(type);
            }
        }
        const QJsonValue advertised = at(node, QStringList { u"status"_s, u"allocatable"_s, coco::kCapacity });
        view.places = advertised.isUndefined() ? -1 : quantity(advertised);
        const auto memory = parseJsonObject(kube::annotation(node, coco::kRebootAnnotation).toUtf8());
        view.cordonedBy = memory ? str(*memory, { u"cordonedBy" }) : QString();
        return view;
    }

    void addCloud(NodeView& view, const QHash<QString, QJsonObject>& workers)
    {
        const QJsonObject worker = workers.value(view.workerId);
        view.cloudState = str(worker, { u"lifecycle", u"actualState" });
        view.cloudHealth = str(worker, { u"health", u"state" });
        view.cloudMessage = str(worker, { u"health", u"message" });
        if (view.flavor.isEmpty()) {
            view.flavor = str(worker, { u"flavor" });
        }
    }

    void addAdaptor(NodeView& view, const QHash<QString, QJsonObject>& adaptors)
    {
        const QJsonObject pod = adaptors.value(view.name);
        view.adaptor = kube::nameOf(pod);
        view.isAdaptorReady = kube::isReady(pod);
        view.adaptorRestarts = at(pod, { u"status", u"containerStatuses", u"0", u"restartCount" }).toInt();
    }
}

bool NodeView::isHealthy() const
{
    const bool cloudIsFine = cloudHealth.isEmpty() || cloudHealth == "normal"_L1;
    return isReady && troubles.isEmpty() && cloudIsFine;
}

QString NodeView::stateWord() const
{
    const QString word = !label.isEmpty() ? label : stage == WorkerView::Stage::Untouched ? u"not-installed"_s : u"installing"_s;
    return !isReady ? word + u",not-ready"_s : isCordoned ? word + u",cordoned"_s : word;
}

bool NodeView::operator==(const NodeView& o) const
{
    const auto tie = [](const NodeView& n) {
        return std::tie(n.name, n.zone, n.workerId, n.os, n.version, n.flavor, n.stage, n.label, n.says, n.proof, n.isWorker, n.isReady, n.isCordoned, n.cordonedBy,
            n.troubles, n.bootId, n.created, n.readySince, n.cloudState, n.cloudHealth, n.cloudMessage, n.adaptor, n.isAdaptorReady, n.adaptorRestarts, n.places, n.used, n.pods);
    };
    return tie(*this) == tie(o) && labels == o.labels && annotations == o.annotations;
}

void readNodes(setup::Look& look, const world::World& world, const coco::Facts& facts, const plan::Assessment& nodesStep, Scene& scene)
{
    world::Asker& asker = look.asker();
    QHash<QString, WorkerView> pool;
    for (const WorkerView& worker : setup::workerViews(world, look.intent(), facts, nodesStep)) {
        pool.insert(worker.name, worker);
    }
    QHash<QString, QJsonObject> workers;
    if (!scene.clusterId.isEmpty()) {
        const world::Query question = ask::workers(scene.clusterId);
        for (const QJsonObject& worker : asker.objects(question)) {
            workers.insert(str(worker, { u"id" }), worker);
        }
        scene.cloudWorkersPart = partOf(world, { question });
    } else {
        scene.cloudWorkersPart = partOf(world, { ask::clusters() });
    }
    QHash<QString, QJsonObject> adaptors;
    for (const QJsonObject& pod : look.adaptorPods()) {
        adaptors.insert(str(pod, { u"spec", u"nodeName" }), pod);
    }
    QHash<QString, int> used;
    QHash<QString, int> pods;
    for (const PodView& pod : std::as_const(scene.pods)) {
        used[pod.node] += pod.takesPlace() ? 1 : 0;
        pods[pod.node] += pod.hasEnded() ? 0 : 1;
    }
    for (const QJsonObject& node : look.nodes()) {
        NodeView view = viewOf(node);
        const auto worker = pool.constFind(view.name);
        view.isWorker = worker != pool.constEnd();
        if (view.isWorker) {
            view.stage = worker->stage;
            view.says = worker->says;
            view.proof = worker->proof;
        }
        addCloud(view, workers);
        addAdaptor(view, adaptors);
        view.used = used.value(view.name);
        view.pods = pods.value(view.name);
        if (view.places >= 0) {
            scene.capacity.isAdvertised = true;
            scene.capacity.places += view.isReady && !view.isCordoned ? view.places : view.used;
        }
        scene.capacity.used += view.used;
        scene.nodes.append(view);
    }
    std::sort(scene.nodes.begin(), scene.nodes.end(), [](const NodeView& a, const NodeView& b) { return a.name < b.name; });
    scene.nodesPart = partOf(world, { ask::list(res::nodes) });
    // Which of them are the pool, the KataConfig says; before it is read none of them would count.
    if (scene.nodesPart.state == Part::State::Known && partOf(world, { ask::list(res::kataConfigs) }).state == Part::State::Loading) {
        scene.nodesPart.state = Part::State::Loading;
    }
}

} // namespace cocoon::dashboard
