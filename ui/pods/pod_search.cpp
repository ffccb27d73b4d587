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

    struct Found {
        Hits pods;
        Hits servers;
        QSet<QString> told; ///< pods, and servers that need no line of their own
        bool isFull() const { return pods.size() >= kMost; }
        void add(const dashboard::Vsi& vsi, const QString& identity)
        {
            if (servers.size() < kMost && !told.contains(vsi.id)) {
                servers.append(std::pair(vsiName(vsi.name.isEmpty() ? vsi.id : vsi.name), identity));
                told.insert(vsi.id);
            }
        }
    };

    QStringList wordsOf(const dashboard::Vsi& vsi)
    {
        return { vsi.name, vsi.id, vsi.ip };
    }

    void searchStore(const dashboard::PodStore& store, const items::RowFilter& filter, Found& found)
    {
        for (const dashboard::PodRow& pod : store.pods()) {
            if (found.isFull()) {
                break;
            }
            const dashboard::JoinedPod joined = pod.isConfidential() ? store.joined(pod) : dashboard::JoinedPod();
            const dashboard::Vsi vsi = joined.server ? joined.server->vsi : dashboard::Vsi();
            const bool isFound = fits(filter, QStringList { pod.name, pod.ip } + wordsOf(vsi));
            if (isFound) {
                found.pods.append(std::pair(podName(pod.ns, pod.name), pod.uid));
                found.told.insert(pod.uid);
                found.told.insert(vsi.id);
            }
            for (const dashboard::Server& attempt : joined.attempts) {
                if (isFound) {
                    found.told.insert(attempt.vsi.id); // the pod's name is in its own
                } else if (fits(filter, wordsOf(attempt.vsi))) {
                    found.add(attempt.vsi, PodTable::identityOf({ pod.uid, attempt.vsi.id }));
                }
            }
        }
        for (const dashboard::LostServer& lost : store.lost()) {
            if (fits(filter, wordsOf(lost.server.vsi))) {
                found.add(lost.server.vsi, PodTable::identityOf({ {}, lost.server.vsi.id }));
            }
        }
    }

    QStringList wordsOf(const dashboard::MachineView& machine)
    {
        return { machine.name, machine.id, machine.address };
    }

    void searchScene(const dashboard::Scene& scene, const items::RowFilter& filter, Found& found)
    {
        QHash<QString, QStringList> machines;
        for (const dashboard::MachineView& machine : scene.machines) {
            machines.insert(machine.id, wordsOf(machine));
        }
        for (const dashboard::PodView& pod : scene.pods) {
            found.told.insert(pod.machineId);
            if (!found.told.contains(pod.uid) && !found.isFull() && fits(filter, QStringList { pod.name, pod.ip, pod.machineId } + machines.value(pod.machineId))) {
                found.pods.append(std::pair(podName(pod.ns, pod.name), pod.uid));
            }
        }
        for (const dashboard::MachineView& machine : scene.machines) {
            if (fits(filter, wordsOf(machine))) {
                dashboard::Vsi vsi;
                vsi.id = machine.id;
                vsi.name = machine.name;
                found.add(vsi, machine.id);
            }
        }
    }
}

QList<std::pair<QString, QString>> findPods(const dashboard::PodStore* store, const dashboard::Scene& scene, const QString& text)
{
    const items::RowFilter filter(text);
    Found found;
    if (store != nullptr) {
        searchStore(*store, filter, found);
    }
    const bool isWhole = store != nullptr && store->state() == dashboard::PodStore::State::Live && !store->isPaused() && store->ns().isEmpty();
    if (!isWhole) {
        searchScene(scene, filter, found);
    }
    return found.pods + found.servers;
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
