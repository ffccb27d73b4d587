// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "ui/setup/go_bar.h"
#include "ui/setup/page_spec.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QStackedWidget;
class QToolButton;

namespace cocoon::ui {

class ApprovalPane;
class DonePage;
struct FindingFix;
class NameGuard;
class ReviewPage;
class LookingCard;
class StepList;
class StepPage;

/// The guided set-up: the list of steps with their states, the page that is open, and the bar that goes on. Any page can be
/// opened at any time; what stands on it is what is observed, so closing and coming back loses nothing.
class SetupPlace : public QWidget {
    Q_OBJECT
public:
    SetupPlace(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    void openPage(const QString& id); ///< page id, "review" or "done"
    void openStep(const QString& step); ///< the page this step is on
    QString page() const { return m_page; }
    QStringList pageIds() const;
    QString pageName(const QString& id) const;
    /// What is destructive goes on only when this name is typed; "" = not protected.
    void protect(const QString& name);
    void showOutcome(const QString& page, const Result<Done>& outcome); ///< of something that was asked for on that page
    void offerLogin(); ///< the connect page leads to a login where one is missing or does not fit
    void openFirstOpen(); ///< the first page that is not done: where the user stands

Q_SIGNALS:
    void placeWanted(const QString& link);
    void pageOpened(const QString& id);
    void kubeconfigWanted();
    void loginWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    StepPage* makePage(const QString& id);
    void refreshList();
    void refreshBar();
    void refreshApproval();
    bool isAsking() const { return m_desk.isRunning() && !m_desk.isStopping() && !m_desk.wanted().isEmpty(); }
    QString lookingBecause() const; ///< "" = changes are allowed
    void step(int by);
    void goTo(GoBar::Offer& offer, const QString& page);
    QString pageOf(const QString& step) const; ///< "" = none has it
    void apply(const FindingFix& fix);
    void primary();
    void second();
    const Theme& m_theme;
    setup::Desk& m_desk;
    QList<PageSpec> m_specs;
    QString m_page;
    StepList* m_list;
    QWidget* m_listCard;
    QToolButton* m_picker; ///< instead of the list where there is no room
    QStackedWidget* m_stack;
    QHash<QString, StepPage*> m_pages; ///< those that were opened
    ReviewPage* m_review;
    DonePage* m_done;
    ApprovalPane* m_approval;
    NameGuard* m_guard;
    LookingCard* m_rights;
    GoBar* m_bar;
    enum class Action { None, Run, RunAll, GoTo, Next, Refresh, Stop };
    Action m_primary = Action::None;
    QList<world::Query> m_drainNeeds; ///< to count what the reboots will move
    QString m_target; ///< of GoTo: the page that comes first
    Action m_second = Action::None;
};

} // namespace cocoon::ui
