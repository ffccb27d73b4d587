// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/items/row_sync.h"
#include "models/plan/change.h"

#include <QCoreApplication>

namespace cocoon::items {

struct ChangeRow {
    plan::Change change;
    QString digest;
    bool operator==(const ChangeRow& o) const;
};

/// What a page, or the whole set-up, will change: one row per change in the order in which they are made.
class ChangesModel : public Table<ChangeRow> {
    Q_DECLARE_TR_FUNCTIONS(cocoon::items::ChangesModel)
public:
    enum Column { Title, Effect, When, Price, ColumnCount };
    using Table::Table;
    void show(const QList<plan::Change>& changes);
    const plan::Change& change(int row) const { return m_rows.at(row).change; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString effect(const plan::Change& change); ///< "creates", "evicts" …
    static Mark mark(const plan::Change& change);
    static QString price(const plan::Change& change);
    /// "3 changes now · 2 later · 1 reboot · 0.113 USD per hour more"
    static QString summary(const QList<plan::Change>& changes);
};

} // namespace cocoon::items
