// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/setup_place.h"

#include "models/dashboard/age.h"
#include "models/items/changes_model.h"
#include "models/setup/left_behind.h"
#include "models/setup/rights.h"
#include "models/setup/worker_view.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "ui/setup/approval_pane.h"
#include "ui/setup/done_page.h"
#include "ui/setup/name_guard.h"
#include "ui/setup/review_page.h"
#include "ui/setup/looking_card.h"
#include "ui/setup/step_list.h"
#include "ui/setup/step_page.h"
#include "ui/setup/step_words.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/mark.h"
#include "ui/widgets/scroll_page.h"

#include <QApplication>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using plan::StepState;

SetupPlace::SetupPlace(const Theme& theme, setup::Desk& desk, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_desk(desk)
    , m_specs(setupPages())
    , m_list(new StepList(theme))
    , m_picker(new QToolButton)
    , m_stack(new QStackedWidget)
    , m_review(new ReviewPage(theme, desk))
    , m_done(new DonePage(theme, desk))
    , m_approval(new ApprovalPane(theme, m_stack))
    , m_guard(new NameGuard)
    , m_rights(new LookingCard(theme))
    , m_bar(new GoBar)
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Setup"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 20, 9, 20); // and the scroll bar of a page
    row->setSpacing(16);
    auto* listCard = new QFrame;
    listCard->setObjectName(u"card"_s);
    auto* listColumn = new QVBoxLayout(listCard);
    listColumn->setContentsMargins(10, 8, 10, 8);
    listColumn->addWidget(m_list);
    m_listCard = listCard;
    row->addWidget(listCard);

    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    m_picker->setProperty("kind", u"picker"_s);
    m_picker->setPopupMode(QToolButton::InstantPopup);
    m_picker->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_picker->setMenu(new QMenu(m_picker));
    m_picker->setAccessibleName(tr("Steps of the set-up"));
    column->addWidget(m_picker, 0, Qt::AlignLeft);
    connect(m_approval, &ApprovalPane::refused, &desk, &setup::Desk::stop);
    connect(m_approval, &ApprovalPane::agreed, this, [this] {
        m_guard->ask(m_desk.wanted(), false, [this] { m_desk.approve(m_desk.wanted(), true); });
    });
    auto* above = new QVBoxLayout;
    above->setSpacing(12);
    above->addWidget(m_rights);
    above->addWidget(m_guard);
    column->addLayout(above);
    column->addWidget(m_approval, 1);
    column->addWidget(m_bar);
    leaveRoomForBar(theme, above);
    leaveRoomForBar(theme, m_bar->layout());
    row->addLayout(column, 1);

    m_stack->addWidget(m_review);
    for (const PageSpec& spec : std::as_const(m_specs)) {
        QAction* entry = m_picker->menu()->addAction(spec.name);
        connect(entry, &QAction::triggered, this, [this, id = spec.id] { openPage(id); });
    }
    m_stack->addWidget(m_done);
    for (const auto& [id, name] : { std::pair { u"review"_s, tr("Review") }, std::pair { u"done"_s, tr("Done") } }) {
        connect(m_picker->menu()->addAction(name), &QAction::triggered, this, [this, id = id] { openPage(id); });
    }
    connect(m_list, &StepList::chosen, this, &SetupPlace::openPage);
    connect(m_bar, &GoBar::back, this, [this] { step(-1); });
    connect(m_bar, &GoBar::next, this, [this] { step(1); });
    connect(m_bar, &GoBar::primary, this, &SetupPlace::primary);
    connect(m_bar, &GoBar::second, this, &SetupPlace::second);
    connect(m_bar, &GoBar::changesWanted, this, [this] {
        if (StepPage* page = m_pages.value(m_page)) {
            page->showChanges();
        }
    });
    connect(m_guard, &NameGuard::askingChanged, this, &SetupPlace::refreshBar);
    connect(m_review, &ReviewPage::fixWanted, this, &SetupPlace::apply);
    connect(m_done, &DonePage::placeWanted, this, &SetupPlace::placeWanted);
    connect(&desk, &setup::Desk::assessed, this, &SetupPlace::refresh);
    connect(&desk, &setup::Desk::runChanged, this, &SetupPlace::refresh);
    connect(&desk, &setup::Desk::intentChanged, this, &SetupPlace::refresh);
    connect(&desk, &setup::Desk::runEnded, this, [this] {
        const auto report = m_desk.lastReport();
        if (m_page == u"review" && !m_desk.task() && report && report->end == plan::Runner::End::Done) {
            openPage(u"done"_s);
        }
    });
    refreshList();
    openPage(m_specs.first().id);
}

QStringList SetupPlace::pageIds() const
{
    QStringList ids;
    for (const PageSpec& spec : m_specs) {
        ids.append(spec.id);
    }
    return ids + QStringList { u"done"_s };
}

QString SetupPlace::pageName(const QString& id) const
{
    for (const PageSpec& spec : m_specs) {
        if (spec.id == id) {
            return spec.name;
        }
    }
    return id == u"review" ? tr("Review") : tr("Done");
}

void SetupPlace::openFirstOpen()
{
    const auto open = firstOpen(m_specs, m_desk);
    openPage(open == m_specs.cend() ? u"done"_s : open->id);
}

/// A page is made when it is first opened: all of them at once took longer than everything else when a connection opens.
StepPage* SetupPlace::makePage(const QString& id)
{
    const auto spec = std::find_if(m_specs.constBegin(), m_specs.constEnd(), [&id](const PageSpec& one) { return one.id == id; });
    if (spec == m_specs.constEnd() || m_pages.contains(id)) {
        return m_pages.value(id);
    }
    auto* page = new StepPage(m_theme, m_desk, *spec);
    connect(page, &StepPage::kubeconfigWanted, this, &SetupPlace::kubeconfigWanted);
    connect(page, &StepPage::fixWanted, this, &SetupPlace::apply);
    connect(page, &StepPage::loginWanted, this, &SetupPlace::loginWanted);
    m_pages.insert(id, page);
    m_stack->addWidget(page);
    return page;
}

void SetupPlace::openPage(const QString& id)
{
    QWidget* page = id == u"done" ? static_cast<QWidget*>(m_done) : id == u"review" ? static_cast<QWidget*>(m_review) : makePage(id);
    if (m_page == id || page == nullptr) {
        return;
    }
    const bool wasInBar = m_bar->isAncestorOf(QApplication::focusWidget());
    m_page = id;
    m_list->setOpen(id);
    m_stack->setCurrentWidget(page);
    refresh();
    if (id == u"done" && wasInBar) {
        m_done->takeFocus(); // nothing is left to press below
    }
    Q_EMIT pageOpened(id);
}

QString SetupPlace::pageOf(const QString& step) const
{
    const auto page = std::find_if(m_specs.begin(), m_specs.end(), [&step](const PageSpec& spec) { return spec.steps.contains(step); });
    return page == m_specs.end() ? QString() : page->id;
}

void SetupPlace::openStep(const QString& step)
{
    const QString page = pageOf(step);
    openPage(page.isEmpty() ? step : page);
}

void SetupPlace::step(int by)
{
    const QStringList ids = pageIds();
    const qsizetype at = ids.indexOf(m_page);
    if (at < 0) {
        openFirstOpen();
    } else if (at + by >= 0 && at + by < ids.size()) {
        openPage(ids.at(at + by));
    }
}

void SetupPlace::refreshList()
{
    QList<StepRow> rows;
    bool isAllDone = true;
    for (const PageSpec& spec : std::as_const(m_specs)) {
        const StepState state = stateOf(spec, m_desk);
        StepRow row { spec.id, spec.name, {}, {}, markOf(state), wordOf(state) };
        isAllDone = isAllDone && (state == StepState::Done || state == StepState::Skipped);
        qsizetype changes = 0;
        bool isAsked = false;
        int installed = 0;
        qsizetype workers = 0;
        for (const QString& id : spec.steps) {
            const auto assessment = m_desk.assessment(id);
            if (!assessment) {
                continue;
            }
            changes += assessment->changes.size();
            isAsked = isAsked || (isAsking() && std::any_of(m_desk.wanted().begin(), m_desk.wanted().end(), [&id](const plan::Change& change) { return change.step == id; }));
            if (id == u"nodes") {
                const QList<setup::WorkerView> views = setup::workerViews(m_desk.world(), m_desk.intent(), coco::Facts::builtIn(), *assessment);
                m_drainNeeds = setup::drainNeeds(views);
                for (const setup::WorkerView& worker : views) {
                    ++workers;
                    installed += worker.stage == setup::WorkerView::Stage::Installed ? 1 : 0;
                }
            }
        }
        if (isAsked) {
            row.mark = items::Mark::Warning;
            row.word = tr("waits for your approval");
            row.remark = tr("approve");
        } else if (state == StepState::Skipped) {
            row.remark = spec.isOptional ? tr("optional") : tr("skipped");
        } else if (workers > 0 && state != StepState::Ready) {
            row.remark = tr("%1 of %2").arg(installed).arg(workers);
            row.brief = u"%1/%2"_s.arg(installed).arg(workers);
        } else if (state == StepState::Blocked) {
            row.remark = tr("blocked");
        } else if (state == StepState::Ready || state == StepState::Drifted) {
            row.remark = tr("%n change(s)", nullptr, static_cast<int>(changes));
            row.brief = changes > 0 ? u"+%1"_s.arg(changes) : QString();
        } else if (state == StepState::InProgress && hasFailed(m_desk, spec.steps)) {
            row.mark = items::Mark::Warning;
            row.word = tr("waited in vain");
            row.remark = row.word;
        } else if (state == StepState::InProgress) {
            row.remark = tr("waiting");
        }
        rows.append(row);
    }
    const bool isDone = isAllDone && !m_desk.assessments().isEmpty();
    rows.append({ u"review"_s, tr("Review and do it all"), {}, {}, isDone ? items::Mark::Ok : items::Mark::Ready, tr("everything at once") });
    rows.append({ u"done"_s, tr("Done"), {}, {}, isDone ? items::Mark::Ok : items::Mark::Idle, isDone ? tr("done") : tr("not done yet") });
    m_list->show(rows);
    m_list->setOpen(m_page);
    m_picker->setText(u' ' + pageName(m_page) + u"  ▾"_s);
    const QList<QAction*> entries = m_picker->menu()->actions(); // one for each row
    for (qsizetype i = 0; i < qMin(rows.size(), entries.size()); ++i) {
        const QIcon mark(m_theme.pixmap(iconOf(rows.at(i).mark), m_theme.color(toneOf(rows.at(i).mark)), 18));
        entries.at(i)->setIcon(mark);
        if (rows.at(i).id == m_page) {
            m_picker->setIcon(mark);
            setSpokenDescription(m_picker, rows.at(i).word);
        }
    }
}

void SetupPlace::refreshApproval()
{
    m_approval->ask(isAsking() ? m_desk.wanted() : QList<plan::Change>(), m_desk.intent().cluster);
}

void SetupPlace::protect(const QString& name)
{
    m_guard->setName(name);
}

void SetupPlace::apply(const FindingFix& fix)
{
    openPage(fix.page);
    StepPage* page = m_pages.value(fix.page);
    if (page == nullptr || fix.field.isEmpty()) {
        return;
    }
    const Result<Done> set = fix.value ? m_desk.edit(fix.field, *fix.value) : Done {};
    set ? page->chooseField(fix.field) : page->showError(set.error());
}

void SetupPlace::showOutcome(const QString& page, const Result<Done>& outcome)
{
    if (!outcome) {
        openPage(page);
    }
    if (StepPage* shown = m_pages.value(page)) {
        outcome ? shown->forgetError() : shown->showError(outcome.error());
    }
}

void SetupPlace::offerLogin()
{
    if (StepPage* page = m_pages.value(u"connect"_s)) {
        page->offerLogin();
        page->refresh();
    }
}

QString SetupPlace::lookingBecause() const
{
    const setup::Rights rights = setup::rightsOf(m_desk.world());
    return rights.isLookingOnly && !rights.missing.isEmpty() ? tr("Looking only: the right to %1 is missing.").arg(rights.missing.first().text()) : QString();
}

void SetupPlace::refresh()
{
    refreshList();
    const bool isNear = QStringList { u"ssh-key"_s, u"nodes"_s, u"review"_s }.contains(m_page); // they are counted when it matters
    m_desk.want(u"drains"_s, isNear ? m_drainNeeds : QList<world::Query>());
    const world::Answer connection = m_desk.world().answer(world::ask::connection());
    m_rights->show(setup::rightsOf(m_desk.world()), str(connection.value, { u"user" }).section(u'/', 0, 0));
    if (m_page == u"review") {
        m_review->refresh();
    } else if (m_page == u"done") {
        m_done->refresh();
    } else if (m_pages.contains(m_page)) {
        m_pages.value(m_page)->refresh();
        m_desk.want(u"page"_s, m_pages.value(m_page)->needs());
    }
    refreshApproval();
    refreshBar();
}

void SetupPlace::refreshBar()
{
    GoBar::Offer offer;
    m_primary = Action::None;
    m_second = Action::None;
    offer.hasBack = m_page != m_specs.first().id;
    offer.hasNext = m_page != u"done" && m_page != u"review";
    const auto offerChanges = [looking = lookingBecause()](GoBar::Offer& go) {
        if (!looking.isEmpty()) {
            go.isEnabled = false;
            go.says = looking;
        }
    };
    if (isAsking()) {
        offer.says = tr("Waiting for your approval."); // the way to stop stands beside the question
        offer.hasNext = false;
        m_bar->offer(offer);
        return;
    }
    if (m_desk.isRunning()) {
        QStringList waits;
        for (const plan::Assessment& assessment : m_desk.assessments()) {
            if (assessment.state == StepState::InProgress && !assessment.waits.isEmpty()) {
                waits.append(assessment.waits.first().what);
            }
        }
        offer.says = m_desk.isStopping() ? tr("Stopping at a clean point: what was sent is awaited, nothing new is sent.")
            : waits.isEmpty()            ? tr("Working for %1.").arg(dashboard::durationText(m_desk.elapsed()))
                                         : tr("Waiting for %1.").arg(waits.first());
        offer.second = m_desk.isStopping() ? tr("Do not wait for it") : tr("Stop at a clean point");
        m_second = Action::Stop;
        m_bar->offer(offer);
        return;
    }
    offer.second = tr("Refresh");
    m_second = Action::Refresh;
    const bool isNamed = !m_guard->isAsking(); // the guard above has the word
    const QString obstacle = m_page == u"review" ? pageOf(m_review->obstacle()) : QString();
    if (!obstacle.isEmpty()) {
        offer.says = m_review->notReadyBecause();
        goTo(offer, obstacle);
        m_bar->offer(offer);
        return;
    }
    if (m_page == u"review") {
        offer.primary = tr("Do it all");
        offer.isEnabled = m_review->isReady() && isNamed;
        offer.says = !isNamed ? tr("Type the name above to go on.") : m_review->isReady() ? tr("Goes on by itself through every step; stop it whenever you like.") : m_review->notReadyBecause();
        m_primary = Action::RunAll;
        offerChanges(offer);
        m_bar->offer(offer);
        return;
    }
    const auto open = firstOpen(m_specs, m_desk);
    if (m_page == u"done") {
        if (open != m_specs.cend() && stateOf(*open, m_desk) != StepState::Unknown) {
            goTo(offer, open->id);
        }
        m_bar->offer(offer);
        return;
    }
    const auto spec = std::find_if(m_specs.cbegin(), m_specs.cend(), [this](const PageSpec& s) { return s.id == m_page; });
    const StepState state = stateOf(*spec, m_desk);
    const QList<plan::Assessment> mine = m_pages.value(m_page)->assessments();
    QList<plan::Change> all;
    QString blocker;
    for (const plan::Assessment& assessment : mine) {
        all += assessment.changes;
        for (const plan::Finding& finding : assessment.findings) {
            if (finding.severity == plan::Severity::Blocker && blocker.isEmpty()) {
                blocker = finding.title;
            }
        }
    }
    const auto report = m_desk.lastReport();
    const QString stopped = report && report->end == plan::Runner::End::Cancelled ? tr("Stopped. %1").arg(setup::leftBehind(m_desk).join(u' ')) : QString();
    switch (state) {
    case StepState::Done:
    case StepState::Skipped:
        offer.says = mine.isEmpty() ? QString() : mine.constLast().summary;
        offer.primary = tr("Next");
        offer.hasNext = false;
        m_primary = Action::Next;
        break;
    case StepState::Unknown:
        offer.says = blocker.isEmpty() ? tr("Cocoon is still looking.") : tr("In the way: %1.").arg(blocker);
        offer.primary = blocker.isEmpty() ? tr("Go") : QString(); // there is nothing to go on with
        offer.isEnabled = false;
        break;
    case StepState::Blocked:
        offer.says = blocker.isEmpty() ? tr("Something stands in the way.") : tr("In the way: %1.").arg(blocker);
        break;
    case StepState::InProgress:
    case StepState::Ready:
    case StepState::Drifted:
        if (open < spec) {
            offer.says = tr("%1 comes first.").arg(open->name);
            goTo(offer, open->id);
        } else if (!all.isEmpty()) {
            offer.says = state == StepState::Drifted ? tr("Something differs from what is wanted.") : QString();
            const QString ahead = m_pages.value(m_page)->ahead();
            offer.changes = items::ChangesModel::summary(all) + (ahead.isEmpty() ? QString() : u" · "_s + tr("then %1").arg(ahead));
            offer.primary = tr("Make %n change(s)", nullptr, static_cast<int>(all.size()));
            m_primary = Action::Run;
            offer.isEnabled = isNamed;
            offerChanges(offer);
        } else {
            const bool gaveUp = hasFailed(m_desk, spec->steps);
            offer.says = gaveUp ? tr("Given up; what to do stands above.") : tr("Nothing to send: it is on its way.");
            offer.primary = gaveUp ? tr("Try again") : tr("Watch it");
            m_primary = Action::Run;
        }
        break;
    }
    if (!stopped.isEmpty() && m_primary == Action::Run && offer.isEnabled) {
        offer.says = stopped;
    }
    m_bar->offer(offer);
}

void SetupPlace::goTo(GoBar::Offer& offer, const QString& page)
{
    offer.primary = tr("Go to %1").arg(pageName(page));
    m_primary = Action::GoTo;
    m_target = page;
}

void SetupPlace::primary()
{
    setup::Desk::Order order;
    switch (m_primary) {
    case Action::Next: step(1); return;
    case Action::RunAll:
        order.all = true;
        order.allow = m_review->allowed();
        break;
    case Action::GoTo: openPage(m_target); return;
    case Action::Run: order.only = m_pages.value(m_page)->spec().steps; break;
    case Action::None:
    case Action::Refresh:
    case Action::Stop: return;
    }
    for (const plan::Assessment& assessment : m_desk.assessments()) {
        if (order.only.contains(assessment.step)) {
            order.shown += assessment.changes;
        }
    }
    m_guard->ask(order.all ? QList<plan::Change>() : order.shown, order.all, [this, order] { m_desk.start(order); });
}

void SetupPlace::second()
{
    m_second == Action::Stop ? m_desk.stop() : m_second == Action::Refresh ? m_desk.assessor().refresh() : void();
}

void SetupPlace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool hasRoom = width() >= m_theme.px(760);
    m_listCard->setVisible(hasRoom);
    m_listCard->setFixedWidth(m_theme.px(width() >= m_theme.px(1000) ? 280 : 244));
    m_picker->setVisible(!hasRoom);
}

} // namespace cocoon::ui
