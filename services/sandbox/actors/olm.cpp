// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/olm.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/templates.h"

#include <QJsonArray>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kReady = u"READY"_s;

    /// "operators.coreos.com/<package>.<namespace>", cut to the length of a label name.
    QString ownerLabel(const QString& ns)
    {
        return u"operators.coreos.com/"_s + (osc::kPackage + u'.' + ns).left(63);
    }

    QString versionOf(const QString& csv)
    {
        return csv.section(u".v"_s, 1);
    }

    /// Entries of a channel, or an empty list when the package has no such channel.
    QStringList channelEntries(const QJsonObject& package, const QString& channel, QString* head)
    {
        QStringList names;
        for (const QJsonValue& value : at(package, { u"status", u"channels" }).toArray()) {
            const QJsonObject object = value.toObject();
            if (object.value(u"name"_s).toString() == channel) {
                *head = object.value(u"currentCSV"_s).toString();
                for (const QJsonValue& entry : object.value(u"entries"_s).toArray()) {
                    names.append(entry.toObject().value(u"name"_s).toString());
                }
            }
        }
        return names;
    }

    QJsonObject condition(const QString& type, const QString& reason, const QString& message)
    {
        return { { u"type"_s, type }, { u"status"_s, u"True"_s }, { u"reason"_s, reason }, { u"message"_s, message } };
    }
}

Olm::Olm(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
    setFieldManager(u"catalog"_s);
}

void Olm::start()
{
    m_packages = watch(kube::res::packageManifests);
    m_sources = watch(kube::res::catalogSources);
    m_subscriptions = watch(kube::res::subscriptions);
    m_plans = watch(kube::res::installPlans);
    m_csvs = watch(kube::res::csvs);
    m_crds = watch(kube::res::crds);
    m_accounts = watch(kube::res::serviceAccounts);
}

void Olm::reconcile()
{
    for (const QJsonObject& subscription : m_subscriptions->objects()) {
        if (!kube::isBeingDeleted(subscription)) {
            reconcileSubscription(subscription);
        }
    }
    for (const QJsonObject& plan : m_plans->objects()) {
        reconcilePlan(plan);
    }
}

QString Olm::installedCsv(const QString& ns) const
{
    QString best;
    for (const QJsonObject& csv : m_csvs->objects()) {
        const QString name = kube::nameOf(csv);
        const bool ours = kube::namespaceOf(csv) == ns && name.startsWith(osc::kPackage + u".v"_s);
        if (ours && !kube::isBeingDeleted(csv) && kube::label(csv, u"olm.copiedFrom"_s).isEmpty()
            && (best.isEmpty() || coco::compareVersions(versionOf(name), versionOf(best)) > 0)) {
            best = name;
        }
    }
    return best;
}

QJsonObject Olm::planFor(const QString& ns, const QString& csv) const
{
    for (const QJsonObject& plan : m_plans->objects()) {
        if (kube::namespaceOf(plan) == ns && at(plan, { u"spec", u"clusterServiceVersionNames" }).toArray().contains(csv)) {
            // A plan that was carried out does not count when its CSV was deleted since: a new one is proposed.
            const bool complete = str(plan, { u"status", u"phase" }) == "Complete"_L1;
            if (!complete || m_csvs->find(ns + u'/' + csv)) {
                return plan;
            }
        }
    }
    return {};
}

void Olm::reconcileSubscription(const QJsonObject& subscription)
{
    const QString ns = kube::namespaceOf(subscription);
    const QJsonObject spec = subscription.value(u"spec"_s).toObject();
    const QString packageName = spec.value(u"name"_s).toString();
    const QString channel = spec.value(u"channel"_s).toString(u"stable"_s);
    const QString sourceKey = spec.value(u"sourceNamespace"_s).toString() + u'/' + spec.value(u"source"_s).toString();
    const QString name = kube::nameOf(subscription);
    const QJsonObject* source = m_sources->find(sourceKey);
    const QJsonObject* package = m_packages->find(spec.value(u"sourceNamespace"_s).toString() + u'/' + packageName);
    const QString installed = packageName == osc::kPackage ? installedCsv(ns) : QString();
    const auto unresolved = [&](const QString& message) {
        setStatus(subscription, {}, condition(u"ResolutionFailed"_s, u"ConstraintsNotSatisfiable"_s, u"constraints not satisfiable: "_s + message));
    };

    if (installed.isEmpty() && (!source || str(*source, { u"status", u"connectionState", u"lastObservedState" }) != kReady)) {
        unresolved(u"no operators found from catalog %1 in namespace %2 referenced by subscription %3, subscription %3 exists"_s
                       .arg(spec.value(u"source"_s).toString(), spec.value(u"sourceNamespace"_s).toString(), name));
        return;
    }
    QString head;
    const QStringList entries = package ? channelEntries(*package, channel, &head) : QStringList();
    if (installed.isEmpty() && !package) {
        unresolved(u"no operators found in package %1 in the catalog referenced by subscription %2, subscription %2 exists"_s.arg(packageName, name));
        return;
    }
    if (installed.isEmpty() && entries.isEmpty()) {
        unresolved(u"no operators found in channel %1 of package %2 in the catalog referenced by subscription %3, subscription %3 exists"_s.arg(channel, packageName, name));
        return;
    }
    if (!installed.isEmpty()) {
        const bool newer = !head.isEmpty() && coco::compareVersions(versionOf(head), versionOf(installed)) > 0;
        const bool running = str(*m_csvs->find(ns + u'/' + installed), { u"status", u"phase" }) == "Succeeded"_L1;
        if (newer && running) {
            propose(subscription, head, installed);
        } else {
            const QJsonObject plan = planFor(ns, installed);
            QJsonObject status { { u"state"_s, running ? u"AtLatestKnown"_s : u"UpgradePending"_s }, { u"currentCSV"_s, installed },
                { u"installedCSV"_s, installed } };
            if (!plan.isEmpty()) {
                status.insert(u"installPlanRef"_s, QJsonObject { { u"name"_s, kube::nameOf(plan) }, { u"namespace"_s, ns } });
            }
            setStatus(subscription, status, {});
        }
        return;
    }
    const QString starting = spec.value(u"startingCSV"_s).toString();
    if (!starting.isEmpty() && !entries.contains(starting)) {
        unresolved(u"no operators found with name %1 in channel %2 of package %3 in the catalog referenced by subscription %4, subscription %4 exists"_s
                       .arg(starting, channel, packageName, name));
        return;
    }
    propose(subscription, starting.isEmpty() ? head : starting, {});
}

void Olm::propose(const QJsonObject& subscription, const QString& csv, const QString& installed)
{
    const QString ns = kube::namespaceOf(subscription);
    const QString memory = kube::uidOf(subscription) + u'/' + csv;
    const QJsonObject plan = planFor(ns, csv);
    QJsonObject status { { u"state"_s, u"UpgradePending"_s }, { u"currentCSV"_s, csv } };
    if (!installed.isEmpty()) {
        status.insert(u"installedCSV"_s, installed);
    }
    if (plan.isEmpty()) {
        if (!waited(u"unpack/"_s + memory, jitter(csv, 20s, 120s))) {
            status.insert(u"state"_s, installed.isEmpty() ? QString() : u"UpgradeAvailable"_s);
            setStatus(subscription, status, condition(u"BundleUnpacking"_s, u"JobIncomplete"_s, u"unpack job not completed"_s));
            return;
        }
        const bool automatic = str(subscription, { u"spec", u"installPlanApproval" }) != "Manual"_L1;
        QString& planName = m_planNames[memory];
        if (planName.isEmpty()) {
            planName = u"install-"_s + randomSuffix();
        }
        create(kube::res::installPlans, ns,
            { { u"metadata"_s, QJsonObject { { u"name"_s, planName }, { u"namespace"_s, ns },
                                   { u"labels"_s, QJsonObject { { ownerLabel(ns), QString() } } },
                                   { u"ownerReferences"_s, QJsonArray({ QJsonObject { { u"apiVersion"_s, u"operators.coreos.com/v1alpha1"_s },
                                         { u"kind"_s, u"Subscription"_s }, { u"name"_s, kube::nameOf(subscription) },
                                         { u"uid"_s, kube::uidOf(subscription) }, { u"controller"_s, false }, { u"blockOwnerDeletion"_s, false } } }) } } },
                { u"spec"_s,
                    QJsonObject { { u"approval"_s, automatic ? u"Automatic"_s : u"Manual"_s }, { u"approved"_s, automatic },
                        { u"clusterServiceVersionNames"_s, QJsonArray({ csv }) }, { u"generation"_s, installed.isEmpty() ? 1 : 2 } } } });
        return;
    }
    m_planNames.remove(memory);
    forget(u"unpack/"_s + memory);
    status.insert(u"installPlanRef"_s, QJsonObject { { u"apiVersion"_s, u"operators.coreos.com/v1alpha1"_s }, { u"kind"_s, u"InstallPlan"_s },
                                           { u"name"_s, kube::nameOf(plan) }, { u"namespace"_s, ns }, { u"uid"_s, kube::uidOf(plan) } });
    const QString phase = str(plan, { u"status", u"phase" });
    setStatus(subscription, status,
        phase == "Complete"_L1 ? QJsonObject() : condition(u"InstallPlanPending"_s, phase.isEmpty() ? u"Planning"_s : phase, {}));
}

void Olm::setStatus(const QJsonObject& subscription, QJsonObject status, const QJsonObject& wantedCondition)
{
    QJsonArray conditions;
    QString now = kube::timestamp(m_stage.clock.now());
    if (!wantedCondition.isEmpty()) {
        QJsonObject whole = wantedCondition;
        const QJsonObject old = kube::condition(subscription, wantedCondition.value(u"type"_s).toString());
        whole.insert(u"lastTransitionTime"_s, old.value(u"lastTransitionTime"_s).toString(now));
        conditions.append(whole);
    }
    const QJsonObject seen = subscription.value(u"status"_s).toObject();
    status.insert(u"conditions"_s, conditions);
    status.insert(u"catalogHealth"_s, seen.value(u"catalogHealth"_s));
    QJsonArray health;
    for (const QJsonObject& source : m_sources->objects()) {
        const bool healthy = str(source, { u"status", u"connectionState", u"lastObservedState" }) == kReady;
        health.append(QJsonObject { { u"catalogSourceRef"_s, QJsonObject { { u"apiVersion"_s, u"operators.coreos.com/v1alpha1"_s }, { u"kind"_s, u"CatalogSource"_s },
                                                               { u"name"_s, kube::nameOf(source) }, { u"namespace"_s, kube::namespaceOf(source) } } },
            { u"healthy"_s, healthy } });
    }
    status.insert(u"catalogHealth"_s, health);
    QJsonObject comparable = seen;
    comparable.remove(u"lastUpdated"_s);
    if (comparable == status) {
        return;
    }
    for (const QString& key : comparable.keys()) {
        if (!status.contains(key)) {
            status.insert(key, QJsonValue::Null); // a merge patch removes it
        }
    }
    status.insert(u"lastUpdated"_s, now);
    patch(kube::res::subscriptions, kube::namespaceOf(subscription), kube::nameOf(subscription), { { u"status"_s, status } }, u"status"_s);
}

void Olm::reconcilePlan(const QJsonObject& plan)
{
    const QString ns = kube::namespaceOf(plan);
    const QString name = kube::nameOf(plan);
    const QString phase = str(plan, { u"status", u"phase" });
    if (phase == "Complete"_L1 || phase == "Failed"_L1) {
        return;
    }
    const QString csv = at(plan, { u"spec", u"clusterServiceVersionNames", u"0" }).toString();
    const auto setPhase = [&](const QString& next, const QJsonArray& conditions) {
        if (next != phase) {
            patch(kube::res::installPlans, ns, name,
                { { u"status"_s, QJsonObject { { u"phase"_s, next }, { u"catalogSources"_s, QJsonArray() }, { u"conditions"_s, conditions } } } }, u"status"_s);
        }
    };
    if (!at(plan, { u"spec", u"approved" }).toBool()) {
        setPhase(u"RequiresApproval"_s, {});
        return;
    }
    if (phase != "Installing"_L1) {
        setPhase(u"Installing"_s, {});
        return;
    }
    if (waited(u"plan/"_s + kube::uidOf(plan), 5s) && unpack(plan, csv)) {
        QJsonObject installed = condition(u"Installed"_s, {}, {});
        installed.insert(u"lastTransitionTime"_s, kube::timestamp(m_stage.clock.now()));
        installed.insert(u"lastUpdateTime"_s, kube::timestamp(m_stage.clock.now()));
        setPhase(u"Complete"_s, QJsonArray({ installed }));
    }
}

bool Olm::unpack(const QJsonObject& plan, const QString& csv)
{
    const QString ns = kube::namespaceOf(plan);
    bool whole = true;
    for (const QJsonObject& crd : loadTemplates(u"operator_crds"_s)) {
        if (!m_crds->find(kube::nameOf(crd))) {
            whole = false;
            create(kube::res::crds, {}, with(crd, { u"metadata"_s, u"labels"_s, ownerLabel(ns) }, QString()));
        }
    }
    const coco::OperatorFacts& facts = m_stage.facts.forVersion(versionOf(csv));
    const QList<QJsonObject> bundle = loadTemplates(u"operator"_s,
        { { u"VERSION"_s, versionOf(csv) }, { u"CSV"_s, csv }, { u"NAMESPACE"_s, ns }, { u"INSTALL_ACCOUNT"_s, facts.installServiceAccount } });
    for (QJsonObject object : bundle) {
        const bool account = object.value(u"kind"_s).toString() == "ServiceAccount"_L1;
        if ((account ? m_accounts : m_csvs)->find(kube::keyOf(object))) {
            continue;
        }
        whole = false;
        if (!account) {
            const QString before = installedCsv(ns);
            if (!before.isEmpty() && before != csv) {
                object = with(object, { u"spec"_s, u"replaces"_s }, before);
            }
        }
        create(account ? kube::res::serviceAccounts : kube::res::csvs, ns, object);
    }
    return whole;
}

} // namespace cocoon::sandbox
