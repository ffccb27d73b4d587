// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/fleet.h"
#include "models/items/row_sync.h"

namespace cocoon::items {

struct FleetCompareRow {
    struct Cell {
        QString text;
        QString whole;
        bool isOdd = false;
        bool operator==(const Cell&) const = default;
    };
    dashboard::FleetField field = dashboard::FleetField::OpenShift;
    bool isDrift = false;
    QList<Cell> cells;
    bool operator==(const FleetCompareRow&) const = default;
};

/// What should be alike, a field a row and an open cluster a column: what differs stands on top.
class FleetCompareModel : public Table<FleetCompareRow> {
    Q_OBJECT
public:
    using Table::Table;
    void show(const QList<dashboard::FleetCluster>& clusters);

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_names.size()) + 1; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_names; ///< of the clusters
};

} // namespace cocoon::items
