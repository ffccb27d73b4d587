// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/csv_installer.h"

#include "services/base/json.h"
#include "services/kube/object.h"

#include <QJsonArray>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kOwner = u"olm.owner"_s;

    QJsonArray deploymentsOf(const QJsonObject& csv)
    {
        return at(csv, { u"spec", u"install", u"spec", u"deployments" }).toArray();
    }
}

CsvInstaller::CsvInstaller(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
    setFieldManager(u"olm"_s);
}

void CsvInstaller::start()
{
    m_csvs = watch(kube::res::csvs);
    m_groups = watch(kube::res::operatorGroups);
    m_deployments = watch(kube::res::deployments);
}

void CsvInstaller::reconcile()
{
    for (const QJsonObject& csv : m_csvs->objects()) {
        if (!kube::isBeingDeleted(csv) && kube::label(csv, u"olm.copiedFrom"_s).isEmpty()) {
            reconcileCsv(csv);
        }
    }
    for (const QJsonObject& deployment : m_deployments->objects()) {
        const QString owner = kube::label(deployment, kOwner);
        const QString ns = kube::namespaceOf(deployment);
        if (!owner.isEmpty() && !m_csvs->find(ns + u'/' + owner) && !kube::isBeingDeleted(deployment)) {
            erase(kube::res::deployments, ns, kube::nameOf(deployment));
        }
    }
}

void CsvInstaller::reconcileCsv(const QJsonObject& csv)
{
    const QString phase = str(csv, { u"status", u"phase" });
    const QString uid = kube::uidOf(csv);
    const auto wait = [&uid](const QString& step) { return step + u'/' + uid; };
    QString message;
    const QString problem = groupProblem(kube::namespaceOf(csv), &message);
    if (!problem.isEmpty()) {
        setPhase(csv, u"Failed"_s, problem, message);
        return;
    }
    if (phase.isEmpty() || phase == "Failed"_L1) {
        for (const QString& step : { u"pending"_s, u"ready"_s, u"install"_s }) {
            forget(wait(step));
        }
        setPhase(csv, u"Pending"_s, u"RequirementsUnknown"_s, u"requirements not yet checked"_s);
    } else if (phase == "Pending"_L1) {
        if (waited(wait(u"pending"_s), 8s)) {
            setPhase(csv, u"InstallReady"_s, u"AllRequirementsMet"_s, u"all requirements found, attempting install"_s);
        }
    } else if (phase == "InstallReady"_L1) {
        if (waited(wait(u"ready"_s), 5s) && ensureDeployments(csv)) {
            setPhase(csv, u"Installing"_s, u"InstallSucceeded"_s, u"waiting for install components to report healthy"_s);
        }
    } else if (phase == "Installing"_L1) {
        const bool settled = waited(wait(u"install"_s), 45s);
        if (ensureDeployments(csv) && isAvailable(csv) && settled) {
            setPhase(csv, u"Succeeded"_s, u"InstallSucceeded"_s, u"install strategy completed with no errors"_s);
        } else if (str(csv, { u"status", u"reason" }) != "InstallWaiting"_L1) {
            setPhase(csv, u"Installing"_s, u"InstallWaiting"_s,
                u"installing: waiting for deployment controller-manager to become ready: deployment \"controller-manager\" not available: Deployment does not have minimum availability."_s);
        }
    } else if (phase == "Succeeded"_L1 && !isBeingReplaced(csv)) {
        retireReplaced(csv);
        if (!ensureDeployments(csv)) {
            // Somebody deleted a Deployment: OLM installs again.
            setPhase(csv, u"Pending"_s, u"NeedsReinstall"_s, u"installing: deployment changed or missing"_s);
            for (const QString& step : { u"pending"_s, u"ready"_s, u"install"_s }) {
                forget(wait(step));
            }
        }
    }
}

void CsvInstaller::setPhase(const QJsonObject& csv, const QString& phase, const QString& reason, const QString& message)
{
    if (str(csv, { u"status", u"phase" }) == phase && str(csv, { u"status", u"reason" }) == reason) {
        return;
    }
    const QString now = kube::timestamp(m_stage.clock.now());
    QJsonArray conditions = at(csv, { u"status", u"conditions" }).toArray();
    conditions.append(QJsonObject { { u"phase"_s, phase }, { u"reason"_s, reason }, { u"message"_s, message },
        { u"lastTransitionTime"_s, now }, { u"lastUpdateTime"_s, now } });
    patch(kube::res::csvs, kube::namespaceOf(csv), kube::nameOf(csv),
        { { u"status"_s,
            QJsonObject { { u"phase"_s, phase }, { u"reason"_s, reason }, { u"message"_s, message }, { u"conditions"_s, conditions },
                { u"lastTransitionTime"_s, now }, { u"lastUpdateTime"_s, now } } } },
        u"status"_s);
    emitEvent(csv, phase == "Failed"_L1 ? u"Warning"_s : u"Normal"_s, reason, message, u"operator-lifecycle-manager"_s);
}

QString CsvInstaller::groupProblem(const QString& ns, QString* message) const
{
    QList<QJsonObject> groups;
    for (const QJsonObject& group : m_groups->objects()) {
        if (kube::namespaceOf(group) == ns) {
            groups.append(group);
        }
    }
    if (groups.isEmpty()) {
        *message = u"csv in namespace with no operatorgroups"_s;
        return u"NoOperatorGroup"_s;
    }
    if (groups.size() > 1) {
        *message = u"csv created in namespace with multiple operatorgroups, can't pick one automatically"_s;
        return u"TooManyOperatorGroups"_s;
    }
    // Own and single namespace are supported, several and all are not.
    const QJsonArray targets = at(groups.first(), { u"spec", u"targetNamespaces" }).toArray();
    if (targets.size() != 1) {
        *message = targets.isEmpty() ? u"AllNamespaces InstallModeType not supported, cannot configure to watch all namespaces"_s
                                     : u"MultiNamespace InstallModeType not supported, cannot configure to watch %1 namespaces"_s.arg(targets.size());
        return u"UnsupportedOperatorGroup"_s;
    }
    return {};
}

bool CsvInstaller::ensureDeployments(const QJsonObject& csv)
{
    const QString ns = kube::namespaceOf(csv);
    const QString csvName = kube::nameOf(csv);
    bool whole = true;
    for (const QJsonValue& value : deploymentsOf(csv)) {
        const QJsonObject wanted = value.toObject();
        const QString name = wanted.value(u"name"_s).toString();
        const QJsonObject owner { { u"apiVersion"_s, u"operators.coreos.com/v1alpha1"_s }, { u"kind"_s, u"ClusterServiceVersion"_s },
            { u"name"_s, csvName }, { u"uid"_s, kube::uidOf(csv) }, { u"controller"_s, false }, { u"blockOwnerDeletion"_s, false } };
        QJsonObject labels = wanted.value(u"label"_s).toObject();
        labels.insert(kOwner, csvName);
        labels.insert(u"olm.owner.kind"_s, u"ClusterServiceVersion"_s);
        labels.insert(u"olm.owner.namespace"_s, ns);
        const QJsonObject metadata { { u"name"_s, name }, { u"namespace"_s, ns }, { u"labels"_s, labels }, { u"ownerReferences"_s, QJsonArray({ owner }) } };
        const QJsonObject* live = m_deployments->find(ns + u'/' + name);
        if (!live) {
            whole = false;
            create(kube::res::deployments, ns, { { u"metadata"_s, metadata }, { u"spec"_s, wanted.value(u"spec"_s) } });
        } else if (kube::label(*live, kOwner) != csvName) {
            whole = false;
            patch(kube::res::deployments, ns, name,
                { { u"metadata"_s, QJsonObject { { u"labels"_s, labels }, { u"ownerReferences"_s, QJsonArray({ owner }) } } },
                    { u"spec"_s, wanted.value(u"spec"_s) } });
        }
    }
    return whole;
}

bool CsvInstaller::isBeingReplaced(const QJsonObject& csv) const
{
    for (const QJsonObject& other : m_csvs->objects()) {
        if (kube::namespaceOf(other) == kube::namespaceOf(csv) && str(other, { u"spec", u"replaces" }) == kube::nameOf(csv)) {
            return true; // the Deployments are the other one's business now
        }
    }
    return false;
}

bool CsvInstaller::isAvailable(const QJsonObject& csv) const
{
    for (const QJsonValue& value : deploymentsOf(csv)) {
        const QJsonObject* live = m_deployments->find(kube::namespaceOf(csv) + u'/' + value.toObject().value(u"name"_s).toString());
        if (!live || at(*live, { u"status", u"availableReplicas" }).toInt() < 1) {
            return false;
        }
    }
    return true;
}

void CsvInstaller::retireReplaced(const QJsonObject& csv)
{
    const QString ns = kube::namespaceOf(csv);
    const QString replaced = str(csv, { u"spec", u"replaces" });
    const QJsonObject* old = replaced.isEmpty() ? nullptr : m_csvs->find(ns + u'/' + replaced);
    if (!old || kube::isBeingDeleted(*old)) {
        return;
    }
    if (str(*old, { u"status", u"phase" }) != "Replacing"_L1) {
        setPhase(*old, u"Replacing"_s, u"BeingReplaced"_s, u"being replaced by csv: "_s + kube::nameOf(csv));
    } else if (waited(u"retire/"_s + kube::uidOf(*old), 5s)) {
        erase(kube::res::csvs, ns, replaced);
    }
}

} // namespace cocoon::sandbox
