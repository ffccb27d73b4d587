// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/row_filter.h"

#include <QSortFilterProxyModel>

namespace cocoon::items {

/// The journal sorted by a column and narrowed to what somebody types, in the same words as everywhere (see RowFilter).
class JournalFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit JournalFilter(QObject* parent = nullptr);
    void setText(const QString& text);
    const RowFilter& filter() const { return m_filter; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    RowFilter m_filter;
};

} // namespace cocoon::items
