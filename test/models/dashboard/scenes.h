// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/pod_servers.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"

/// The healthy cluster of the set-up's tests as the dashboard needs it: pods of the namespace, workers of the cloud.
namespace cocoon::test {

inline QJsonObject json(const char* text)
{
    const auto value = parseJsonObject(text);
    Q_ASSERT(value);
    return *value;
}

inline dashboard::Scene sceneOf(const Site& site)
{
    return dashboard::sceneOf(site.world, site.intent, coco::Facts::builtIn(), {});
}

/// Everything is installed; one confidential pod runs in default; IBM Cloud knows the workers.
inline Site runningSite(const QString& version = QStringLiteral("1.10.3"))
{
    using namespace Qt::StringLiterals;
    namespace ask = world::ask;
    Site site;
    site.operatorInstalled(version);
    for (const QString& reason : { u"FailedCreatePodSandBox"_s, u"FailedScheduling"_s }) {
        site.world.set(ask::list(kube::res::events, {}, {}, u"reason="_s + reason), QJsonArray());
    }
    site.world.set(ask::object(kube::res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), QJsonValue(QJsonValue::Null));
    site.installed();
    site.podRunning();
    QJsonObject pod = with(site.world.answer(ask::object(kube::res::pods, u"default"_s, u"helloworld"_s)).value.toObject(), { u"spec"_s, u"runtimeClassName"_s }, coco::kRuntimeClass);
    pod = with(pod, { u"status"_s, u"podIP"_s }, u"172.30.4.9"_s);
    site.world.set(ask::list(kube::res::pods, u"default"_s), QJsonArray { pod });
    QJsonArray workers;
    for (int i = 0; i < 3; ++i) {
        QJsonObject worker = json(R"({"flavor":"bx2.4x16","health":{"state":"normal","message":"Ready"},"lifecycle":{"actualState":"deployed"}})");
        worker.insert(u"id"_s, u"kube-c1demo-demo-default-0000000%1"_s.arg(i));
        workers.append(worker);
    }
    site.world.set(ask::workers(u"c1demo"_s), workers);
    return site;
}

inline QJsonObject vsi(const char* id, const char* name, const char* created, const char* status = "running")
{
    using namespace Qt::StringLiterals;
    QJsonObject vm = json(R"({"confidential_compute_mode":"tdx","profile":{"name":"bx3dc-2x10"},"zone":{"name":"eu-de-2"},"vcpu":{"count":2}})");
    vm.insert(u"id"_s, QString::fromLatin1(id));
    vm.insert(u"name"_s, QString::fromLatin1(name));
    vm.insert(u"created_at"_s, QString::fromLatin1(created));
    vm.insert(u"status"_s, QString::fromLatin1(status));
    return vm;
}

inline void addVsi(Site& site, const QJsonObject& vm)
{
    using namespace Qt::StringLiterals;
    const world::Query question = world::ask::instances(u"eu-de"_s, u"r010-vpc"_s);
    QJsonArray all = site.world.answer(question).value.toArray();
    all.append(vm);
    site.world.set(question, all);
    const world::Query namesakes = setup::podsCalled(setup::stemOfVsi(vm.value("name"_L1).toString()));
    if (site.world.answer(namesakes).state == world::Answer::State::Unasked) {
        site.world.set(namesakes, QJsonArray());
    }
}

inline QJsonObject inSubnet(QJsonObject vm, const QString& subnet)
{
    vm.insert(QStringLiteral("primary_network_interface"), QJsonObject { { QStringLiteral("subnet"), QJsonObject { { QStringLiteral("id"), subnet } } } });
    return vm;
}

/// Another cluster of the account in the same VPC.
inline void addNeighbour(Site& site)
{
    QJsonArray clusters = site.world.answer(world::ask::clusters()).value.toArray();
    clusters.append(json(R"({"id":"c2staging","name":"staging","region":"eu-de","resourceGroupName":"default","vpcs":["r010-vpc"]})"));
    site.world.set(world::ask::clusters(), clusters);
}

/// Which servers carry the tag of a cluster.
inline void tag(Site& site, const QString& cluster, const QStringList& instances)
{
    using namespace Qt::StringLiterals;
    QJsonArray hits;
    for (const QString& id : instances) {
        hits.append(QJsonObject { { u"crn"_s, u"crn:v1:bluemix:public:is:eu-de-2:a/acc1::instance:"_s + id } });
    }
    site.world.set(world::ask::tagged(u"coco-pod-vm:"_s + cluster), hits);
}

inline QJsonObject event(const char* reason, const char* ns, const QString& uid, const QString& message)
{
    using namespace Qt::StringLiterals;
    return { { u"metadata"_s, QJsonObject { { u"namespace"_s, QString::fromLatin1(ns) } } }, { u"reason"_s, QString::fromLatin1(reason) },
        { u"involvedObject"_s, QJsonObject { { u"kind"_s, u"Pod"_s }, { u"uid"_s, uid } } }, { u"message"_s, message }, { u"lastTimestamp"_s, u"2026-01-15T11:58:00Z"_s } };
}

/// A confidential pod on a worker that has not come up.
inline QJsonObject startingPod(const char* ns, const char* name, const char* created)
{
    using namespace Qt::StringLiterals;
    QJsonObject pod = json(R"({"spec":{"nodeName":"10.240.0.4","containers":[{}]},"status":{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ContainerCreating"}}}]}})");
    pod.insert(u"metadata"_s, QJsonObject { { u"namespace"_s, QString::fromLatin1(ns) }, { u"name"_s, QString::fromLatin1(name) }, { u"uid"_s, u"uid-"_s + QString::fromLatin1(name) }, { u"creationTimestamp"_s, QString::fromLatin1(created) } });
    return with(pod, { u"spec"_s, u"runtimeClassName"_s }, coco::kRuntimeClass);
}

} // namespace cocoon::test
