// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/background_run.h"

#include "models/setup/desk.h"

#include <QApplication>
#include <QWidget>

namespace cocoon::ui {

void keepRunningInBackground(QWidget& window, setup::Desk& desk)
{
    auto* watch = new QObject(&window);
    const auto comeBack = [&window, watch] {
        watch->deleteLater();
        if (!window.isVisible()) {
            window.show();
            QApplication::alert(&window);
        }
    };
    const auto look = [&desk, comeBack] {
        if (!desk.isRunning() || !desk.wanted().isEmpty()) {
            comeBack();
        }
    };
    QObject::connect(&desk, &setup::Desk::runChanged, watch, look);
    QObject::connect(&desk, &setup::Desk::runEnded, watch, comeBack);
    QObject::connect(&desk, &QObject::destroyed, watch, comeBack);
    window.hide();
    look();
}

} // namespace cocoon::ui
