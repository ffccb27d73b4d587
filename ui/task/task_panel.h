// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

namespace cocoon::ui {

class ChangesCard;
class ErrorPanel;
class FindingsCard;
class NameGuard;

/// One thing a person asked for beside the set-up (drain a worker, remove a server): what was found, what will change, and the
/// word to go. Then what it waits for, what else needs a word, and how it ended. Nothing is sent before the word is given.
/// It fills the room it gets: what is long scrolls in it, above the answers.
class TaskPanel : public Card {
    Q_OBJECT
public:
    TaskPanel(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void open(const setup::Desk::Task& task);
    void close();
    /// What disturbs running things goes on only when this name is typed; "" = not protected.
    void protect(const QString& name);
    bool isOpen() const { return m_task != nullptr; }

Q_SIGNALS:
    void closed();

private:
    void refresh();
    void go();
    void toTop();
    void refreshWords(const plan::Assessment& assessment);
    bool isMine() const { return m_task && m_desk.task() == m_task; }
    setup::Desk& m_desk;
    setup::Desk::Task m_task;
    std::unique_ptr<plan::Assessor> m_assessor;
    QLabel* m_says;
    QWidget* m_body; ///< what scrolls
    FindingsCard* m_findings;
    ChangesCard* m_changes;
    NameGuard* m_guard;
    ErrorPanel* m_error;
    QPushButton* m_go;
    QPushButton* m_stop;
    QPushButton* m_close;
    bool m_isFirst = false; ///< what is asked comes into view
    bool m_asked = false; ///< the focus went to what needs a word
};

} // namespace cocoon::ui
