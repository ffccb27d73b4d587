// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/garbage_collector.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

GarbageCollector::GarbageCollector(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void GarbageCollector::start()
{
    using namespace kube::res;
    for (const kube::Resource* resource : { &pods, &replicaSets, &deployments, &daemonSets, &configMaps, &secrets, &services,
             &runtimeClasses, &mutatingWebhooks }) {
        m_stores.append(watch(*resource));
    }
    for (const kube::Resource* resource : { &serviceAccounts, &roles, &roleBindings, &podDisruptionBudgets }) {
        m_stores.append(watch(*resource));
    }
    const QString v1 = QStringLiteral("v1");
    m_stores.append(watch({ QStringLiteral("batch"), v1, QStringLiteral("jobs"), QStringLiteral("Job"), true }));
    m_stores.append(watch({ QStringLiteral("batch"), v1, QStringLiteral("cronjobs"), QStringLiteral("CronJob"), true }, {}, true)); // from 1.21
    m_stores.append(watch({ QStringLiteral("apps"), v1, QStringLiteral("statefulsets"), QStringLiteral("StatefulSet"), true }));
    m_crds = watch(crds);
}

void GarbageCollector::watchCustomKinds()
{
    for (const QJsonObject& crd : m_crds->objects()) {
        if (m_custom.contains(kube::nameOf(crd)) || kube::isBeingDeleted(crd)) {
            continue;
        }
        const QJsonArray versions = at(crd, { u"spec", u"versions" }).toArray();
        for (const QJsonValue& version : versions) {
            if (at(version, { u"served" }).toBool()) {
                m_custom.insert(kube::nameOf(crd));
                m_stores.append(watch({ str(crd, { u"spec", u"group" }), str(version, { u"name" }), str(crd, { u"spec", u"names", u"plural" }),
                                          str(crd, { u"spec", u"names", u"kind" }), str(crd, { u"spec", u"scope" }) == u"Namespaced" },
                    {}, true));
                break;
            }
        }
    }
}

void GarbageCollector::dropFinalizer(const kube::Reflector& store, const QJsonObject& object, const QString& finalizer)
{
    const QString key = QStringLiteral("finalizer/") + kube::uidOf(object) + finalizer;
    if (isInFlight(key)) {
        return;
    }
    QJsonArray rest;
    const QJsonArray finalizers = at(object, { u"metadata", u"finalizers" }).toArray();
    for (const QJsonValue& entry : finalizers) {
        if (entry.toString() != finalizer) {
            rest.append(entry);
        }
    }
    const QJsonObject patch { { QStringLiteral("metadata"),
        QJsonObject { { QStringLiteral("finalizers"), rest },
            { QStringLiteral("resourceVersion"), kube::resourceVersionOf(object) } } } };
    write(key, m_stage.kube.patch(store.resource(), kube::namespaceOf(object), kube::nameOf(object), kube::PatchType::Merge, patch));
}

void GarbageCollector::finishDeletion(const kube::Reflector& store, const QJsonObject& owner, const QList<Owned>& dependents)
{
    const QJsonArray finalizers = at(owner, { u"metadata", u"finalizers" }).toArray();
    if (finalizers.contains(QStringLiteral("orphan"))) {
        for (const Owned& dependent : dependents) {
            const QString key = QStringLiteral("orphan/") + kube::uidOf(*dependent.object);
            if (!isInFlight(key)) {
                const QJsonObject patch { { QStringLiteral("metadata"),
                    QJsonObject { { QStringLiteral("ownerReferences"), QJsonValue::Null } } } };
                write(key, m_stage.kube.patch(dependent.store->resource(), kube::namespaceOf(*dependent.object),
                               kube::nameOf(*dependent.object), kube::PatchType::Merge, patch));
            }
        }
        if (dependents.isEmpty()) {
            dropFinalizer(store, owner, QStringLiteral("orphan"));
        }
    }
    if (finalizers.contains(QStringLiteral("foregroundDeletion"))) {
        for (const Owned& dependent : dependents) {
            const QString key = QStringLiteral("delete/") + kube::uidOf(*dependent.object);
            if (!kube::isBeingDeleted(*dependent.object) && !isInFlight(key)) {
                kube::DeleteOptions options;
                options.uid = kube::uidOf(*dependent.object);
                options.propagation = kube::Propagation::Foreground;
                write(key, m_stage.kube.remove(dependent.store->resource(), kube::namespaceOf(*dependent.object),
                               kube::nameOf(*dependent.object), options));
            }
        }
        if (dependents.isEmpty()) {
            dropFinalizer(store, owner, QStringLiteral("foregroundDeletion"));
        }
    }
}

void GarbageCollector::reconcile()
{
    watchCustomKinds();
    QHash<QString, QList<Owned>> byOwner;
    QSet<QString> alive;
    QSet<QString> watchedKinds;
    for (const kube::Reflector* store : m_stores) {
        if (!store->isReady()) {
            continue; // a kind that is not known yet must not make its dependents look abandoned
        }
        watchedKinds.insert(store->resource().kind);
        for (const QJsonObject& object : store->objects()) {
            alive.insert(kube::uidOf(object));
            const QJsonArray owners = at(object, { u"metadata", u"ownerReferences" }).toArray();
            for (const QJsonValue& owner : owners) {
                byOwner[str(owner, { u"uid" })].append({ store, &object });
            }
        }
    }
    for (const kube::Reflector* store : m_stores) {
        for (const QJsonObject& object : store->objects()) {
            if (kube::isBeingDeleted(object)) {
                finishDeletion(*store, object, byOwner.value(kube::uidOf(object)));
                continue;
            }
            const QJsonArray owners = at(object, { u"metadata", u"ownerReferences" }).toArray();
            bool abandoned = !owners.isEmpty();
            for (const QJsonValue& owner : owners) {
                // Owners of kinds nobody watches here (nodes, leases' pods …) are taken to be alive.
                abandoned = abandoned && watchedKinds.contains(str(owner, { u"kind" })) && !alive.contains(str(owner, { u"uid" }));
            }
            const QString key = QStringLiteral("delete/") + kube::uidOf(object);
            // Two looks, a moment apart: the owner may only not have arrived in our copy yet.
            if (abandoned && !isInFlight(key) && waited(key, std::chrono::seconds(2))) {
                kube::DeleteOptions options;
                options.uid = kube::uidOf(object);
                options.propagation = kube::Propagation::Background;
                write(key, m_stage.kube.remove(store->resource(), kube::namespaceOf(object), kube::nameOf(object), options));
            }
        }
    }
}

} // namespace cocoon::sandbox
