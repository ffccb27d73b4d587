// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"
#include "models/dashboard/scene.h"
#include "models/items/roles.h"
#include "models/items/row_sync.h"

namespace cocoon::items {

struct NodePod {
    QString uid;
    QString name;
    QString ns;
    QString state; ///< the word of the pods' table
    QString why;
    Mark mark = Mark::Idle;
    bool operator==(const NodePod&) const = default;
};

/// The pods of one worker, the confidential ones first: those of the scene, which is always kept, and those that a store knows
/// beyond them.
class NodePodsModel : public Table<NodePod> {
public:
    enum Column { Name, Namespace, State, ColumnCount };
    using Table::Table;
    void show(const QString& node, const dashboard::Scene& scene, const dashboard::PodStore* store = nullptr);

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString m_node;
};

} // namespace cocoon::items
