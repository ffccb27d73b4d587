// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bounded_children.h"

#include <QAccessibleWidget>
#include <QScrollArea>

namespace cocoon::ui {

namespace {
    /// What any other widget is to a screen reader: its children are counted when one of them is asked for.
    QAccessibleInterface* make(const QString& className, QObject* object)
    {
        auto* area = className == QLatin1String("QScrollArea") ? qobject_cast<QScrollArea*>(object) : nullptr;
        return area != nullptr ? new QAccessibleWidget(area, QAccessible::Client) : nullptr;
    }
}

void boundAccessibleChildren()
{
    QAccessible::installFactory(make);
}

} // namespace cocoon::ui
