// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/pod_row_actions.h"

#include "ui/pods/pod_detail.h"
#include "ui/widgets/data_table.h"

#include <QMenu>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using items::PodTable;

PodRowActions::PodRowActions(DataTable& view, const PodTable& pods, const KindFeed& feed, const PodDetail& detail, QWidget* parent)
    : RowActions(view, parent)
    , m_pods(pods)
    , m_feed(feed)
    , m_detail(detail)
{
}

QString PodRowActions::command(const QString& tool) const
{
    const int row = view().currentIndex().row();
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

QString PodRowActions::fileName() const
{
    return showsPods() ? u"pods"_s : m_feed.kind().plural;
}

void PodRowActions::addCopies(QMenu& menu, const QModelIndex& cell)
{
    if (showsPods()) {
        const QString id = cell.siblingAtColumn(PodTable::VsiId).data(Qt::DisplayRole).toString();
        menu.addAction(RowActions::tr("Copy VSI id"), this, [id] { copy(id); });
    }
    menu.addAction(RowActions::tr("Copy YAML"), this, [this] { copy(m_detail.yaml()); })->setEnabled(!m_detail.yaml().isEmpty());
}

} // namespace cocoon::ui
