// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/nodes_model.h"
#include "ui/widgets/row_actions.h"

namespace cocoon::ui {

/// What can be taken away from the table of the nodes.
class NodeRowActions : public RowActions {
    Q_OBJECT
public:
    NodeRowActions(DataTable& view, const items::NodesModel& nodes, QWidget* parent);
    QString command(const QString& tool) const override;

protected:
    QString fileName() const override;
    void addCopies(QMenu& menu, const QModelIndex& cell) override;

private:
    const items::NodesModel& m_nodes;
};

} // namespace cocoon::ui
