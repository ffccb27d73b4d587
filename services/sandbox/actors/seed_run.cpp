// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/seed_run.h"

#include "services/base/json.h"
#include "services/kube/object.h"

#include <QJsonArray>
#include <QTimer>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    constexpr int kAtOnce = 8;
    constexpr int kAttempts = 40; // a CRD of a real server is served some moments after its creation
}

SeedRun::SeedRun(Stage& stage, QList<QList<Item>> waves, Job<Done>* job)
    : QObject(job)
    , m_stage(stage)
    , m_waves(std::move(waves))
    , m_job(job)
{
}

void SeedRun::start()
{
    QTimer::singleShot(0, this, [this] { next(); });
}

kube::Resource SeedRun::resourceOf(const QJsonObject& object)
{
    static const QList<kube::Resource> known {
        kube::res::namespaces, kube::res::nodes, kube::res::pods, kube::res::services, kube::res::configMaps,
        kube::res::secrets, kube::res::serviceAccounts, kube::res::daemonSets, kube::res::deployments,
        kube::res::podDisruptionBudgets, kube::res::runtimeClasses, kube::res::crds, kube::res::roles,
        kube::res::roleBindings, kube::res::clusterRoles, kube::res::clusterRoleBindings, kube::res::clusterVersions,
        kube::res::infrastructures, kube::res::operatorHubs, kube::res::catalogSources, kube::res::subscriptions,
        kube::res::installPlans, kube::res::csvs, kube::res::operatorGroups, kube::res::packageManifests,
        kube::res::kataConfigs, kube::res::peerPods, kube::res::mutatingWebhooks,
    };
    const QString kind = object.value(u"kind"_s).toString();
    const QString apiVersion = object.value(u"apiVersion"_s).toString();
    for (const kube::Resource& resource : known) {
        if (resource.kind == kind && resource.apiVersion() == apiVersion) {
            return resource;
        }
    }
    return {};
}

void SeedRun::next()
{
    while (!m_failed && m_wave < m_waves.size()) {
        const QList<Item>& wave = m_waves.at(m_wave);
        while (m_running < kAtOnce && m_index < wave.size()) {
            ++m_running;
            const Item& item = wave.at(m_index++);
            item.ownerPod.isEmpty() ? send(item, 0) : sendOwned(item);
        }
        if (m_running > 0) {
            return;
        }
        ++m_wave;
        m_index = 0;
    }
    if (m_running == 0) {
        m_job->resolve(Done {}); // keeps an earlier failure
    }
}

void SeedRun::send(const Item& item, int attempt)
{
    QJsonObject body = item.body;
    const bool ownStatus = item.resource.kind != "PackageManifest"_L1 && body.contains(u"status"_s);
    if (ownStatus) {
        body.remove(u"status"_s);
    }
    kube::WriteOptions options;
    options.fieldManager = item.manager;
    m_stage.kube.create(item.resource, kube::namespaceOf(body), body, options)
        ->then(this, [this, item, attempt, ownStatus](const Result<QJsonObject>& r) {
            const bool exists = !r && r.error().code == Errc::Conflict;
            if (!r && !exists) {
                if (r.error().code == Errc::NotFound && attempt < kAttempts) {
                    QTimer::singleShot(100ms, this, [this, item, attempt] { send(item, attempt + 1); });
                    return;
                }
                finished(&r.error());
            } else if (ownStatus) {
                sendStatus(item);
            } else {
                finished(nullptr);
            }
        });
}

void SeedRun::sendOwned(const Item& item)
{
    m_stage.kube.get(kube::res::pods, kube::namespaceOf(item.body), item.ownerPod)->then(this, [this, item](const Result<QJsonObject>& pod) {
        if (!pod) {
            finished(&pod.error());
            return;
        }
        const QJsonObject owner { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s }, { u"name"_s, item.ownerPod }, { u"uid"_s, kube::uidOf(*pod) },
            { u"controller"_s, true }, { u"blockOwnerDeletion"_s, true } };
        Item owned = item;
        owned.body = with(owned.body, { u"metadata"_s, u"ownerReferences"_s }, QJsonArray { QJsonValue(owner) });
        send(owned, 0);
    });
}

void SeedRun::sendStatus(const Item& item)
{
    kube::WriteOptions options;
    options.fieldManager = item.manager;
    const QJsonObject patch { { u"status"_s, item.body.value(u"status"_s) } };
    m_stage.kube
        .patch(item.resource, kube::namespaceOf(item.body), kube::nameOf(item.body), kube::PatchType::Merge, patch, options,
            u"status"_s)
        ->then(this, [this](const Result<QJsonObject>& r) { finished(r ? nullptr : &r.error()); });
}

void SeedRun::finished(const Error* error)
{
    --m_running;
    if (error && !m_failed) {
        m_failed = true;
        m_job->resolve(tl::unexpected(error->during(QStringLiteral("making the sandbox's cluster"))));
    }
    next();
}

} // namespace cocoon::sandbox
