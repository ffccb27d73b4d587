// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/prerequisites_step.h"

#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/preflight_checks.h"
#include "models/setup/report.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;
namespace res = kube::res;

QString PrerequisitesStep::id() const
{
    return u"prerequisites"_s;
}

QString PrerequisitesStep::title() const
{
    return tr("Prerequisites");
}

QStringList PrerequisitesStep::dependsOn() const
{
    return { u"connect"_s };
}

Assessment PrerequisitesStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const bool installed = !look.installedVersion().isEmpty();

    checkWorkers(look, report);
    checkRights(look, report);
    const bool isOutboundOpen = checkNetwork(look, report);

    // OperatorHub: clusters made from 4.15 on start with the default catalogs off (TS-01).
    const QJsonObject hub = asker.object(ask::object(res::operatorHubs, {}, u"cluster"_s));
    bool isHubOn = !at(hub, { u"spec", u"disableAllDefaultSources" }).toBool();
    for (const QJsonValue& source : at(hub, { u"spec", u"sources" }).toArray()) {
        if (str(source, { u"name" }) == intent.op.source) {
            isHubOn = !at(source, { u"disabled" }).toBool();
        }
    }
    const QJsonObject catalog = asker.object(ask::object(res::catalogSources, coco::kMarketplace, intent.op.source));
    const QString connectionState = str(catalog, { u"status", u"connectionState", u"lastObservedState" });
    const bool isCatalogReady = connectionState == "READY"_L1;
    if (installed) {
        report.ok(u"operatorhub"_s, tr("The operator is installed already; the catalog is not needed"), look.installedVersion());
        return report.finish(tr("The cluster is ready."));
    }
    if (isHubOn || isCatalogReady) {
        report.ok(u"operatorhub"_s, tr("OperatorHub offers the default catalogs"), {}, u"operatorhubs/cluster"_s);
    } else {
        report.info(u"operatorhub"_s, tr("OperatorHub is off"), tr("spec.disableAllDefaultSources: true"), tr("It is switched on; clusters made from 4.15 on start without it."), u"operatorhubs/cluster"_s);
        QJsonObject before = hub.value("spec"_L1).toObject();
        Change change = patchObject(res::operatorHubs, {}, u"cluster"_s, { { u"spec"_s, QJsonObject { { u"disableAllDefaultSources"_s, false } } } }, QJsonObject { { u"spec"_s, before } },
            tr("Enable OperatorHub"), tr("The operator comes from the catalog %1.").arg(intent.op.source));
        change.risk = Risk::Notice;
        report.change(change);
    }
    const QJsonObject package = asker.object(ask::object(res::packageManifests, coco::kMarketplace, coco::kPackage));
    if (isCatalogReady) {
        report.ok(u"catalog-ready"_s, tr("The catalog %1 is ready").arg(intent.op.source), connectionState);
        checkPackage(look, report, package);
        if (package.isEmpty()) {
            report.wait(tr("the package to appear in the catalog"), u"packagemanifests/"_s + coco::kPackage, 1min, 5min, connectionState);
        }
    } else {
        report.info(u"catalog-ready"_s, tr("The catalog %1 is not ready yet").arg(intent.op.source), connectionState.isEmpty() ? tr("no CatalogSource") : connectionState);
        // Enabling the hub alone is not enough when nothing may leave the VPC (TS-02). Where only some registries are allowed it
        // is: a catalog that fails says so.
        const bool isHeldBack = !isOutboundOpen && isHubOn && connectionState == "TRANSIENT_FAILURE"_L1;
        if (!isOutboundOpen) {
            Change open = openOutbound(look);
            open.waitsFor = isHeldBack ? QString() : tr("when the catalog cannot be pulled");
            report.change(open);
        }
        if (isHubOn && !isHeldBack) {
            report.wait(tr("the catalog %1").arg(intent.op.source), u"catalogsources/"_s + intent.op.source, 2min, 10min, connectionState);
        }
    }
    return report.finish(tr("The cluster is ready for the operator."));
}

} // namespace cocoon::setup
