// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/pod_search.h"

#include <QCoreApplication>

namespace cocoon::ui {

using items::PodTable;

namespace {
    using Hits = QList<std::pair<QString, QString>>;
    constexpr qsizetype kMost = 8;

    bool fits(const items::RowFilter& filter, const QStringList& words)
    {
        return filter.matches(words.join(u' ').toLower().toStdString());
    }

    QString podName(const QString& ns, const QString& name)
    {
        return QCoreApplication::translate("cocoon::ui", "Pod %1/%2").arg(ns, name);
    }

    QString vsiName(const QString& name)
    {
        return QCoreApplication::translate("cocoon::ui", "VSI %1").arg(name);
    }

    Hits inScene(const dashboard::Scene& scene, const items::RowFilter& filter)
    {
        Hits hits;
        QHash<QString, dashboard::MachineView> machines;
        for (const dashboard::MachineView& machine : scene.machines) {
            machines.insert(machine.id, machine);
        }
        for (const dashboard::PodView& pod : scene.pods) {
            const dashboard::MachineView machine = machines.take(pod.machineId);
            if (hits.size() < kMost && fits(filter, { pod.name, pod.machineId, machine.address })) {
                hits.append(std::pair(podName(pod.ns, pod.name), pod.uid));
            }
        }
        for (const dashboard::MachineView& machine : scene.machines) {
            if (machines.contains(machine.id) && hits.size() < 2 * kMost && fits(filter, { machine.name, machine.id, machine.address })) {
                hits.append(std::pair(vsiName(machine.name), machine.id));
            }
        }
        return hits;
    }
}

QList<std::pair<QString, QString>> findPods(const dashboard::PodStore* store, const dashboard::Scene& scene, const QString& text)
{
    const items::RowFilter filter(text);
    if (store == nullptr || store->pods().isEmpty()) {
        return inScene(scene, filter);
    }
    Hits hits;
    for (const dashboard::PodRow& pod : store->pods()) {
        if (hits.size() >= kMost) {
            break;
        }
        const dashboard::JoinedPod joined = pod.isConfidential() ? store->joined(pod) : dashboard::JoinedPod();
        const dashboard::Vsi vsi = joined.server ? joined.server->vsi : dashboard::Vsi();
        if (fits(filter, { pod.name, pod.ip, vsi.id, vsi.ip })) {
            hits.append(std::pair(podName(pod.ns, pod.name), pod.uid));
        }
    }
    for (const dashboard::LostServer& lost : store->lost()) {
        const dashboard::Vsi& vsi = lost.server.vsi;
        if (fits(filter, { vsi.name, vsi.id, vsi.ip })) {
            hits.append(std::pair(vsiName(vsi.name), PodTable::identityOf({ {}, vsi.id })));
        }
    }
    return hits;
}

QString identityOf(const PodTable& table, const dashboard::PodStore& store, const QString& wanted)
{
    const QString own = PodTable::identityOf({ {}, wanted });
    if (table.rowOf(own) >= 0) {
        return own;
    }
    if (store.find(wanted) != nullptr || table.rowOf(wanted) >= 0) {
        return wanted;
    }
    for (const dashboard::PodRow& pod : store.pods()) {
        if (!pod.isPeerPod()) {
            continue;
        }
        const dashboard::JoinedPod joined = store.joined(pod);
        if (joined.server && joined.server->vsi.id == wanted) {
            return pod.uid;
        }
        for (const dashboard::Server& attempt : joined.attempts) {
            if (attempt.vsi.id == wanted) {
                return PodTable::identityOf({ pod.uid, wanted });
            }
        }
    }
    return wanted;
}

} // namespace cocoon::ui
