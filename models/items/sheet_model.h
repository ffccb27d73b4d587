// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/row_sync.h"

#include <QStringList>

namespace cocoon::items {

/// The table behind a chart: what is drawn, as text. The first two cells of a row tell rows apart.
struct Sheet {
    QStringList headers;
    QList<QStringList> rows;
    /// As a file for a spreadsheet (RFC 4180, UTF-8).
    QByteArray csv() const;
    bool operator==(const Sheet&) const = default;
};

class SheetModel : public Table<QStringList> {
public:
    using Table::Table;
    void show(const Sheet& sheet);
    const Sheet& sheet() const { return m_sheet; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_sheet.headers.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Sheet m_sheet;
};

} // namespace cocoon::items
