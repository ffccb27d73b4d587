// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/items/row_sync.h"
#include "models/plan/assessment.h"

#include <QCoreApplication>

namespace cocoon::items {

struct FindingRow {
    plan::Finding finding;
    bool operator==(const FindingRow& o) const;
};

/// The requirement list of a page: what was checked, why it matters, how it stands, what was seen. Troubles first.
class FindingsModel : public Table<FindingRow> {
    Q_DECLARE_TR_FUNCTIONS(cocoon::items::FindingsModel)
public:
    enum Column { Requirement, State, Evidence, Why, ColumnCount };
    using Table::Table;
    void show(const QList<plan::Finding>& findings);
    const plan::Finding& finding(int row) const { return m_rows.at(row).finding; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(ColumnCount); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateWord(plan::Severity severity); ///< "met", "in the way" …
    static Mark mark(plan::Severity severity);
    /// "1 in the way · 1 to look at · 3 met · 5 to know"; what is only to be known is neither met nor unmet.
    static QString summary(const QList<plan::Finding>& findings);
    static int countMet(const QList<plan::Finding>& findings);
};

} // namespace cocoon::items
