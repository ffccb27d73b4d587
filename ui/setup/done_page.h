// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cocoon::ui {

/// The end of the set-up: what exists now, what it costs, what to take along (Intent, commands, YAML).
class DonePage : public QWidget {
    Q_OBJECT
public:
    DonePage(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void refresh();

Q_SIGNALS:
    void placeWanted(const QString& link);

private:
    setup::Desk& m_desk;
    QLabel* m_title;
    QLabel* m_sentence;
    QLabel* m_exists;
    QLabel* m_cost;
};

} // namespace cocoon::ui
