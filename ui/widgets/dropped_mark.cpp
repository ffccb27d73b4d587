// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropped_mark.h"

#include "ui/widgets/data_table.h"
#include "ui/widgets/labels.h"

namespace cocoon::ui {

DroppedMark::DroppedMark(const DataTable& table, QWidget* parent)
    : QLabel(parent)
    , m_table(table)
{
    setStyled(this, "role", QStringLiteral("faint"));
    connect(&table, &DataTable::droppedChanged, this, &DroppedMark::refresh);
    refresh();
}

void DroppedMark::refresh()
{
    const QStringList dropped = m_table.dropped();
    setText(dropped.isEmpty() ? QString() : QStringLiteral("· ") + tr("%n column(s) hidden", nullptr, static_cast<int>(dropped.size())));
    setToolTip(dropped.isEmpty() ? QString() : tr("There is no room for %1. A wider window shows them.").arg(dropped.join(QStringLiteral(", "))));
    setSpokenDescription(this, toolTip());
}

} // namespace cocoon::ui
