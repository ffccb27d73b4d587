// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/desk.h"

#include "models/setup/truth.h"

#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using plan::Runner;

Desk::Desk(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_assessor(m_parts.steps, m_parts.source, u"desk"_s)
    , m_finder({ m_parts.source, m_parts.clock, m_parts.folder, m_parts.cluster, m_parts.trustee })
    , m_lease(m_parts.clock, m_parts.takeLease, m_parts.giveLease, m_parts.isLeaseCurrent)
{
    connect(&m_finder, &IntentFinder::waitsFor, this, &Desk::waitsFor);
    connect(&m_lease, &RunLease::ready, this, &Desk::run);
    connect(&m_lease, &RunLease::notTaken, this, [this](const Error& error) {
        add(Event::Kind::Note, {}, tr("The Lease that keeps two desks apart could not be taken: %1").arg(error.message));
    });
    connect(&m_lease, &RunLease::refused, this, [this](const Error& error) {
        if (!m_hasBegun) {
            run(); // ends at once, before anything is sent, as one that was stopped
        }
        leaseLost(error);
    });
    connect(&m_assessor, &plan::Assessor::assessed, this, &Desk::assessed);
    listen(m_parts.runner);
}

void Desk::listen(Runner& runner)
{
    connect(&runner, &Runner::assessed, this, [this](const QList<plan::Assessment>& assessments) {
        if (m_isRunning) {
            noteWaits(assessments);
        }
    });
    connect(&runner, &Runner::changeSent, this, [this](const plan::Change& change) {
        add(Event::Kind::Sent, change.step, change.title, change.key);
    });
    connect(&runner, &Runner::changeEnded, this, [this](const plan::Change& change, bool ok, const QString& note) {
        add(ok ? Event::Kind::Made : Event::Kind::Failed, change.step, note.isEmpty() ? change.title : tr("%1: %2").arg(change.title, note), change.key);
    });
    connect(&runner, &Runner::approvalWanted, this, [this](const QList<plan::Change>& changes) {
        sortApprovals(changes);
    });
    connect(&runner, &Runner::finished, this, [this](const Runner::Report& report) {
        if (!m_isRunning) {
            return;
        }
        m_lastReport = report;
        if (m_leaseError) {
            m_lastReport->end = Runner::End::Failed;
            m_lastReport->error = *m_leaseError;
        }
        m_isRunning = false;
        m_isStopping = false;
        m_areRebootsPaused = false;
        m_wanted.clear();
        m_waitingFor.clear();
        m_took = milliseconds(m_sinceStart.elapsed());
        m_lease.give();
        Q_EMIT runChanged();
        Q_EMIT runEnded();
    });
}

Desk::~Desk() = default;

Job<Done>* Desk::begin()
{
    return mapJob<Done, IntentFinder::Found>(m_finder.find(true), this, [this](const Result<IntentFinder::Found>& found) -> Result<Done> {
        if (!found) {
            return tl::unexpected(found.error());
        }
        useIntent(found->intent, found->text);
        return Done {};
    });
}

void Desk::useIntent(const plan::Intent& intent, const QByteArray& text)
{
    m_intent = intent;
    m_intentText = text;
    m_assessor.setIntent(intent);
    Q_EMIT intentChanged();
}

Result<Done> Desk::edit(const QString& path, const QString& value)
{
    if (m_isRunning) {
        return fail(Errc::Precondition, tr("A run is under way. Stop it first, then change what is wanted."));
    }
    return write(path, value);
}

Result<Done> Desk::rebootLast(const QString& worker, bool isLast)
{
    QStringList last = m_intent.configuration.rebootLast;
    last.removeAll(worker);
    if (isLast) {
        last.append(worker);
    }
    const Result<Done> written = write(u"configuration.rebootLast"_s, last.join(u", "_s));
    if (written && m_isRunning) {
        runner().setIntent(m_intent);
    }
    return written;
}

Result<Done> Desk::write(const QString& path, const QString& value)
{
    Result<QByteArray> text = plan::Intent::edit(m_intentText, path, value);
    if (text && path == "credential.kind"_L1 && value != m_intent.credential.kind && !m_intent.credential.name.isEmpty()) {
        text = plan::Intent::edit(*text, u"credential.name"_s, {}); // a profile's name is none for a key, nor a key's for a profile
    }
    if (!text) {
        return tl::unexpected(text.error());
    }
    const Result<plan::Intent> intent = m_finder.read(*text);
    if (!intent) {
        return tl::unexpected(intent.error());
    }
    QSaveFile file(intentPath());
    if (!file.open(QIODevice::WriteOnly) || file.write(*text) < 0 || !file.commit()) {
        return fail(Errc::Io, tr("%1 cannot be written: %2.").arg(intentPath(), file.errorString()));
    }
    useIntent(*intent, *text);
    return Done {};
}

std::optional<plan::Assessment> Desk::assessment(const QString& step) const
{
    for (const plan::Assessment& assessment : m_assessor.assessments()) {
        if (assessment.step == step) {
            return assessment;
        }
    }
    return std::nullopt;
}

Desk::Truth Desk::truth() const
{
    return truthOf(m_parts.source.world());
}

void Desk::lookAgain()
{
    m_assessor.refresh();
    const world::World world = m_parts.source.world();
    const QStringList keys = world.keys();
    for (const QString& key : keys) {
        const world::Query query = world::Query::fromKey(key);
        if (query.kind == "kube.list"_L1 || query.kind == "kube.object"_L1 || world.answer(query).state == world::Answer::State::Failed) {
            m_parts.source.refresh(query);
        }
    }
    Q_EMIT lookedAgain();
}

milliseconds Desk::elapsed() const
{
    return m_isRunning ? milliseconds(m_sinceStart.elapsed()) : m_took;
}

void Desk::add(Event::Kind kind, const QString& step, const QString& text, const QString& object, milliseconds usual)
{
    m_events.append({ kind, m_parts.clock.now(), step, text, object, usual });
    Q_EMIT runChanged();
}

void Desk::noteWaits(const QList<plan::Assessment>& assessments)
{
    QHash<QString, QString> now;
    for (const plan::Assessment& assessment : assessments) {
        if (assessment.state == plan::StepState::Unknown) { // nobody can tell now: what was waited for is not there yet
            for (auto it = m_waitingFor.cbegin(); it != m_waitingFor.cend(); ++it) {
                if (it.key().startsWith(assessment.step + u'\n')) {
                    now.insert(it.key(), it.value());
                }
            }
        }
        for (const plan::Wait& wait : assessment.waits) {
            const QString key = assessment.step + u'\n' + wait.what;
            const bool isNew = !m_waitingFor.contains(key);
            if (isNew && assessment.state != plan::StepState::InProgress) {
                continue;
            }
            now.insert(key, wait.object);
            if (isNew) {
                add(Event::Kind::Waiting, assessment.step, wait.what, wait.object, wait.usual);
            }
        }
    }
    for (auto it = m_waitingFor.cbegin(); it != m_waitingFor.cend(); ++it) {
        if (!now.contains(it.key())) {
            add(Event::Kind::Arrived, it.key().section(u'\n', 0, 0), it.key().section(u'\n', 1), it.value());
        }
    }
    m_waitingFor = now;
}

plan::Runner& Desk::runner() const
{
    return m_taskRunner ? *m_taskRunner : m_parts.runner;
}

std::unique_ptr<plan::Assessor> Desk::assess(const Task& task)
{
    auto assessor = std::make_unique<plan::Assessor>(*task, m_parts.source, u"task"_s);
    assessor->setIntent(m_intent);
    assessor->setActive(true);
    return assessor;
}

void Desk::start(const Order& order)
{
    start(nullptr, order);
}

void Desk::start(const Task& task, const Order& order)
{
    if (m_isRunning) {
        return;
    }
    const Task before = std::exchange(m_task, task);
    if (m_taskRunner) {
        Runner* old = m_taskRunner.release(); // it may be its own end that starts the next
        connect(old, &QObject::destroyed, old, [before] { }); // and it looks at its steps until it is gone
        old->deleteLater();
    }
    if (task) {
        m_taskRunner = m_parts.makeRunner(*task);
        listen(*m_taskRunner);
    }
    setOff(order);
}

void Desk::setOff(const Order& order)
{
    m_order = order;
    m_events.clear();
    m_wanted.clear();
    m_agreedGroups.clear();
    m_waitingFor.clear();
    m_lastReport.reset();
    m_leaseError.reset();
    m_isRunning = true;
    m_isStopping = false;
    m_hasBegun = false;
    m_sinceStart.start();
    Q_EMIT runChanged();
    m_lease.begin(m_task ? RunLease::Work::Task : RunLease::Work::SetUp);
}

void Desk::run()
{
    m_hasBegun = true;
    Runner::Options options;
    options.approveAll = m_order.all;
    options.allow = m_order.allow;
    options.only = m_order.only;
    options.interactive = true;
    options.mayChange = [this](const plan::Change& change) { return m_lease.mayChange(change); };
    runner().start(m_intent, options);
    if (m_isStopping) { // said while the Lease was asked for
        runner().cancel();
    }
}

void Desk::sortApprovals(const QList<plan::Change>& changes)
{
    QList<plan::Change> agreed;
    m_wanted.clear();
    for (const plan::Change& change : changes) {
        const bool wasShown = std::any_of(m_order.shown.begin(), m_order.shown.end(), [&change](const plan::Change& shown) {
            return change.isCoveredBy(shown) || (!change.approvalGroup.isEmpty() && change.approvalGroup == shown.approvalGroup);
        });
        (wasShown && change.allow.isEmpty() ? agreed : m_wanted).append(change);
    }
    // Agreeing to one of a group agrees to all of it: unless that was done before, what comes later is shown with it.
    const auto isAgreed = [this](const QString& group) {
        return m_order.all || m_agreedGroups.contains(group)
            || std::any_of(m_order.shown.begin(), m_order.shown.end(), [&group](const plan::Change& shown) { return shown.approvalGroup == group; });
    };
    for (const plan::Change& change : QList<plan::Change>(m_wanted)) {
        if (!isAgreed(change.approvalGroup)) {
            addRestOf(change.approvalGroup);
        }
    }
    if (m_isRunning && !agreed.isEmpty()) {
        approveEach(agreed, false);
    }
    Q_EMIT runChanged();
}

void Desk::addRestOf(const QString& group)
{
    if (group.isEmpty()) {
        return;
    }
    for (const plan::Assessment& assessment : runner().assessments()) {
        for (const plan::Change& change : assessment.changes) {
            const bool isThere = std::any_of(m_wanted.begin(), m_wanted.end(), [&change](const plan::Change& one) { return one.key == change.key; });
            if (change.approvalGroup == group && !isThere) {
                m_wanted.append(change);
            }
        }
    }
}

void Desk::approveEach(const QList<plan::Change>& changes, bool breaking)
{
    for (const plan::Change& change : changes) {
        runner().approve(change.approvalGroup.isEmpty() ? change.key : change.approvalGroup);
        m_agreedGroups.insert(change.approvalGroup);
        if (breaking && !change.allow.isEmpty()) {
            runner().approve(change.allow);
        }
    }
}

void Desk::approve(const QList<plan::Change>& changes, bool breaking)
{
    const QList<plan::Change> agreed = changes; // it may well be our own list
    m_wanted.clear();
    approveEach(agreed, breaking);
    Q_EMIT runChanged();
}

void Desk::pauseReboots(bool isPaused)
{
    if (m_isRunning && m_areRebootsPaused != isPaused) {
        m_areRebootsPaused = isPaused;
        runner().pause(u"reboot-queue"_s, isPaused);
        Q_EMIT runChanged();
    }
}

void Desk::stop()
{
    if (m_isRunning) {
        m_isStopping = true;
        runner().cancel();
        Q_EMIT runChanged();
    }
}

void Desk::leaseLost(const Error& error)
{
    if (m_leaseError) {
        return; // told twice, the run would not wait for what is under way
    }
    m_leaseError = error;
    if (m_isRunning) {
        runner().cancel();
    }
}

} // namespace cocoon::setup
