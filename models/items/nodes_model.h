// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/items/chosen_columns.h"
#include "models/items/live_table.h"
#include "models/items/roles.h"

#include <QDateTime>

namespace cocoon::items {

struct NodeRow {
    dashboard::NodeView node;
    QDateTime stateSince; ///< first seen in it
    bool isSinceAtLeast = true; ///< nobody saw it come into this state: it may be longer
    bool operator==(const NodeRow& o) const = default;
};

/// The nodes as `oc get nodes` lists them, with the install state, both healths and the places taken, and any label or annotation
/// as a column.
class NodesModel : public LiveTable, public ChosenColumns {
    Q_OBJECT
public:
    enum Column { Name, State, InState, Health, Cloud, Zone, Version, Adaptor, Places, Age, Os, WorkerId, FixedColumns };
    using LiveTable::LiveTable;
    void show(const QList<NodeRow>& nodes, const QDateTime& now);
    const dashboard::NodeView& node(int row) const { return m_nodes[static_cast<size_t>(slotAt(row))].node; }

    QString settingsGroup() const override { return QStringLiteral("nodes"); }
    int fixedColumns() const override { return FixedColumns; }
    int nameColumn() const override { return Name; }
    QString columnId(int column) const override;
    QStringList standardColumns() const override;
    const QStringList& extraColumns() const override { return m_extra; }
    void setExtraColumns(const QStringList& columns) override;
    QStringList commonKeys(bool isLabel) const override;

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : FixedColumns + static_cast<int>(m_extra.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateWord(const dashboard::NodeView& node);
    /// What the history keeps, in words: "installed, cordoned".
    static QString historyWord(const QString& state);
    static Mark stateMark(const dashboard::NodeView& node);
    static QString healthWord(const dashboard::NodeView& node);
    static Mark healthMark(const dashboard::NodeView& node);
    /// `oc`'s ages: "45s", "12m", "5h3m", "5d3h", "17d".
    static QString age(const QDateTime& since, const QDateTime& now);

protected:
    std::string searchText(int slot) const override;
    std::string sortKey(int slot, int column) const override;
    std::string tieKey(int slot) const override;
    int slotOf(const QString& identity) const override { return m_byName.value(identity, -1); }

private:
    QString display(const NodeRow& row, int column) const;
    std::vector<NodeRow> m_nodes; ///< by slot
    std::vector<int> m_free;
    QHash<QString, int> m_byName;
    QStringList m_extra;
    QDateTime m_now;
};

} // namespace cocoon::items
