// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/sheet_model.h"

#include "models/items/roles.h"

#include <algorithm>

namespace cocoon::items {

namespace {
    QByteArray cell(const QString& text)
    {
        static const QString special = QStringLiteral(",\"\n\r");
        const bool isPlain = std::none_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
        QString quoted = text;
        return isPlain ? text.toUtf8() : '"' + quoted.replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"';
    }

    QByteArray line(const QStringList& cells)
    {
        QByteArrayList quoted;
        for (const QString& text : cells) {
            quoted.append(cell(text));
        }
        return quoted.join(',') + "\r\n";
    }
}

QByteArray Sheet::csv() const
{
    QByteArray bytes = line(headers);
    for (const QStringList& row : rows) {
        bytes += line(row);
    }
    return bytes;
}

void SheetModel::show(const Sheet& sheet)
{
    if (sheet.headers != m_sheet.headers) {
        beginResetModel(); // another table
        m_sheet = sheet;
        m_rows = sheet.rows;
        endResetModel();
        return;
    }
    if (!(sheet == m_sheet)) {
        m_sheet = sheet;
        sync(sheet.rows, [](const QStringList& row) { return row.mid(0, 2).join(u'\n'); });
    }
}

QVariant SheetModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (role == IdentityRole) {
        return m_rows.at(index.row()).value(0);
    }
    return role == Qt::DisplayRole ? QVariant(m_rows.at(index.row()).value(index.column())) : QVariant();
}

QVariant SheetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(m_sheet.headers.value(section)) : QVariant();
}

} // namespace cocoon::items
