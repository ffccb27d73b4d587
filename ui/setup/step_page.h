// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "models/setup/worker_view.h"
#include "ui/setup/finding_fix.h"
#include "ui/setup/page_spec.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace cocoon::ui {

class ChangesCard;
class ChoiceForm;
class ErrorPanel;
class FindingsCard;
class LoginCard;
class ProgressCard;
class WorkerCards;

/// One page of the set-up in its four parts: what this is for, what was found, what will change, go (the bar below it is the
/// place's). Shows the desk's assessments of its steps; owns nothing but widgets.
class StepPage : public QWidget {
    Q_OBJECT
public:
    StepPage(const Theme& theme, setup::Desk& desk, PageSpec spec, QWidget* parent = nullptr);
    void refresh();
    const PageSpec& spec() const { return m_spec; }
    QList<plan::Assessment> assessments() const; ///< of its steps
    const QString& ahead() const { return m_ahead; } ///< what a run of this page sends beyond its changes
    QList<world::Query> needs() const;
    void showChanges(); ///< scrolls to what will change
    void showError(const Error& error); ///< of something the user asked for here; stays until the page is left or it works
    void forgetError(); ///< it worked
    void chooseField(const QString& path); ///< puts the focus there
    void offerLogin(); ///< a card that leads to a login to IBM Cloud, for as long as one is missing or does not fit

Q_SIGNALS:
    void approvalGiven();
    void kubeconfigWanted();
    void loginWanted();
    void fixWanted(const cocoon::ui::FindingFix& fix);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void arrange();
    void putChangesFirst(bool areFirst);
    void addQueue(QVBoxLayout& column);
    void refreshQueue(const QList<setup::WorkerView>& workers);
    const Theme& m_theme;
    setup::Desk& m_desk;
    PageSpec m_spec;
    QScrollArea* m_scroll;
    QWidget* m_drawing = nullptr;
    ErrorPanel* m_error;
    WorkerCards* m_workers = nullptr;
    QList<world::Query> m_drainNeeds; ///< what its workers' previews are made of
    QString m_ahead;
    QWidget* m_queue = nullptr; ///< says how the reboot queue stands, and pauses it
    QLabel* m_queueSays = nullptr;
    QPushButton* m_pause = nullptr;
    bool m_hasOwnError = false;
    bool m_isBlocked = false;
    bool m_hasChanges = false;
    LoginCard* m_login = nullptr;
    ChoiceForm* m_choices;
    ProgressCard* m_progress;
    FindingsCard* m_findings;
    ChangesCard* m_changes;
};

} // namespace cocoon::ui
