// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_actions.h"

#include "models/items/table_export.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/save_file.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

RowActions::RowActions(DataTable& view, QWidget* parent)
    : QObject(parent)
    , m_view(view)
    , m_window(parent)
{
}

void RowActions::copy(const QString& text)
{
    QApplication::clipboard()->setText(text);
}

void RowActions::openMenu(const QPoint& at)
{
    const QModelIndex cell = m_view.indexAt(at);
    if (!cell.isValid()) {
        return;
    }
    // Read now: the table goes on changing while the menu is open.
    const QString text = cell.data(Qt::DisplayRole).toString().trimmed();
    const QString name = cell.siblingAtColumn(0).data(Qt::DisplayRole).toString().remove(u'↳').trimmed();
    QMenu menu(m_window);
    menu.addAction(tr("Copy cell"), this, [text] { copy(text); });
    menu.addAction(tr("Copy rows"), &m_view, &DataTable::copySelection);
    menu.addAction(tr("Copy name"), this, [name] { copy(name); });
    addCopies(menu, cell);
    menu.addSeparator();
    menu.addAction(tr("Copy as oc"), this, [this] { copy(command(u"oc"_s)); });
    menu.addAction(tr("Copy as kubectl"), this, [this] { copy(command(u"kubectl"_s)); });
    menu.exec(m_view.viewport()->mapToGlobal(at));
}

QList<int> RowActions::shownColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_view.model()->columnCount(); ++visual) {
        const int column = m_view.horizontalHeader()->logicalIndex(visual);
        if (!m_view.isColumnHidden(column)) {
            columns.append(column);
        }
    }
    return columns;
}

void RowActions::exportRows(bool asCsv)
{
    const QString path = QFileDialog::getSaveFileName(m_window, tr("Export the shown rows"), fileName() + (asCsv ? u".csv"_s : u".json"_s));
    if (!path.isEmpty()) {
        const QByteArray bytes = asCsv ? items::toCsv(*m_view.model(), shownColumns()) : items::toJsonRows(*m_view.model(), shownColumns());
        saveFileOrTell(m_window, path, bytes);
    }
}

} // namespace cocoon::ui
