// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/osc_operator.h"

// The status half of the operator: what it tells about the pool.
namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

QJsonObject OscOperator::nodeLists(bool uninstalling) const
{
    // The 1.10 line (the one with a config-sync DaemonSet) counts a node that waits for its reboot as being worked on;
    // later code has no case for it and leaves it among the waiting ones.
    const bool reboot110 = m_row->configSyncDaemonSet;
    QHash<QString, QJsonArray> lists;
    int ready = 0;
    const QList<QJsonObject> pool = poolNodes();
    for (const QJsonObject& node : pool) {
        const QString state = kube::label(node, osc::kStateLabel);
        QString list;
        if (state == osc::kInstalled) {
            list = u"installed"_s;
            ++ready;
        } else if (state == osc::kInstalling) {
            list = u"installing"_s;
        } else if (state == osc::kWaitingToInstall) {
            list = u"waitingToInstall"_s;
        } else if (state == osc::kUninstalling) {
            list = u"uninstalling"_s;
        } else if (state == osc::kWaitingToUninstall) {
            list = u"waitingToUninstall"_s;
        } else if (state == osc::kWaitingForReboot) {
            list = uninstalling ? (reboot110 ? u"uninstalling"_s : u"waitingToUninstall"_s)
                                : (reboot110 ? u"installing"_s : u"waitingToInstall"_s);
        } else {
            continue;
        }
        lists[list].append(kube::nameOf(node));
    }
    QJsonObject kataNodes { { u"nodeCount"_s, static_cast<int>(pool.size()) }, { u"readyNodeCount"_s, ready } };
    for (const QString& name : { u"installed"_s, u"installing"_s, u"waitingToInstall"_s, u"failedToInstall"_s, u"uninstalling"_s,
             u"waitingToUninstall"_s, u"failedToUninstall"_s }) {
        if (lists.contains(name)) {
            kataNodes.insert(name, lists.value(name));
        }
    }
    return kataNodes;
}

void OscOperator::report(const QJsonObject& kata, bool inProgress, const QString& reason, const QString& message,
    const QStringList& runtimeClasses)
{
    const QString state = inProgress ? u"True"_s : u"False"_s;
    QJsonObject progress = kube::condition(kata, u"InProgress"_s);
    const bool same = progress.value(u"status"_s).toString() == state && progress.value(u"reason"_s).toString() == reason;
    if (!same) {
        progress = QJsonObject { { u"type"_s, u"InProgress"_s }, { u"status"_s, state },
            { u"lastTransitionTime"_s, kube::timestamp(m_stage.clock.now()) } };
        if (!reason.isEmpty()) { // left out when empty: old servers take an empty text for a null
            progress.insert(u"reason"_s, reason);
            progress.insert(u"message"_s, message);
        }
    }
    const QJsonObject lists = nodeLists(reason == "Uninstalling"_L1);
    const QJsonObject seen = kata.value(u"status"_s).toObject();
    const QJsonArray classes = QJsonArray::fromStringList(runtimeClasses);
    if (same && seen.value(u"kataNodes"_s).toObject() == lists && seen.value(u"runtimeClasses"_s).toArray() == classes) {
        return;
    }
    QJsonObject merged = lists;
    for (const QString& key : seen.value(u"kataNodes"_s).toObject().keys()) {
        if (!merged.contains(key)) {
            merged.insert(key, QJsonValue::Null);
        }
    }
    const QJsonObject status { { u"conditions"_s, QJsonArray({ progress }) }, { u"kataNodes"_s, merged }, { u"runtimeClasses"_s, classes },
        { u"waitingForMcoToStart"_s, false } };
    patch(kube::res::kataConfigs, {}, kube::nameOf(kata), { { u"status"_s, status } }, u"status"_s);
}

} // namespace cocoon::sandbox
