// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/fleet_compare_model.h"

#include "models/items/roles.h"

#include <algorithm>

namespace cocoon::items {

using namespace Qt::StringLiterals;
using dashboard::FleetCluster;
using dashboard::FleetDrift;
using dashboard::FleetFact;
using dashboard::FleetField;

void FleetCompareModel::show(const QList<FleetCluster>& clusters)
{
    const QList<FleetDrift> drift = dashboard::driftOf(clusters);
    QStringList names;
    QList<FleetCompareRow> rows;
    for (const FleetField field : dashboard::fleetFields()) {
        const auto found = std::find_if(drift.begin(), drift.end(), [field](const FleetDrift& one) { return one.field == field; });
        FleetCompareRow row { field, found != drift.end(), {} };
        for (const FleetCluster& cluster : clusters) {
            if (cluster.isOpen()) {
                const FleetFact fact = cluster.fact(field);
                row.cells.append({ fact.text.isEmpty() ? u"–"_s : fact.text, fact.whole.isEmpty() ? fact.text : fact.whole, row.isDrift && found->odd.contains(cluster.id) });
            }
        }
        rows.append(row);
    }
    std::stable_partition(rows.begin(), rows.end(), [](const FleetCompareRow& row) { return row.isDrift; });
    for (const FleetCluster& cluster : clusters) {
        if (cluster.isOpen()) {
            names.append(cluster.name);
        }
    }
    if (names != m_names) {
        beginResetModel(); // other columns
        m_names = names;
        m_rows = rows;
        endResetModel();
        return;
    }
    sync(rows, [](const FleetCompareRow& row) { return static_cast<int>(row.field); });
}

QVariant FleetCompareModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const FleetCompareRow& row = m_rows.at(index.row());
    if (role == IdentityRole) {
        return static_cast<int>(row.field);
    }
    if (index.column() == 0) {
        return role == Qt::DisplayRole ? QVariant(dashboard::fleetFieldName(row.field)) : QVariant();
    }
    const FleetCompareRow::Cell cell = row.cells.value(index.column() - 1);
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return cell.whole;
    case MarkRole: return cell.isOdd ? QVariant(static_cast<int>(Mark::Drifted)) : QVariant();
    case Qt::AccessibleTextRole: return cell.isOdd ? QVariant(tr("%1, differs").arg(cell.text)) : QVariant();
    default: return {};
    }
}

QVariant FleetCompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == 0 ? tr("FIELD") : m_names.value(section - 1);
}

} // namespace cocoon::items
