// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/task/task_panel.h"

#include "models/dashboard/age.h"
#include "models/setup/end.h"
#include "ui/setup/changes_card.h"
#include "ui/setup/findings_card.h"
#include "ui/setup/name_guard.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using plan::StepState;

TaskPanel::TaskPanel(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : Card(QString(), parent)
    , m_desk(desk)
    , m_says(makeText({}, "muted"))
    , m_body(new QWidget)
    , m_findings(new FindingsCard(theme))
    , m_changes(new ChangesCard(theme))
    , m_guard(new NameGuard)
    , m_error(new ErrorPanel(theme))
    , m_go(makeButton({}, "primary"))
    , m_stop(makeButton(tr("Stop at a clean point"), ""))
    , m_close(makeButton(tr("Close"), ""))
{
    setTone(u"accent"_s);
    m_go->setObjectName(u"task.go"_s);
    m_stop->setObjectName(u"task.stop"_s);
    m_close->setObjectName(u"task.close"_s);
    m_says->setObjectName(u"task.says"_s);
    m_changes->setMostRows(5);
    content()->addWidget(m_says);
    auto* page = new QVBoxLayout(makeScrollPage(m_body));
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(8);
    page->addWidget(m_guard);
    page->addWidget(m_error);
    page->addWidget(m_findings);
    page->addWidget(m_changes);
    page->addStretch(1);
    content()->addWidget(m_body, 1);
    // The answers never leave the screen, however long it is what they answer.
    auto* row = new FlowLayout;
    row->addSpring();
    row->addWidget(m_close);
    row->addWidget(m_stop);
    row->addWidget(m_go);
    content()->addLayout(row);
    connect(m_go, &QPushButton::clicked, this, &TaskPanel::go);
    connect(m_stop, &QPushButton::clicked, &desk, &setup::Desk::stop);
    connect(m_close, &QPushButton::clicked, this, &TaskPanel::close);
    connect(m_guard, &NameGuard::askingChanged, this, &TaskPanel::toTop);
    connect(&desk, &setup::Desk::runChanged, this, &TaskPanel::refresh);
    connect(&desk, &setup::Desk::runEnded, this, &TaskPanel::refresh);
    hide();
}

void TaskPanel::protect(const QString& name)
{
    m_guard->setName(name);
}

void TaskPanel::go()
{
    if (isMine() && m_desk.isRunning()) {
        const QList<plan::Change> wanted = m_desk.wanted();
        m_guard->ask(wanted, false, [this, wanted] { m_desk.approve(wanted, true); });
        return;
    }
    setup::Desk::Order order;
    order.shown = m_assessor->assessments().value(0).changes;
    m_guard->ask(order.shown, false, [this, order, task = m_task] { m_desk.start(task, order); });
}

void TaskPanel::open(const setup::Desk::Task& task)
{
    m_task = task;
    m_asked = false;
    m_guard->leave();
    // Which cluster it is about stands where the word is given, not in the header only.
    setTitle(task->front()->title() + u" · "_s + m_desk.intent().cluster);
    m_assessor = m_desk.assess(task);
    connect(m_assessor.get(), &plan::Assessor::assessed, this, &TaskPanel::refresh);
    show();
    m_close->setFocus(Qt::OtherFocusReason); // a key pressed twice must not agree
    m_isFirst = true;
    refresh();
    toTop();
}

/// What asks and what failed stand first.
void TaskPanel::toTop()
{
    m_body->findChild<QScrollArea*>()->verticalScrollBar()->setValue(0);
}

void TaskPanel::close()
{
    m_assessor.reset();
    m_task.reset();
    m_guard->leave();
    hide();
    Q_EMIT closed();
}

void TaskPanel::refreshWords(const plan::Assessment& assessment)
{
    const bool runs = isMine() && m_desk.isRunning();
    const bool asks = runs && !m_desk.wanted().isEmpty();
    if (asks) {
        m_says->setText(tr("This needs a word of its own. Nothing of it is sent until you agree."));
    } else if (runs && m_desk.isStopping()) {
        m_says->setText(tr("Stopping at a clean point: what was sent is awaited, nothing new is sent."));
    } else if (runs) {
        m_says->setText(assessment.waits.isEmpty() ? tr("Working for %1.").arg(dashboard::durationText(m_desk.elapsed())) : tr("Waiting for %1.").arg(assessment.waits.first().what));
    } else if (m_desk.isRunning()) {
        m_says->setText(tr("Another run is under way. One at a time: wait for it, or stop it."));
    } else if (assessment.state == StepState::Done) {
        m_says->setText(assessment.summary);
    } else if (assessment.state == StepState::Unknown) {
        m_says->setText(tr("Looking …"));
    } else if (assessment.isBlocked()) {
        m_says->setText(tr("It cannot be done now; why, is below."));
    } else {
        m_says->setText(tr("This is what will be done. Nothing is sent before you say so."));
    }
}

void TaskPanel::refresh()
{
    if (!m_task || !m_assessor) {
        return;
    }
    const plan::Assessment assessment = m_assessor->assessments().value(0);
    const bool runs = isMine() && m_desk.isRunning();
    const bool asks = runs && !m_desk.wanted().isEmpty();
    refreshWords(assessment);
    QList<plan::Finding> findings = assessment.findings;
    findings.removeIf([](const plan::Finding& finding) { return finding.severity == plan::Severity::Ok || finding.severity == plan::Severity::Info; });
    m_findings->show(findings, assessment.state != StepState::Unknown);
    m_findings->setVisible(!findings.isEmpty());
    plan::Assessment shown = assessment;
    if (asks) {
        shown.changes = m_desk.wanted();
    }
    m_changes->show({ shown }, m_desk.intent().cluster);
    m_changes->setVisible(!shown.changes.isEmpty() && (!runs || asks));
    if (asks && !m_asked) {
        m_changes->takeFocus();
    }
    m_asked = asks;
    const auto report = isMine() && !runs ? m_desk.lastReport() : std::nullopt;
    const bool hasFailed = report && (report->end == plan::Runner::End::Failed || report->end == plan::Runner::End::TimedOut);
    if (hasFailed) {
        if (m_error->isHidden()) {
            toTop();
        }
        m_error->show(setup::explainEnd(*report), report->error.detail);
    } else {
        m_error->clear();
    }
    const bool canGo = !runs && !m_desk.isRunning() && !assessment.changes.isEmpty() && !assessment.isBlocked() && assessment.state != StepState::Unknown;
    // What disturbs running things does not look like the way to go on.
    const bool isDangerous = (canGo || asks) && std::any_of(shown.changes.begin(), shown.changes.end(), [](const plan::Change& change) { return change.disturbs(); });
    setStyled(m_go, "kind", isDangerous ? u"danger"_s : u"primary"_s);
    setStyled(m_close, "kind", isDangerous ? u"primary"_s : QString());
    m_go->setText(asks ? tr("Agree and go on") : hasFailed ? tr("Try again")
                                                           : m_task->front()->title());
    m_go->setVisible(!runs || asks);
    m_go->setEnabled(canGo || asks);
    m_stop->setVisible(runs);
    m_stop->setText(m_desk.isStopping() ? tr("Do not wait for it") : tr("Stop at a clean point"));
    m_close->setVisible(!runs);
    m_close->setText(assessment.state == StepState::Done ? tr("Close") : tr("Cancel"));
    if (m_isFirst && assessment.state != StepState::Unknown) {
        m_isFirst = false;
        if (!isDangerous && m_close->hasFocus()) {
            m_changes->takeFocus(); // to what is asked
        }
    }
}

} // namespace cocoon::ui
