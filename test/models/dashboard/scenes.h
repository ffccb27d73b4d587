// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
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
inline Site runningSite()
{
    using namespace Qt::StringLiterals;
    namespace ask = world::ask;
    Site site;
    site.operatorInstalled(u"1.10.3"_s);
    site.installed();
    site.podRunning();
    const QJsonObject pod = with(site.world.answer(ask::object(kube::res::pods, u"default"_s, u"helloworld"_s)).value.toObject(), { u"spec"_s, u"runtimeClassName"_s }, coco::kRuntimeClass);
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
}

} // namespace cocoon::test
