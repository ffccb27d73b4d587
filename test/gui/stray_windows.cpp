// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/stray_windows.h"

#include "ui/shell/main_window.h"

#include <QApplication>
#include <QTest>

namespace cocoon::test {

StrayWindows::StrayWindows()
{
    qApp->installEventFilter(this);
}

bool StrayWindows::eventFilter(QObject* watched, QEvent* event)
{
    const auto* widget = qobject_cast<QWidget*>(watched);
    // Menus, lists of a field, tool tips and dialogs say what they are.
    if (event->type() == QEvent::Show && widget != nullptr && widget->windowType() == Qt::Window && qobject_cast<const ui::MainWindow*>(widget) == nullptr) {
        QTest::qFail(qPrintable(QStringLiteral("%1 \"%2\" shows as a window of its own").arg(QLatin1String(widget->metaObject()->className()), widget->objectName())), __FILE__, __LINE__);
    }
    return false;
}

} // namespace cocoon::test
