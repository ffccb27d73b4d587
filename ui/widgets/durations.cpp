// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/durations.h"

#include <QCoreApplication>
#include <QLocale>

namespace cocoon::ui {

QString durationText(std::chrono::milliseconds time)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("cocoon::ui", text); };
    const qint64 ms = qMax<qint64>(0, time.count());
    const qint64 seconds = ms / 1000;
    if (ms < 10000) {
        return tr("%1 s").arg(QLocale().toString(static_cast<double>(ms) / 1000.0, 'f', 1));
    }
    if (seconds < 60) {
        return tr("%1 s").arg(seconds);
    }
    if (seconds < 3600) {
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    return tr("%1 h %2 min").arg(seconds / 3600).arg((seconds / 60) % 60, 2, 10, QLatin1Char('0'));
}

QString secondsText(std::chrono::milliseconds time)
{
    const qint64 seconds = time.count() / 1000;
    if (seconds < 1) {
        return QCoreApplication::translate("cocoon::ui", "under 1 s");
    }
    return seconds < 60 ? QCoreApplication::translate("cocoon::ui", "%1 s").arg(seconds) : durationText(time);
}

} // namespace cocoon::ui
