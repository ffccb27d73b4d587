// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/marketplace.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/templates.h"

#include <QJsonArray>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kMarketplace = u"openshift-marketplace"_s;

    struct Source {
        QString name;
        QString display;
    };
    const QList<Source>& defaultSources()
    {
        static const QList<Source> sources { { u"certified-operators"_s, u"Certified Operators"_s },
            { u"community-operators"_s, u"Community Operators"_s }, { u"redhat-marketplace"_s, u"Red Hat Marketplace"_s },
            { u"redhat-operators"_s, u"Red Hat Operators"_s } };
        return sources;
    }

    /// An entry of spec.sources beats disableAllDefaultSources in both directions.
    bool isEnabled(const QJsonObject& hub, const QString& name)
    {
        const QJsonObject spec = hub.value(u"spec"_s).toObject();
        for (const QJsonValue& value : spec.value(u"sources"_s).toArray()) {
            if (value.toObject().value(u"name"_s).toString() == name) {
                return !value.toObject().value(u"disabled"_s).toBool();
            }
        }
        return !spec.value(u"disableAllDefaultSources"_s).toBool();
    }
}

QList<coco::OperatorFacts> catalogEntries(const coco::Facts& facts, const Scenario& scenario)
{
    QList<coco::OperatorFacts> entries;
    for (const coco::OperatorFacts& row : facts.operators) {
        const bool beyondHead = !scenario.catalogHead.isEmpty() && coco::compareVersions(row.version, scenario.catalogHead) > 0;
        if (!beyondHead && row.version != scenario.fault(u"catalogWithout"_s)) {
            entries.append(row);
        }
    }
    return entries;
}

QJsonObject packageManifest(const coco::Facts& facts, const Scenario& scenario)
{
    QJsonObject manifest = loadTemplates(u"package"_s).value(0);
    const QList<coco::OperatorFacts> rows = catalogEntries(facts, scenario);
    if (rows.isEmpty()) {
        return manifest;
    }
    QJsonArray entries;
    for (auto row = rows.crbegin(); row != rows.crend(); ++row) {
        entries.append(QJsonObject { { u"name"_s, row->csv }, { u"version"_s, row->version } });
    }
    const auto mode = [](const QString& type, bool supported) {
        return QJsonObject { { u"type"_s, type }, { u"supported"_s, supported } };
    };
    const QJsonObject description {
        { u"displayName"_s, u"OpenShift sandboxed containers Operator"_s },
        { u"version"_s, rows.last().version },
        { u"minKubeVersion"_s, u"1.28.0"_s },
        { u"provider"_s, QJsonObject { { u"name"_s, u"Red Hat"_s } } },
        { u"annotations"_s, QJsonObject { { u"operatorframework.io/suggested-namespace"_s, osc::kNamespace } } },
        { u"installModes"_s, QJsonArray { mode(u"OwnNamespace"_s, true), mode(u"SingleNamespace"_s, true),
                                 mode(u"MultiNamespace"_s, false), mode(u"AllNamespaces"_s, false) } },
    };
    const QJsonObject channel { { u"name"_s, u"stable"_s }, { u"currentCSV"_s, rows.last().csv },
        { u"currentCSVDesc"_s, description }, { u"entries"_s, entries } };
    return with(manifest, { u"status"_s, u"channels"_s }, QJsonArray({ channel }));
}

Marketplace::Marketplace(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
    setFieldManager(u"marketplace-operator"_s);
}

void Marketplace::start()
{
    m_hubs = watch(kube::res::operatorHubs);
    kube::Reflector::Options options;
    options.ns = kMarketplace;
    m_sources = watch(kube::res::catalogSources, options);
    m_packages = watch(kube::res::packageManifests, options);
}

void Marketplace::setOutbound(bool isOpen)
{
    m_isOutboundOpen = isOpen;
    if (m_hubs) { // it has started
        schedule();
    }
}

void Marketplace::reconcile()
{
    const QJsonObject* hub = m_hubs->find(u"cluster"_s);
    if (!hub) {
        return;
    }
    for (const Source& source : defaultSources()) {
        reconcileSource(source.name, source.display, isEnabled(*hub, source.name));
    }
    reconcilePackages();
    reportHub(*hub);
}

void Marketplace::reconcileSource(const QString& name, const QString& display, bool enabled)
{
    const QJsonObject* source = m_sources->find(kMarketplace + u'/' + name);
    const QString wait = u"catalog/"_s + name;
    if (!enabled) {
        forget(wait);
        if (source && !kube::isBeingDeleted(*source)) {
            erase(kube::res::catalogSources, kMarketplace, name);
        }
        return;
    }
    if (!source) {
        const QString minor = m_stage.scenario.openshift.section(u'.', 0, 1);
        const QString image = u"registry.redhat.io/redhat/%1-index:v%2"_s.arg(QString(name).replace(u"operators"_s, u"operator"_s), minor);
        create(kube::res::catalogSources, kMarketplace,
            { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, kMarketplace },
                                   { u"annotations"_s, QJsonObject { { u"operatorframework.io/managed-by"_s, u"marketplace-operator"_s } } } } },
                { u"spec"_s,
                    QJsonObject { { u"sourceType"_s, u"grpc"_s }, { u"image"_s, image }, { u"displayName"_s, display },
                        { u"publisher"_s, u"Red Hat"_s },
                        { u"updateStrategy"_s, QJsonObject { { u"registryPoll"_s, QJsonObject { { u"interval"_s, u"240m"_s } } } } } } } });
        return;
    }
    const bool unreachable = !m_isOutboundOpen || m_stage.scenario.fault(u"catalog"_s) == "unreachable"_L1;
    const bool up = waited(wait, jitter(wait, 15s, 30s)) && !unreachable;
    const QString state = up ? u"READY"_s : unreachable ? u"TRANSIENT_FAILURE"_s : u"CONNECTING"_s;
    const QString seen = str(*source, { u"status", u"connectionState", u"lastObservedState" });
    if (seen != state && seen != "READY"_L1) {
        const QString now = kube::timestamp(m_stage.clock.now());
        const QJsonObject connection { { u"address"_s, name + u".openshift-marketplace.svc:50051"_s }, { u"lastConnect"_s, now },
            { u"lastObservedState"_s, state } };
        patch(kube::res::catalogSources, kMarketplace, name,
            { { u"status"_s, QJsonObject { { u"connectionState"_s, connection }, { u"latestImageRegistryPoll"_s, now } } } },
            u"status"_s);
    }
}

void Marketplace::reconcilePackages()
{
    const QJsonObject* source = m_sources->find(kMarketplace + u"/redhat-operators"_s);
    const bool listed = source && str(*source, { u"status", u"connectionState", u"lastObservedState" }) == "READY"_L1;
    const QJsonObject* package = m_packages->find(kMarketplace + u'/' + osc::kPackage);
    if (!listed) {
        if (package) {
            erase(kube::res::packageManifests, kMarketplace, osc::kPackage);
        }
        return;
    }
    const QJsonObject wanted = packageManifest(m_stage.facts, m_stage.scenario);
    if (!package) {
        create(kube::res::packageManifests, kMarketplace, wanted);
    } else if (package->value(u"status"_s) != wanted.value(u"status"_s)) {
        patch(kube::res::packageManifests, kMarketplace, osc::kPackage, { { u"status"_s, wanted.value(u"status"_s) } });
    }
}

void Marketplace::reportHub(const QJsonObject& hub)
{
    QJsonArray report;
    for (const Source& source : defaultSources()) {
        const bool enabled = isEnabled(hub, source.name);
        report.append(QJsonObject { { u"name"_s, source.name }, { u"disabled"_s, !enabled }, { u"status"_s, u"Success"_s } });
    }
    if (at(hub, { u"status", u"sources" }).toArray() != report) {
        patch(kube::res::operatorHubs, {}, u"cluster"_s, { { u"status"_s, QJsonObject { { u"sources"_s, report } } } }, u"status"_s);
    }
}

} // namespace cocoon::sandbox
