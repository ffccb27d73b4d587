// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace cocoon::ui {

class Card;
class ChangesCard;

/// A page and, above it while a run asks for something that was not on it, what is asked. The question gets the height it needs
/// and scrolls beyond that; a page that would be left with a sliver is put away meanwhile.
class ApprovalPane : public QWidget {
    Q_OBJECT
public:
    ApprovalPane(const Theme& theme, QWidget* page, QWidget* parent = nullptr);
    /// No changes: nothing is asked.
    void ask(const QList<plan::Change>& changes, const QString& cluster);

Q_SIGNALS:
    void agreed();
    void refused();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    const Theme& m_theme;
    QWidget* m_page;
    QWidget* m_scroll;
    QWidget* m_answers;
    Card* m_card;
    ChangesCard* m_changes;
    bool m_asks = false;
};

} // namespace cocoon::ui
