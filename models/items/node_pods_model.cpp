// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/node_pods_model.h"

#include "models/items/pod_table.h"
#include "models/items/pod_words.h"

#include <algorithm>
#include <tuple>

namespace cocoon::items {

namespace {
    struct Ranked {
        bool isPlain; ///< the confidential ones stand first
        NodePod pod;
    };

    bool isBefore(const Ranked& a, const Ranked& b)
    {
        return std::tie(a.isPlain, a.pod.ns, a.pod.name) < std::tie(b.isPlain, b.pod.ns, b.pod.name);
    }
}

void NodePodsModel::show(const QString& node, const dashboard::Scene& scene, const dashboard::PodStore* store)
{
    QList<Ranked> found;
    QSet<QString> seen;
    for (const dashboard::PodView& pod : scene.pods) {
        if (pod.node == node) {
            seen.insert(pod.uid);
            found.append({ false, { pod.uid, pod.name, pod.ns, stateWord(pod.state, pod.status), pod.why, stateMark(pod.state) } });
        }
    }
    if (store != nullptr) {
        for (const dashboard::PodRow& pod : store->pods()) {
            if (pod.node != node || seen.contains(pod.uid)) {
                continue;
            }
            if (pod.isConfidential()) { // in a namespace the scene does not read
                const dashboard::JoinedPod joined = store->joined(pod);
                found.append({ false, { pod.uid, pod.name, pod.ns, stateWord(joined.state, pod.status), joined.why, stateMark(joined.state) } });
            } else {
                found.append({ true, { pod.uid, pod.name, pod.ns, pod.status, pod.message, plainMark(pod) } });
            }
        }
    }
    std::sort(found.begin(), found.end(), isBefore);
    QList<NodePod> rows;
    for (const Ranked& one : std::as_const(found)) {
        rows.append(one.pod);
    }
    if (m_node == node) {
        sync(rows, [](const NodePod& pod) { return pod.uid; });
        return;
    }
    beginResetModel(); // of another worker: no row of it was chosen
    m_node = node;
    m_rows = rows;
    endResetModel();
}

QVariant NodePodsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const NodePod& pod = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return index.column() == Name ? pod.name : index.column() == Namespace ? pod.ns
                                                                                                : pod.state;
    case Qt::ToolTipRole: return index.column() == State && !pod.why.isEmpty() ? pod.why : pod.ns + u'/' + pod.name;
    case Qt::AccessibleTextRole: return index.column() == Name ? QVariant(pod.name + QStringLiteral(", ") + pod.state) : QVariant();
    case MarkRole: return index.column() == State ? QVariant(static_cast<int>(pod.mark)) : QVariant();
    case IdentityRole: return pod.uid;
    default: return {};
    }
}

QVariant NodePodsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return headerOf(section == Name ? PodTable::Name : section == Namespace ? PodTable::Namespace
                                                                            : PodTable::Status);
}

} // namespace cocoon::items
