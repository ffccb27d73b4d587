// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/pod_search.h"

#include "models/items/pod_table.h"

#include <QCoreApplication>

namespace cocoon::ui {

using items::PodTable;

QList<std::pair<QString, QString>> findPods(const dashboard::PodStore& store, const QString& text)
{
    QList<std::pair<QString, QString>> hits;
    const items::RowFilter filter(text);
    for (const dashboard::PodRow& pod : store.pods()) {
        if (hits.size() >= 8) {
            break;
        }
        const dashboard::JoinedPod joined = pod.isConfidential() ? store.joined(pod) : dashboard::JoinedPod();
        const QString vsi = joined.server ? joined.server->vsi.id + u' ' + joined.server->vsi.ip : QString();
        if (filter.matches((pod.name + u' ' + pod.ip + u' ' + vsi).toLower().toStdString())) {
            hits.append(std::pair(QCoreApplication::translate("cocoon::ui", "Pod %1/%2").arg(pod.ns, pod.name), pod.uid));
        }
    }
    for (const dashboard::LostServer& lost : store.lost()) {
        const dashboard::Vsi& vsi = lost.server.vsi;
        if (filter.matches((vsi.name + u' ' + vsi.id + u' ' + vsi.ip).toLower().toStdString())) {
            hits.append(std::pair(QCoreApplication::translate("cocoon::ui", "VSI %1").arg(vsi.name), PodTable::identityOf({ {}, vsi.id })));
        }
    }
    return hits;
}

} // namespace cocoon::ui
