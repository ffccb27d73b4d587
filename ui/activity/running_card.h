// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/progress_card.h"

class QPushButton;

namespace cocoon::ui {

/// The run that is under way, wherever it was started: what, for how long, what it waits for, and the way to stop it. Hidden
/// while nothing runs.
class RunningCard : public Card {
    Q_OBJECT
public:
    RunningCard(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);

private:
    void refresh();
    QString waits() const;
    setup::Desk& m_desk;
    ProgressModel m_progress;
    QTimer m_second;
    QLabel* m_what;
    QLabel* m_waits;
    QPushButton* m_stop;
};

} // namespace cocoon::ui
