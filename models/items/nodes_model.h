// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/items/roles.h"
#include "models/items/row_sync.h"

#include <QCoreApplication>
#include <QDateTime>

namespace cocoon::items {

struct NodeRow {
    dashboard::NodeView node;
    QDateTime stateSince; ///< first seen in it
    bool isSinceAtLeast = true; ///< nobody saw it come into this state: it may be longer
    bool operator==(const NodeRow& o) const = default;
};

/// The nodes as `oc get nodes` lists them, with the install state, both healths and the places taken.
class NodesModel : public Table<NodeRow> {
    Q_DECLARE_TR_FUNCTIONS(cocoon::items::NodesModel)
public:
    enum Column { Name, State, InState, Health, Cloud, Zone, Version, Adaptor, Places, Age, ColumnCount };
    using Table::Table;
    void show(const QList<NodeRow>& nodes, const QDateTime& now);
    const dashboard::NodeView& node(int row) const { return m_rows.at(row).node; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
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

private:
    QVariant display(const NodeRow& row, int column) const;
    QVariant sortKey(const NodeRow& row, int column) const;
    QDateTime m_now;
};

} // namespace cocoon::items
