// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/setup/finding_fix.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace cocoon::ui {

class Card;
class ChangesCard;
class ErrorPanel;
class FindingsCard;
class ProgressCard;

/// Everything that the whole set-up would still change, on one page, before the first change or in the middle: what is made,
/// what is disturbed, what it costs, what stands in the way. "Do it all" starts from here.
class ReviewPage : public QWidget {
    Q_OBJECT
public:
    ReviewPage(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void refresh();
    QSet<QString> allowed() const; ///< names of --allow that were ticked
    bool isReady() const { return m_isReady; }
    QString notReadyBecause() const { return m_because; }
    QString obstacle() const { return m_obstacle; } ///< the first step that something stands in the way of; "" = none

Q_SIGNALS:
    void fixWanted(const cocoon::ui::FindingFix& fix);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    setup::Desk& m_desk;
    ErrorPanel* m_error;
    QLabel* m_sentence;
    QList<std::pair<QLabel*, QLabel*>> m_figures; ///< the number, and of what
    QList<Card*> m_figureCards;
    QGridLayout* m_figureGrid;
    int m_columns = 0; ///< of that
    Card* m_breaking;
    QHash<QString, QCheckBox*> m_allows;
    ProgressCard* m_progress;
    FindingsCard* m_obstacles; ///< above the changes: nothing goes on before they are gone
    FindingsCard* m_findings;
    ChangesCard* m_changes;
    bool m_isReady = false;
    QString m_because;
    QString m_obstacle;
};

} // namespace cocoon::ui
