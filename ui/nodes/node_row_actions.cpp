// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/node_row_actions.h"

#include "ui/widgets/data_table.h"

#include <QMenu>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

NodeRowActions::NodeRowActions(DataTable& view, const items::NodesModel& nodes, QWidget* parent)
    : RowActions(view, parent)
    , m_nodes(nodes)
{
}

QString NodeRowActions::command(const QString& tool) const
{
    const int row = view().currentIndex().row();
    return row < 0 ? QString() : u"%1 describe node %2"_s.arg(tool, m_nodes.node(row).name);
}

QString NodeRowActions::fileName() const
{
    return u"nodes"_s;
}

void NodeRowActions::addCopies(QMenu& menu, const QModelIndex& cell)
{
    const QString id = m_nodes.node(cell.row()).workerId;
    menu.addAction(tr("Copy worker id"), this, [id] { copy(id); })->setEnabled(!id.isEmpty());
}

} // namespace cocoon::ui
