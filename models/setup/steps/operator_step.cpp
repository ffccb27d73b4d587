// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/operator_step.h"

#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "models/setup/symptoms.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;
namespace res = kube::res;

QString OperatorStep::id() const
{
    return u"operator"_s;
}

QString OperatorStep::title() const
{
    return tr("Sandboxed containers operator");
}

QStringList OperatorStep::dependsOn() const
{
    return { u"connect"_s, u"prerequisites"_s };
}

namespace {
    /// A field of the facts, as somebody would ask about it.
    QString nameOf(const QString& field)
    {
        const QHash<QString, QString> names {
            { u"guestDeniesExec"_s, OperatorStep::tr("whether guests forbid exec") },
            { u"kbsProtocol"_s, OperatorStep::tr("the version of the key broker's protocol") },
            { u"rollsOutOnConfigChange"_s, OperatorStep::tr("whether new settings restart the adaptor") },
            { u"installServiceAccount"_s, OperatorStep::tr("the installer's service account") },
            { u"configSyncDaemonSet"_s, OperatorStep::tr("how the installer's settings reach the workers") },
            { u"readsVpcSecurityGroupKey"_s, OperatorStep::tr("which setting names the security group") },
        };
        return names.value(field, field);
    }

    /// What no source says outright of this version; and whose facts stand in where the version is not in the table.
    void tellFacts(Look& look, Report& report)
    {
        const QString version = look.plannedVersion();
        const QString known = look.operatorFacts().version;
        QStringList open;
        for (const QJsonValue& row : at(look.facts().defaults, { u"operators", u"operators" }).toArray()) {
            for (const QJsonValue& field : str(row, { u"version" }) == known ? at(row, { u"unverified" }).toArray() : QJsonArray()) {
                open.append(nameOf(field.toString()));
            }
        }
        const QString evidence = open.isEmpty() ? OperatorStep::tr("all fields are stated by their sources") : OperatorStep::tr("not stated outright by any source: %1").arg(open.join(u", "_s));
        if (known != version) {
            report.info(u"operator-facts"_s, OperatorStep::tr("Operator %1 is not known to Cocoon; it is treated as %2").arg(version, known), evidence, OperatorStep::tr("Read in the notes of that version what differs."));
        } else if (!open.isEmpty()) {
            report.info(u"operator-facts"_s, OperatorStep::tr("Not everything about operator %1 is public").arg(version), evidence, OperatorStep::tr("What is done is right in either case."));
        }
    }
}

Assessment OperatorStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const QString wanted = intent.op.version.isEmpty() ? m_facts.validated().version : intent.op.version;
    const QString wantedCsv = coco::kPackage + u".v"_s + wanted;

    const QJsonObject ns = asker.object(ask::object(res::namespaces, {}, coco::kNamespace));
    const QList<QJsonObject> groups = asker.objects(ask::list(res::operatorGroups, coco::kNamespace));
    const QList<QJsonObject> plans = asker.objects(ask::list(res::installPlans, coco::kNamespace));
    const QJsonObject subscription = look.subscription();
    const QJsonObject csv = look.installedCsv();
    const QString installed = look.installedVersion();
    tellFacts(look, report);

    if (!ns.isEmpty()) {
        report.check(!kube::isBeingDeleted(ns), u"operator-namespace"_s, tr("The operator's namespace is not being removed"), str(ns, { u"status", u"phase" }), Severity::Blocker,
            tr("Nothing can be created in a namespace that is going away; PeerPods may hold it (TS-29)."), tr("Finish the removal first."), u"namespaces/"_s + coco::kNamespace);
    } else {
        report.change(applyObject(res::namespaces, coco::operatorNamespace(), QJsonValue::Null, tr("The operator, its settings and the adaptor live here.")));
    }

    // Exactly one OperatorGroup, for this namespace only: anything else and OLM refuses (TS-04).
    report.check(groups.size() <= 1, u"TS-04-one-operator-group"_s, tr("There is not more than one OperatorGroup"), tr("%n OperatorGroup(s) in the namespace", nullptr, static_cast<int>(groups.size())), Severity::Blocker,
        tr("OLM installs nothing in a namespace with two."), tr("Delete the one that is not needed."));
    if (groups.isEmpty()) {
        report.change(applyObject(res::operatorGroups, coco::operatorGroup(), QJsonValue::Null, tr("It tells OLM which namespace the operator watches.")));
    } else if (groups.size() == 1) {
        const QJsonArray targets = at(groups.first(), { u"spec", u"targetNamespaces" }).toArray();
        report.check(targets.contains(coco::kNamespace) && targets.size() == 1, u"operator-group-target"_s, tr("The OperatorGroup targets the operator's namespace"), kube::nameOf(groups.first()),
            Severity::Blocker, tr("The operator supports its own namespace only (UnsupportedOperatorGroup)."), tr("Set its spec.targetNamespaces to this one namespace."));
    }

    if (!subscription.isEmpty()) {
        report.ok(u"subscription"_s, tr("A Subscription exists"), tr("%1, channel %2, %3").arg(kube::nameOf(subscription), str(subscription, { u"spec", u"channel" }), str(subscription, { u"spec", u"installPlanApproval" })));
        for (const char16_t* type : { u"ResolutionFailed", u"BundleUnpackFailed", u"CatalogSourcesUnhealthy" }) {
            const QJsonObject condition = kube::condition(subscription, QString::fromUtf16(type));
            if (str(condition, { u"status" }) == "True"_L1 && installed.isEmpty()) {
                const Symptom symptom = recognise(str(condition, { u"message" }), u"sub"_s);
                const QString id = symptom.id.isEmpty() ? u"subscription-"_s + QString::fromUtf16(type).toLower() : symptom.id;
                report.warning(id, tr("OLM cannot install the operator yet"), str(condition, { u"message" }), symptom.cause, symptom.fix.isEmpty() ? tr("Look at the Subscription and the catalog.") : symptom.fix);
            }
        }
    } else {
        // G1: "keep the default selections" installs the channel head; pinned and Manual stays where the image is validated.
        report.change(applyObject(res::subscriptions, coco::subscription(intent.op.channel, wantedCsv, intent.op.approval, intent.op.source), QJsonValue::Null,
            tr("OLM installs version %1 and, by Manual approval, stays there.").arg(wanted)));
    }

    if (installed.isEmpty()) {
        const bool isKept = subscription.isEmpty() ? intent.op.approval == "Manual"_L1 : str(subscription, { u"spec", u"installPlanApproval" }) == "Manual"_L1;
        report.info(u"G1-operator-pinned"_s, isKept ? tr("Version %1 will be installed and kept, whatever the head of the channel is").arg(wanted) : tr("Version %1 will be installed, then whatever becomes the head of the channel").arg(wanted), wantedCsv, {});
        QJsonObject plan;
        for (const QJsonObject& candidate : plans) {
            const QJsonArray names = at(candidate, { u"spec", u"clusterServiceVersionNames" }).toArray();
            if (names.contains(wantedCsv)) {
                plan = candidate;
            }
        }
        const bool manual = subscription.isEmpty() ? intent.op.approval == "Manual"_L1 : str(subscription, { u"spec", u"installPlanApproval" }) != "Automatic"_L1;
        const bool approved = at(plan, { u"spec", u"approved" }).toBool();
        if (manual && !approved) {
            const QString name = plan.isEmpty() ? u"$INSTALL_PLAN"_s : kube::nameOf(plan);
            Change approve = patchObject(res::installPlans, coco::kNamespace, name, { { u"spec"_s, QJsonObject { { u"approved"_s, true } } } },
                plan.isEmpty() ? QJsonValue() : QJsonValue(QJsonObject { { u"spec"_s, QJsonObject { { u"approved"_s, false } } } }), tr("Approve the InstallPlan of %1").arg(wantedCsv),
                tr("Only the plan that names this version is approved; later ones stay as they are."));
            approve.key = u"approve installplans/"_s + coco::kNamespace + u'/' + wantedCsv;
            if (plan.isEmpty()) {
                approve.waitsFor = tr("after OLM made its InstallPlan");
            }
            approve.commands = { u"INSTALL_PLAN=\nuntil [ -n \"$INSTALL_PLAN\" ]; do\n  sleep 2\n  INSTALL_PLAN=$(oc get installplans.operators.coreos.com -n %1 -o json | jq -r '[.items[] | select(.spec.clusterServiceVersionNames | index(\"%2\")) | .metadata.name][0] // \"\"')\ndone"_s.arg(coco::kNamespace, wantedCsv),
                u"oc patch installplans.operators.coreos.com \"$INSTALL_PLAN\" -n %1 --type=merge -p '{\"spec\":{\"approved\":true}}'"_s.arg(coco::kNamespace) };
            report.change(approve);
        }
        if (plan.isEmpty() && !plans.isEmpty() && !subscription.isEmpty()) {
            report.warning(u"TS-05-other-plan"_s, tr("OLM's InstallPlan is for another version"), at(plans.first(), { u"spec", u"clusterServiceVersionNames" }).toArray().first().toString(),
                tr("It was not made for version %1 and is not approved.").arg(wanted), tr("Set operator.version in the Intent to that version, or recreate the Subscription with startingCSV %1.").arg(wantedCsv));
        }
        if (!subscription.isEmpty() && (plan.isEmpty() || approved || !manual)) {
            report.wait(tr("OLM to install operator %1").arg(wanted), u"subscriptions/"_s + kube::nameOf(subscription), 3min, 15min,
                str(subscription, { u"status", u"state" }) + str(plan, { u"status", u"phase" }));
        }
        return report.finish({});
    }

    report.fact(u"installedCsv"_s, kube::nameOf(csv));
    report.fact(u"operatorVersion"_s, installed);
    report.check(installed == wanted, u"TS-08-operator-version"_s, tr("Version %1 is installed").arg(wanted), tr("installed: %1").arg(installed), Severity::Warning,
        tr("Annotation, security group key, guest policy and trustee protocol differ between versions; the facts of %1 are used.").arg(look.operatorFacts().version), tr("Accept it (operator.version: %1), or reinstall pinned with Manual approval.").arg(installed));
    if (str(subscription, { u"spec", u"installPlanApproval" }) == "Automatic"_L1) {
        report.warning(u"operator-automatic"_s, tr("The operator updates itself"), tr("Subscription %1: installPlanApproval Automatic").arg(kube::nameOf(subscription)), tr("An update changes annotation names and guest policies under running workloads."), tr("Set installPlanApproval to Manual."));
    }
    for (const QJsonObject& plan : plans) {
        if (!at(plan, { u"spec", u"approved" }).toBool() && str(plan, { u"status", u"phase" }) == "RequiresApproval"_L1) {
            report.info(u"operator-update-waiting"_s, tr("An update of the operator waits for approval and is left alone"), at(plan, { u"spec", u"clusterServiceVersionNames" }).toArray().first().toString());
        }
    }
    const QString phase = str(csv, { u"status", u"phase" });
    if (kube::isBeingDeleted(csv)) {
        report.blocker(u"TS-33-operator-removal"_s, tr("The operator is being removed"), kube::nameOf(csv), tr("Its removal waits for the KataConfig."), tr("Finish the removal first."));
    } else if (phase == "Failed"_L1) {
        report.warning(u"TS-07-csv-failed"_s, tr("The operator's installation failed"), tr("%1: %2").arg(str(csv, { u"status", u"reason" }), str(csv, { u"status", u"message" })), tr("Its Deployment did not become available."), tr("Look at the pod controller-manager: image pull, resources, crash."));
    }
    if (phase != "Succeeded"_L1) {
        report.wait(tr("operator %1 to be installed").arg(installed), u"csvs/"_s + kube::nameOf(csv), 1min, 10min, phase + str(csv, { u"status", u"reason" }));
    } else {
        int available = 0;
        for (const QJsonObject& deployment : asker.objects(ask::list(res::deployments, coco::kNamespace))) {
            if (kube::nameOf(deployment) == "controller-manager"_L1) {
                available = at(deployment, { u"status", u"availableReplicas" }).toInt();
            }
        }
        if (available < 1) {
            report.wait(tr("the operator's controller-manager"), u"deployments/controller-manager"_s, 1min, 10min, QString::number(available));
        } else {
            report.ok(u"operator-running"_s, tr("The operator runs"), kube::nameOf(csv));
        }
    }
    return report.finish(tr("Operator %1 is installed.").arg(installed));
}

} // namespace cocoon::setup
