// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/journal_filter.h"

#include "models/items/roles.h"
#include "models/items/sort_key.h"

namespace cocoon::items {

JournalFilter::JournalFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void JournalFilter::setText(const QString& text)
{
    m_filter = RowFilter(text);
    invalidateFilter();
}

bool JournalFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_filter.isEmpty()) {
        return true;
    }
    QStringList cells;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        cells.append(sourceModel()->index(row, column, parent).data().toString());
    }
    return m_filter.matches(foldedText(cells.join(u'\n')));
}

} // namespace cocoon::items
