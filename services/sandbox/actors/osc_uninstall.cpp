// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/osc_operator.h"

// The deletion half of the operator.
namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void OscOperator::uninstall(const QJsonObject& kata)
{
    QStringList classes;
    for (const QJsonValue& name : at(kata, { u"status", u"runtimeClasses" }).toArray()) {
        classes.append(name.toString());
    }
    const QString reason = kube::condition(kata, u"InProgress"_s).value(u"reason"_s).toString();
    if (reason != "Uninstalling"_L1) {
        if (m_podCheck == PodCheck::Unknown) {
            checkPods(classes);
        } else if (m_podCheck == PodCheck::Blocked) {
            report(kata, false, u"BlockedByExistingKataPods"_s,
                u"existing pods using \"%1\" RuntimeClass found. Please delete the pods manually for KataConfig deletion to proceed"_s.arg(classes.join(u"\", \"")),
                classes);
            if (waited(u"blocked"_s, 15s)) {
                forget(u"blocked"_s);
                m_podCheck = PodCheck::Unknown;
                schedule();
            }
        } else {
            report(kata, true, u"Uninstalling"_s, u"Removing kata from cluster"_s, classes);
        }
        return;
    }
    m_podCheck = PodCheck::Unknown;
    const bool done = uninstallNodes() && removeObjects() && stripLabels();
    if (!done) {
        report(kata, true, u"Uninstalling"_s, u"Removing kata from cluster"_s, classes);
        return;
    }
    QJsonArray finalizers = at(kata, { u"metadata", u"finalizers" }).toArray();
    for (qsizetype i = finalizers.size(); i-- > 0;) {
        if (finalizers.at(i).toString() == osc::kFinalizer) {
            finalizers.removeAt(i);
        }
    }
    patch(kube::res::kataConfigs, {}, kube::nameOf(kata), { { u"metadata"_s, QJsonObject { { u"finalizers"_s, finalizers } } } });
}

void OscOperator::checkPods(const QStringList& runtimeClasses)
{
    const QString key = u"list-pods"_s;
    if (isInFlight(key)) {
        return;
    }
    auto blocked = std::make_shared<bool>(false);
    auto* job = mapJob<Done, QString>(
        m_stage.kube.forEach(kube::res::pods, {}, {},
            [blocked, runtimeClasses](QJsonObject&& pod) {
                const QString runtimeClass = str(pod, { u"spec", u"runtimeClassName" });
                *blocked = *blocked || (!runtimeClass.isEmpty() && runtimeClasses.contains(runtimeClass));
            }),
        this, [this, blocked](const Result<QString>& r) -> Result<Done> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            m_podCheck = *blocked ? PodCheck::Blocked : PodCheck::Free;
            return Done {};
        });
    write(key, job);
}

bool OscOperator::uninstallNodes()
{
    if (poolNodes().isEmpty()) {
        return true; // labels are stripped already: the DaemonSet must not come back
    }
    if (!absent(m_daemonSets, u"osc-rpm-install"_s) || !ensure(m_daemonSets, u"osc-rpm-uninstall"_s, m_kataConfigs->objects().first())) {
        return false;
    }
    bool all = true;
    for (const QJsonObject& node : poolNodes()) {
        const QString state = kube::label(node, osc::kStateLabel);
        if (state == osc::kUninstalled || state.isEmpty()) {
            continue;
        }
        all = false;
        if (state == osc::kInstalled || state == osc::kInstalling || state == osc::kWaitingToInstall) {
            patch(kube::res::nodes, {}, kube::nameOf(node),
                { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { osc::kStateLabel, osc::kWaitingToUninstall } } } } } });
        }
    }
    return all;
}

bool OscOperator::removeObjects()
{
    bool gone = absent(m_daemonSets, u"openshift-sandboxed-containers-monitor"_s);
    gone = absent(m_daemonSets, u"osc-caa-ds"_s) && gone;
    gone = absent(m_mutating, u"mutating-webhook-configuration"_s) && gone;
    gone = absent(m_services, u"peer-pods-webhook-svc"_s) && gone;
    gone = absent(m_deployments, u"peer-pods-webhook"_s) && gone;
    if (!gone) {
        return false;
    }
    if (m_row->configSyncDaemonSet) {
        if (!absent(m_daemonSets, u"osc-config-sync-install"_s)) {
            return false;
        }
        bool removed = true;
        for (const QJsonObject& node : poolNodes()) {
            removed = removed && kube::label(node, osc::kSyncLabel) == "removed"_L1;
        }
        if (!removed) {
            ensure(m_daemonSets, u"osc-config-sync-uninstall"_s, m_kataConfigs->objects().first());
            return false;
        }
    }
    gone = absent(m_daemonSets, u"osc-config-sync-uninstall"_s);
    gone = absent(m_runtimeClasses, u"kata-remote"_s) && gone;
    return absent(m_runtimeClasses, u"kata"_s) && gone;
}

bool OscOperator::stripLabels()
{
    bool stripped = true;
    for (const QJsonObject& node : m_nodes->objects()) {
        const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
        if (labels.contains(osc::kPoolLabel) || labels.contains(osc::kStateLabel) || labels.contains(osc::kSyncLabel)) {
            stripped = false;
            const QJsonObject none { { osc::kPoolLabel, QJsonValue::Null }, { osc::kStateLabel, QJsonValue::Null }, { osc::kSyncLabel, QJsonValue::Null } };
            patch(kube::res::nodes, {}, kube::nameOf(node), { { u"metadata"_s, QJsonObject { { u"labels"_s, none } } } });
        }
    }
    return stripped && absent(m_daemonSets, u"osc-rpm-uninstall"_s);
}

} // namespace cocoon::sandbox
