// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/workload_step.h"

#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "models/setup/symptoms.h"
#include "models/setup/workload_checks.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;
namespace res = kube::res;

QString WorkloadStep::id() const
{
    return u"workload"_s;
}

QString WorkloadStep::title() const
{
    return tr("Workload");
}

QStringList WorkloadStep::dependsOn() const
{
    return { u"nodes"_s, u"trust"_s };
}

Assessment WorkloadStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    if (look.cluster().isEmpty()) {
        return report.finish(tr("No cluster yet."));
    }
    checkOrphans(look, report);
    if (intent.workload.skip) {
        return asker.isMissing() ? report.finish({}) : report.skipped(tr("No test workload is wanted."));
    }
    const QString ns = intent.workload.ns;
    const QString name = intent.workload.name;
    const QString object = u"pods/"_s + ns + u'/' + name;
    const QJsonObject pod = asker.object(ask::object(res::pods, ns, name));
    const world::Query priceQuery = ask::price(intent.sizing.profile, look.region());
    report.optional(priceQuery);
    const QJsonObject price = asker.object(priceQuery);
    // G4: the annotation differs by version; the global INITDATA serves this pod, so it carries none.
    report.info(u"G4-initdata-annotation"_s, tr("A pod may bring INITDATA of its own"), look.operatorFacts().initdataAnnotation, tr("Not needed here: the cluster's value serves. Operator %1 reads this annotation, and not %2.").arg(look.plannedVersion(), look.operatorFacts().otherInitdataAnnotation));
    if (look.operatorFacts().guestDeniesExec && !intent.trust.skip) {
        report.info(u"G5-exec-denied"_s, tr("Guests of operator %1 forbid exec by default").arg(look.plannedVersion()), {}, tr("Where it does, attestation is proven another way: a workload that fetches the resource itself, or INITDATA with a policy of your own."));
    }
    if (price.contains("usdPerHour"_L1)) {
        report.info(u"vm-price"_s, tr("A VM %1 costs about %2 USD an hour").arg(intent.sizing.profile).arg(price.value("usdPerHour"_L1).toDouble(), 0, 'f', 3), tr("list price of %1").arg(str(price, { u"listPriceOf" })), tr("It runs as long as its pod."));
    }

    if (pod.isEmpty()) {
        Change change = applyObject(res::pods, coco::helloPod(ns, name, intent.workload.image), QJsonValue::Null, tr("A first confidential pod shows that everything works together."));
        change.risk = Risk::Notice;
        change.price = price.contains("usdPerHour"_L1)
            ? Price { price.value("usdPerHour"_L1).toDouble(), tr("list price of %1, while the pod runs").arg(str(price, { u"listPriceOf" })) }
            : Price { std::nullopt, tr("price not known, while the pod runs") };
        checkWebhook(look, report);
        explainRefusal(world, change.key, object, report);
        report.change(change);
        if (!intent.trust.skip) { // what the guest's policy allows is known when it was asked
            Change attest = attestChange(intent, u"$POD_UID"_s);
            attest.waitsFor = tr("after the pod is Ready");
            report.change(attest);
        }
        return report.finish({});
    }

    const QString className = str(pod, { u"spec", u"runtimeClassName" });
    report.check(className == coco::kRuntimeClass, u"pod-runtime-class"_s, tr("Pod %1/%2 is a confidential pod").arg(ns, name), className.isEmpty() ? tr("%1 is not set").arg(u"spec.runtimeClassName"_s) : className, Severity::Blocker, tr("A pod of this name exists and is something else."), tr("Choose another workload.name."), object);
    const bool hasOther = at(pod, { u"metadata", u"annotations" }).toObject().contains(look.operatorFacts().otherInitdataAnnotation);
    report.check(!hasOther, u"TS-61-annotation"_s, tr("The pod has no INITDATA annotation of another version"), hasOther ? look.operatorFacts().otherInitdataAnnotation : QString(), Severity::Warning, tr("It is ignored or refused by this version."), tr("Use %1.").arg(look.operatorFacts().initdataAnnotation), object);
    const QString phase = str(pod, { u"status", u"phase" });
    if (kube::isBeingDeleted(pod)) {
        report.wait(tr("pod %1 to be gone").arg(name), object, 2min, 10min, {});
        return report.finish({});
    }
    if (phase == "Failed"_L1 || phase == "Succeeded"_L1) {
        report.blocker(u"pod-ended"_s, tr("Pod %1/%2 has ended").arg(ns, name), phase + u": "_s + str(pod, { u"status", u"message" }), tr("A pod that has ended proves nothing."), tr("Delete it and apply again."), object);
        return report.finish({});
    }
    checkMachine(look, report, pod);
    if (!kube::isReady(pod)) {
        // VMs that come and go are no progress: a start that fails is tried again for ever.
        report.wait(tr("pod %1/%2 to be Ready").arg(ns, name), object, 4min, 20min, phase);
        explainPending(look, report, pod);
        return report.finish({});
    }
    report.ok(u"pod-ready"_s, tr("Pod %1/%2 is Ready").arg(ns, name), str(pod, { u"spec", u"nodeName" }), object);
    if (!intent.trust.skip) {
        checkAttestation(look, report, pod);
    }
    report.fact(u"podUid"_s, kube::uidOf(pod));
    return report.finish(tr("Pod %1/%2 runs in a confidential VM.").arg(ns, name));
}

} // namespace cocoon::setup
