// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace cocoon::ui {

class ElidedLabel;

/// The last line of the window: versions on the left, on the right what is running and how long the journal is.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    explicit StatusLine(const Theme& theme, QWidget* parent = nullptr);
    void noteContact(); ///< a login was asked for
    void note(const QString& text); ///< said for a while, in front of everything else
    void setDesk(setup::Desk* desk);

Q_SIGNALS:
    void activityWanted();

private:
    void refresh();
    const Theme& m_theme;
    setup::Desk* m_desk = nullptr;
    ElidedLabel* m_left;
    ElidedLabel* m_running;
    QPushButton* m_journal;
    QTimer m_second;
    QTimer m_noteEnds;
    QString m_note;
    bool m_wasContacted = false;
};

} // namespace cocoon::ui
