// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/row_actions.h"

#include "models/items/table_export.h"
#include "ui/pods/pod_detail.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/save_file.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using items::PodTable;

RowActions::RowActions(DataTable& view, const PodTable& pods, const KindFeed& feed, const PodDetail& detail, QWidget* parent)
    : QObject(parent)
    , m_view(view)
    , m_pods(pods)
    , m_feed(feed)
    , m_detail(detail)
    , m_window(parent)
{
}

QString RowActions::command(const QString& tool) const
{
    const int row = m_view.currentIndex().row();
    if (row < 0) {
        return {};
    }
    if (!showsPods()) {
        const dashboard::KindPage::Row& object = m_feed.table().rowAt(row);
        return u"%1 get %2 %3%4 -o yaml"_s.arg(tool, m_feed.kind().qualified(), object.name, object.ns.isEmpty() ? QString() : u" -n "_s + object.ns);
    }
    const PodTable::Ref ref = m_pods.refAt(row);
    const dashboard::PodRow* pod = m_pods.store().find(ref.uid);
    if (pod == nullptr || !ref.vsi.isEmpty()) {
        return u"ibmcloud is instance "_s + ref.vsi;
    }
    return u"%1 describe pod %2 -n %3"_s.arg(tool, pod->name, pod->ns);
}

void RowActions::openMenu(const QPoint& at)
{
    const QModelIndex cell = m_view.indexAt(at);
    if (!cell.isValid()) {
        return;
    }
    const auto copy = [](const QString& text) { QApplication::clipboard()->setText(text); };
    QMenu menu(m_window);
    menu.addAction(tr("Copy cell"), this, [copy, cell] { copy(cell.data(Qt::DisplayRole).toString().trimmed()); });
    menu.addAction(tr("Copy rows"), &m_view, &DataTable::copySelection);
    menu.addAction(tr("Copy name"), this, [copy, cell] { copy(cell.siblingAtColumn(0).data(Qt::DisplayRole).toString().remove(u'↳').trimmed()); });
    if (showsPods()) {
        menu.addAction(tr("Copy VSI id"), this, [copy, cell] { copy(cell.siblingAtColumn(PodTable::VsiId).data(Qt::DisplayRole).toString()); });
    }
    menu.addAction(tr("Copy YAML"), this, [this, copy] { copy(m_detail.yaml()); })->setEnabled(!m_detail.yaml().isEmpty());
    menu.addSeparator();
    menu.addAction(tr("Copy as oc"), this, [this, copy] { copy(command(u"oc"_s)); });
    menu.addAction(tr("Copy as kubectl"), this, [this, copy] { copy(command(u"kubectl"_s)); });
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
    const QString path = QFileDialog::getSaveFileName(m_window, tr("Export the shown rows"), (showsPods() ? u"pods"_s : m_feed.kind().plural) + (asCsv ? u".csv"_s : u".json"_s));
    if (!path.isEmpty()) {
        const QByteArray bytes = asCsv ? items::toCsv(*m_view.model(), shownColumns()) : items::toJsonRows(*m_view.model(), shownColumns());
        saveFileOrTell(m_window, path, bytes);
    }
}

} // namespace cocoon::ui
