// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/table_export.h"

#include "services/base/json.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::items {

namespace {
    QString header(const QAbstractItemModel& model, int column)
    {
        return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }

    QString cell(const QAbstractItemModel& model, int row, int column)
    {
        return model.index(row, column).data(Qt::DisplayRole).toString().trimmed();
    }

    QString quoted(QString text)
    {
        // A spreadsheet must not take a name for a formula.
        if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.at(0)) && text.size() > 1) {
            text.prepend(u'\'');
        }
        const bool isPlain = !text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n') && !text.contains(u'\r');
        return isPlain ? text : u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    }
}

QByteArray toCsv(const QAbstractItemModel& model, const QList<int>& columns)
{
    QByteArray out;
    const auto line = [&](const auto& text) {
        QStringList cells;
        for (const int column : columns) {
            cells.append(quoted(text(column)));
        }
        out += cells.join(u',').toUtf8() + "\r\n";
    };
    line([&](int column) { return header(model, column); });
    for (int row = 0; row < model.rowCount(); ++row) {
        line([&](int column) { return cell(model, row, column); });
    }
    return out;
}

QByteArray toJsonRows(const QAbstractItemModel& model, const QList<int>& columns)
{
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QJsonObject object;
        for (const int column : columns) {
            object.insert(header(model, column), cell(model, row, column));
        }
        rows.append(object);
    }
    return toPrettyJson(rows);
}

} // namespace cocoon::items
