// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/step_page.h"

#include "models/setup/ahead.h"
#include "models/setup/end.h"
#include "models/setup/worker_view.h"
#include "services/coco/facts.h"
#include "ui/setup/changes_card.h"
#include "ui/setup/choice_form.h"
#include "ui/setup/choices.h"
#include "ui/setup/findings_card.h"
#include "ui/setup/login_card.h"
#include "ui/setup/progress_card.h"
#include "ui/setup/step_words.h"
#include "ui/setup/worker_cards.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QDesktopServices>
#include <QHideEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QUrl>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLowPage = 560;
}

StepPage::StepPage(const Theme& theme, setup::Desk& desk, PageSpec spec, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_desk(desk)
    , m_spec(std::move(spec))
    , m_error(new ErrorPanel(theme))
    , m_choices(new ChoiceForm(desk))
    , m_progress(new ProgressCard(theme, desk, m_spec.steps))
    , m_findings(new FindingsCard(theme))
    , m_changes(new ChangesCard(theme))
{
    setObjectName(u"page."_s + m_spec.id);
    setAccessibleName(m_spec.title);
    QWidget* page = makeScrollPage(this);
    m_scroll = findChild<QScrollArea*>();
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(16);

    auto* head = new QVBoxLayout;
    head->setSpacing(2);
    QLabel* title = makeText(m_spec.title, "title");
    head->addWidget(title);
    head->addWidget(makeText(m_spec.purpose, "muted"));
    QPushButton* guide = makeButton(tr("Guide: %1").arg(m_spec.guide), "link");
    setThemedIcon(guide, theme, u"external"_s, u"accentText"_s);
    guide->setToolTip(guideUrl(m_spec.id));
    connect(guide, &QPushButton::clicked, this, [url = guideUrl(m_spec.id)] { QDesktopServices::openUrl(QUrl(url)); });
    head->addWidget(guide, 0, Qt::AlignLeft);
    if (!m_spec.drawing.isEmpty()) {
        m_drawing = new ChainDrawing(theme, m_spec.drawing);
        head->addWidget(m_drawing);
    }
    column->addLayout(head);

    column->addWidget(m_error);
    column->addWidget(m_progress);
    if (m_spec.steps.contains(u"nodes"_s)) {
        m_workers = new WorkerCards(theme);
        connect(m_workers, &WorkerCards::lastWanted, this, [this](const QString& worker, bool isLast) {
            if (const Result<Done> put = m_desk.rebootLast(worker, isLast); !put) {
                showError(put.error());
            }
        });
        addQueue(*column);
        column->addWidget(m_workers);
    }
    addChoices(m_spec.id, *m_choices);
    column->addWidget(m_choices);
    m_choices->setVisible(!m_choices->isEmpty());
    if (m_spec.id == u"access") {
        auto* card = new Card(tr("For your own oc or kubectl"));
        card->content()->addWidget(makeText(tr("A kubeconfig is a key to the cluster: keep it where only you can read it."), "muted"));
        QPushButton* save = makeButton(tr("Save a kubeconfig …"), "");
        setThemedIcon(save, theme, u"download"_s);
        connect(save, &QPushButton::clicked, this, &StepPage::kubeconfigWanted);
        card->content()->addWidget(save, 0, Qt::AlignLeft);
        column->addWidget(card);
    }
    column->addWidget(m_findings);
    m_findings->offerFixes(m_spec.id);
    connect(m_findings, &FindingsCard::fixWanted, this, &StepPage::fixWanted);
    connect(&m_desk, &setup::Desk::intentChanged, this, &StepPage::forgetError); // what was refused before has been written
    column->addWidget(m_changes);
    column->addStretch(1);
}

void StepPage::addQueue(QVBoxLayout& column)
{
    m_queue = new QWidget;
    auto* row = new QHBoxLayout(m_queue);
    row->setContentsMargins(0, 0, 0, 0);
    m_queueSays = makeText({}, "");
    m_pause = makeButton({}, "small");
    m_pause->setObjectName(u"reboots.pause"_s);
    row->addWidget(m_queueSays, 1);
    row->addWidget(m_pause);
    column.addWidget(m_queue);
    connect(m_pause, &QPushButton::clicked, this, [this] { m_desk.pauseReboots(!m_desk.areRebootsPaused()); });
}

void StepPage::refreshQueue(const QList<setup::WorkerView>& workers)
{
    using Stage = setup::WorkerView::Stage;
    QStringList now;
    int later = 0;
    for (const setup::WorkerView& worker : workers) {
        const bool isUnderWay = worker.stage == Stage::Draining || worker.stage == Stage::Rebooting || worker.stage == Stage::Returning;
        if (isUnderWay) {
            now.append(worker.name);
        } else if (worker.stage != Stage::Installed && worker.stage != Stage::Unknown) {
            ++later;
        }
    }
    const bool isPaused = m_desk.areRebootsPaused();
    m_queue->setVisible(m_desk.isRunning() && !m_desk.isStopping() && (later > 0 || isPaused));
    m_pause->setText(isPaused ? tr("Go on with the next worker") : tr("Pause before the next worker"));
    m_pause->setIcon(m_theme.icon(isPaused ? u"play"_s : u"pause"_s));
    const QString waits = tr("%n worker(s) still to be rebooted, one at a time.", nullptr, later);
    m_queueSays->setText(isPaused && now.isEmpty() ? tr("Paused: no worker is touched until you go on. %1").arg(waits)
            : isPaused                             ? tr("Worker %1 is brought to its end, then the queue pauses. %2").arg(now.join(u", "_s), waits)
                                                   : waits);
}

QList<plan::Assessment> StepPage::assessments() const
{
    QList<plan::Assessment> mine;
    for (const plan::Assessment& assessment : m_desk.assessments()) {
        if (m_spec.steps.contains(assessment.step)) {
            mine.append(assessment);
        }
    }
    return mine;
}

void StepPage::showError(const Error& error)
{
    m_hasOwnError = true;
    m_error->show(error);
    m_scroll->verticalScrollBar()->setValue(0);
}

void StepPage::forgetError()
{
    if (m_hasOwnError) {
        m_hasOwnError = false;
        m_error->clear();
    }
}

void StepPage::chooseField(const QString& path)
{
    m_choices->takeFocus(path);
    m_scroll->ensureWidgetVisible(m_choices);
}

void StepPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_hasOwnError = false;
}

void StepPage::offerLogin()
{
    m_login = new LoginCard(m_theme);
    connect(m_login, &LoginCard::wanted, this, &StepPage::loginWanted);
    auto* column = static_cast<QVBoxLayout*>(m_error->parentWidget()->layout());
    column->insertWidget(column->indexOf(m_error) + 1, m_login);
}

QList<world::Query> StepPage::needs() const
{
    return m_choices->needs() + m_drainNeeds;
}

void StepPage::showChanges()
{
    m_scroll->verticalScrollBar()->setValue(m_changes->y());
    m_changes->takeFocus();
}

void StepPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Where there is little room, what is to be agreed to comes before what is nice to see.
    const bool isLow = height() < m_theme.px(kLowPage);
    if (m_drawing != nullptr) {
        m_drawing->setVisible(!isLow);
    }
    m_findings->setFolded(isLow);
    arrange();
}

namespace {
    QList<QWidget*> focusChainIn(QWidget* card)
    {
        QList<QWidget*> chain;
        for (QWidget* next = card->nextInFocusChain(); next != nullptr && next != card; next = next->nextInFocusChain()) {
            if (card->isAncestorOf(next)) {
                chain.append(next);
            }
        }
        return chain;
    }
}

/// What stands in the way comes first, with its remedy; else, where there is little room, what is to be agreed to.
void StepPage::arrange()
{
    auto* column = static_cast<QVBoxLayout*>(m_error->parentWidget()->layout());
    const bool isFirst = column->indexOf(m_findings) < column->indexOf(m_progress);
    if (m_isBlocked != isFirst) {
        column->removeWidget(m_findings);
        column->insertWidget(column->indexOf(m_isBlocked ? static_cast<QWidget*>(m_progress) : m_changes), m_findings);
        QWidget* before = m_isBlocked ? static_cast<QWidget*>(m_error) : m_changes->previousInFocusChain();
        for (QWidget* widget : focusChainIn(m_findings)) {
            setTabOrder(before, widget);
            before = widget;
        }
    }
    if (!m_isBlocked) {
        putChangesFirst(m_hasChanges && height() < m_theme.px(kLowPage));
    }
}

/// Also for the keyboard: Tab follows what the eye sees.
void StepPage::putChangesFirst(bool areFirst)
{
    auto* column = static_cast<QVBoxLayout*>(m_error->parentWidget()->layout());
    QWidget* first = areFirst ? static_cast<QWidget*>(m_changes) : m_findings;
    QWidget* second = areFirst ? static_cast<QWidget*>(m_findings) : m_changes;
    if (column->indexOf(first) < column->indexOf(second)) {
        return;
    }
    column->removeWidget(first);
    column->insertWidget(column->indexOf(second), first);
    const QList<QWidget*> chain = focusChainIn(second);
    QWidget* before = second->previousInFocusChain();
    for (QWidget* widget : focusChainIn(first)) {
        setTabOrder(before, widget);
        before = widget;
    }
    for (QWidget* widget : chain) {
        setTabOrder(before, widget);
        before = widget;
    }
}

void StepPage::refresh()
{
    const QList<plan::Assessment> mine = assessments();
    QList<plan::Finding> findings;
    bool isComplete = !mine.isEmpty();
    for (const plan::Assessment& assessment : mine) {
        findings += assessment.findings;
        isComplete = isComplete && assessment.state != plan::StepState::Unknown;
    }
    m_findings->show(findings, isComplete);
    m_isBlocked = std::any_of(findings.begin(), findings.end(), [](const plan::Finding& finding) { return finding.severity == plan::Severity::Blocker; });
    m_hasChanges = std::any_of(mine.begin(), mine.end(), [](const plan::Assessment& assessment) { return !assessment.changes.isEmpty(); });
    arrange();
    m_ahead = setup::aheadOf(m_desk.world(), m_desk.intent(), coco::Facts::builtIn(), mine).text();
    m_changes->show(mine, m_desk.intent().cluster, m_ahead);
    m_progress->refresh();
    if (m_login != nullptr) {
        m_login->refresh(m_desk.world(), findings);
    }
    m_choices->refresh();
    if (m_workers != nullptr) {
        const auto workers = setup::workerViews(m_desk.world(), m_desk.intent(), coco::Facts::builtIn(), mine.isEmpty() ? plan::Assessment() : mine.constLast());
        m_workers->show(workers);
        m_drainNeeds = setup::drainNeeds(workers);
        refreshQueue(workers);
    }
    if (hasFailed(m_desk, m_spec.steps)) {
        m_error->show(setup::explainEnd(*m_desk.lastReport()), m_desk.lastReport()->error.detail);
    } else if (!m_hasOwnError) {
        m_error->clear();
    }
}

} // namespace cocoon::ui
