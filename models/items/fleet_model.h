// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/fleet.h"
#include "models/items/live_table.h"
#include "models/items/roles.h"

namespace cocoon::items {

/// The fleet, a connection a row: open ones above, what differs marked in its cell.
class FleetModel : public LiveTable {
    Q_OBJECT
public:
    enum Column { Name, State, Differs, Region, OpenShift, Operator, Workers, Image, ImageAge, Initdata, Findings, Machines, Cost, ColumnCount };
    using LiveTable::LiveTable;
    void show(const QList<dashboard::FleetCluster>& clusters, const QDateTime& now);
    const dashboard::FleetCluster& cluster(int row) const { return m_rows[static_cast<size_t>(slotAt(row))].cluster; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateWord(const dashboard::FleetCluster& cluster, const QDateTime& now);
    static Mark stateMark(const dashboard::FleetCluster& cluster);
    /// "errors 1, warnings 2"; "none".
    static QString findingsWord(const dashboard::FleetFindings& findings);
    static QString workersWord(const dashboard::FleetCluster& cluster);
    /// "0.23", with its age when the cloud is silent.
    static QString costWord(const dashboard::FleetCluster& cluster, const QDateTime& now);

protected:
    std::string searchText(int slot) const override;
    std::string sortKey(int slot, int column) const override;
    std::string tieKey(int slot) const override;
    int group(int slot) const override;
    int slotOf(const QString& identity) const override { return m_byId.value(identity, -1); }

private:
    struct Row {
        dashboard::FleetCluster cluster;
        QMap<dashboard::FleetField, QString> odd; ///< where it differs, and from what
        bool operator==(const Row& o) const = default;
    };
    static Row made(const dashboard::FleetCluster& cluster, const QList<dashboard::FleetDrift>& drift);
    QString display(const Row& row, int column) const;
    QString tip(const Row& row, int column) const;
    QVariant mark(const Row& row, int column) const;
    std::vector<Row> m_rows; ///< by slot
    std::vector<int> m_free;
    QHash<QString, int> m_byId;
    QDateTime m_now;
};

} // namespace cocoon::items
