// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/connection_check.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace cocoon::ui {

/// What a connection test found: each step on the way with what was seen, and what to do about the one that failed.
class CheckPanel : public QFrame {
    Q_OBJECT
public:
    CheckPanel(const Theme& theme, const QString& connection, QWidget* parent = nullptr);
    void showRunning();
    void show(const net::ProbeSteps& steps);
    bool isAsleep() const { return m_isAsleep; } ///< what was tested does not run
    QWidget* start() const { return m_start; } ///< the button for it

Q_SIGNALS:
    void startWanted(); ///< what was tested does not run, and somebody wants it to

private:
    void clear();
    QString forTicket() const;
    const Theme& m_theme;
    QString m_connection;
    net::ProbeSteps m_steps;
    QLabel* m_summary;
    QGridLayout* m_grid;
    QWidget* m_copy;
    QWidget* m_start;
    bool m_isAsleep = false;
};

} // namespace cocoon::ui
