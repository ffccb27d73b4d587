// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/words/words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

namespace cocoon::ui {

class CodeView;
class FlowLayout;

/// An error in its three parts: what was tried, what came back, what to do next; the raw text folded, a button that copies all
/// of it for a ticket. Hidden while there is none.
class ErrorPanel : public Card {
    Q_OBJECT
public:
    explicit ErrorPanel(const Theme& theme, QWidget* parent = nullptr);
    void show(const Error& error);
    void show(const words::Explanation& explanation, const QString& raw = {});
    void clear();
    void addRemedy(QPushButton* button); ///< a button that does what "do next" says
    void setNote(const QString& note); ///< beside the buttons: what happens by itself

private:
    QString forTicket() const;
    words::Explanation m_explanation;
    QString m_raw;
    QLabel* m_tried;
    QLabel* m_cameBack;
    QLabel* m_doNext;
    QPushButton* m_fold;
    CodeView* m_rawView;
    QLabel* m_note;
    FlowLayout* m_buttons;
};

} // namespace cocoon::ui
