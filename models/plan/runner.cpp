// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/runner.h"

#include "models/plan/runner_p.h"
#include "services/base/log.h"

#include <QCoreApplication>

#include <algorithm>

namespace cocoon::plan {

using std::chrono::minutes;
using std::chrono::seconds;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::plan::Runner)
    };

    constexpr minutes kFlightLimit { 10 };

    QString groupOf(const Change& change)
    {
        return change.approvalGroup.isEmpty() ? change.key : change.approvalGroup;
    }

    QString objectOf(const Change& change)
    {
        return change.target.resource + u'/' + change.target.name;
    }
}

Runner::Private::Private(Runner& owner, const Steps& theSteps, world::WorldSource& theSource, Executor& theExecutor,
    Journal& theJournal, Clock& theClock)
    : q(owner)
    , steps(theSteps)
    , source(theSource)
    , executor(theExecutor)
    , journal(theJournal)
    , clock(theClock)
    , judged(theSteps)
    , approvals(Options {})
    , memory(theClock)
    , waits(theClock)
    , questions(theClock)
{
}

Runner::Runner(const Steps& steps, world::WorldSource& source, Executor& executor, Journal& journal, Clock& clock, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, steps, source, executor, journal, clock))
{
    connect(&source, &world::WorldSource::worldChanged, this, [this] { d->schedule(); });
}

Runner::~Runner() = default;

const QList<Assessment>& Runner::assessments() const
{
    return d->assessments;
}

void Runner::start(const Intent& intent, const Options& options)
{
    Q_ASSERT(d->inFlight.isEmpty());
    d->intent = intent;
    d->options = options;
    d->approvals = Approvals(options);
    d->memory = SendMemory(d->clock);
    d->waits.clear();
    d->questions.clear();
    d->judged.forget();
    d->assessments.clear();
    d->tokens.clear();
    d->made.clear();
    d->failures.clear();
    d->stopping.reset();
    d->askedApproval.clear();
    d->startedAt = d->judgedAnewAt = d->clock.monotonic();
    d->quietSince = milliseconds(-1);
    d->planChecked = false;
    d->running = true;
    ++d->run;
    d->schedule();
    d->tick(d->run);
}

void Runner::approve(const QString& approvalKey)
{
    d->approvals.approve(approvalKey, d->proposed());
    d->schedule();
}

void Runner::cancel()
{
    if (!d->running) {
        return;
    }
    if (d->stopping) {
        for (const Private::Flight& flight : std::as_const(d->inFlight)) {
            if (flight.job) {
                flight.job->cancel();
            }
        }
        return;
    }
    d->stop(End::Cancelled, { Errc::Cancelled, Words::tr("Cancelled."), {} });
    d->schedule();
}

void Runner::Private::schedule()
{
    if (!running || scheduled) {
        return;
    }
    scheduled = true;
    QMetaObject::invokeMethod(
        &q,
        [this] {
            scheduled = false;
            turn();
        },
        Qt::QueuedConnection);
}

void Runner::Private::tick(quint64 ofRun)
{
    // In a fast sandbox the machine does not get faster: at least 50 ms of real time between two looks, 400 between two
    // assessments that nothing but the time asks for.
    const milliseconds shortest = clock.deadline(milliseconds(0)) / 600;
    clock.after(std::max<milliseconds>(seconds(1), shortest), &q, [this, ofRun, shortest] {
        if (!running || ofRun != run) {
            return;
        }
        // Limits are looked at every second; what depends on the time of day, every ten.
        if (clock.monotonic() - judgedAnewAt >= std::max<milliseconds>(seconds(10), 8 * shortest)) {
            judgedAnewAt = clock.monotonic();
            judged.forget();
            turn();
        } else if (!scheduled) {
            act();
        }
        if (running && ofRun == run) {
            tick(ofRun);
        }
    });
}

void Runner::Private::turn()
{
    if (!running) {
        return;
    }
    assess();
    act();
}

void Runner::Private::assess()
{
    judged.update(source.world(), intent);
    assessments = judged.all();
    source.want(QStringLiteral("runner"), judged.needs());

    QSet<QString> keys;
    const QList<Change> changes = proposed();
    for (const Change& change : changes) {
        keys.insert(change.key);
    }
    memory.keepOnly(keys);
    releaseTokens();
    watchWaits();
    Q_EMIT q.assessed(assessments);
}

void Runner::Private::act()
{
    if (!running || assessments.isEmpty()) {
        return;
    }
    limitFlights();
    if (stopping) {
        if (inFlight.isEmpty()) {
            finish(stopping->first, stopping->second);
        }
        return;
    }
    if (options.assessOnly) {
        decideAssessOnly();
        return;
    }
    if (allComplete() && inFlight.isEmpty()) {
        if (!isStillLooking()) {
            finish(made.isEmpty() ? End::NothingToDo : End::Done);
        }
        return;
    }
    sendWhatCanBeSent();
}

void Runner::Private::sendWhatCanBeSent()
{
    bool holding = false;
    std::optional<Error> refusal;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = *steps.at(i);
        // A copy: slots connected to our signals may start another assessment.
        const Assessment assessment = assessments.value(static_cast<qsizetype>(i));
        if (inFlight.contains(step.id()) || !isEligible(step, assessment)) {
            continue;
        }
        for (const Change& change : assessment.changes) {
            if (!change.isConcrete() || !approvals.isApproved(change)) {
                continue;
            }
            const SendMemory::Ruling ruling = memory.rule(change);
            if (ruling == SendMemory::Ruling::GiveUp) {
                const QString failure = failures.value(change.key);
                const Error error { Errc::Timeout,
                    failure.isEmpty() ? Words::tr("“%1” was made several times, but its effect does not stay or does not show.").arg(change.title)
                                      : Words::tr("“%1” was tried several times and failed each time: %2.").arg(change.title, failure),
                    {} };
                stop(End::Failed, error.during(change.title));
                act();
                return;
            }
            if (ruling == SendMemory::Ruling::Hold) {
                holding = true;
                continue;
            }
            if (!change.gate.isEmpty() && paused.contains(change.gate)) {
                holding = true;
                continue;
            }
            if (!isTokenFree(change)) {
                continue; // its holder is what the run waits for
            }
            const Result<bool> may = !planFits() ? false : options.mayChange ? options.mayChange(change) : true;
            if (!may) {
                refusal = refusal ? refusal : may.error();
            } else if (*may) {
                send(change);
            } else {
                holding = true;
            }
            break;
        }
        if (stopping || !running) {
            act();
            return;
        }
    }
    if (inFlight.isEmpty()) {
        decide(holding, refusal);
    } else {
        quietSince = milliseconds(-1);
    }
}

void Runner::Private::send(const Change& change)
{
    const Result<QString> sentId = journal.sent(change);
    if (!sentId) {
        stop(End::Failed, sentId.error().during(change.title));
        return;
    }
    takeToken(change);
    memory.sent(change);
    qCDebug(lcPlan) << "sending" << change.key;
    Job<Outcome>* job = executor.execute(change);
    inFlight.insert(change.step, { change, *sentId, job, clock.monotonic(), false });
    job->then(&q, [this, change](const Result<Outcome>& result) { landed(change, result); });
    Q_EMIT q.changeSent(change);
}

void Runner::Private::landed(const Change& change, const Result<Outcome>& result)
{
    const Flight flight = inFlight.take(change.step);
    if (result) {
        const Result<Done> noted = journal.outcome(flight.sentId, change, *result);
        memory.succeeded(change);
        if (result->hasWorked) {
            made.append(change.title);
            failures.remove(change.key);
        } else {
            failures.insert(change.key, result->note);
        }
        qCDebug(lcPlan) << (result->hasWorked ? "made" : "did not work:") << change.key;
        Q_EMIT q.changeEnded(change, result->hasWorked, result->note);
        if (!noted) {
            stop(End::Failed, noted.error().during(change.title));
        }
    } else {
        Error error = result.error();
        if (flight.isLate && error.code == Errc::Cancelled) {
            const auto limit = std::chrono::duration_cast<seconds>(flightLimit()).count();
            error = { Errc::Timeout,
                Words::tr("No answer within %1 s; nobody knows whether it was done.").arg(limit), {} };
        }
        const Result<Done> noted = journal.failure(flight.sentId, change, error);
        const bool goesOn = memory.failed(change, error);
        qCDebug(lcPlan) << "failed" << change.key << errcName(error.code) << (goesOn ? "looking again" : "giving up");
        Q_EMIT q.changeEnded(change, false, error.message);
        if (!goesOn) {
            stop(End::Failed, error.during(change.title));
        } else if (!noted) {
            stop(End::Failed, noted.error().during(change.title));
        }
    }
    schedule();
}

milliseconds Runner::Private::flightLimit() const
{
    return options.timeout.count() > 0 ? options.timeout : clock.deadline(kFlightLimit);
}

void Runner::Private::limitFlights()
{
    const milliseconds now = clock.monotonic();
    const milliseconds limit = flightLimit();
    QList<Flight> late;
    for (Flight& flight : inFlight) {
        if (!flight.isLate && now - flight.sentAt >= limit) {
            flight.isLate = true;
            late.append(flight);
        }
    }
    for (const Flight& flight : std::as_const(late)) {
        qCDebug(lcPlan) << "no answer to" << flight.change.key;
        if (flight.job) {
            flight.job->cancel(); // lands from the event loop
        } else {
            landed(flight.change, tl::unexpected(Error { Errc::Cancelled, {}, {} }));
        }
    }
}

void Runner::Private::stop(End end, const Error& error)
{
    // The first reason is the one that is reported.
    if (!stopping) {
        stopping = { end, error };
    }
}

void Runner::Private::finish(End end, const Error& error, const QList<Change>& pending)
{
    running = false;
    paused.clear();
    tokens.clear();
    source.want(QStringLiteral("runner"), {});
    Report report;
    report.end = end;
    report.error = error;
    report.assessments = assessments;
    report.made = made;
    report.pending = pending;
    Q_EMIT q.finished(report);
}

bool Runner::Private::isRelevant(const QString& step) const
{
    return options.only.isEmpty() || options.only.contains(step);
}

bool Runner::Private::isComplete(const QString& step) const
{
    for (const Assessment& assessment : assessments) {
        if (assessment.step == step) {
            return assessment.state == StepState::Done || assessment.state == StepState::Skipped;
        }
    }
    return true;
}

bool Runner::Private::dependenciesComplete(const Step& step) const
{
    const QStringList dependencies = step.dependsOn();
    return std::all_of(dependencies.begin(), dependencies.end(), [this](const QString& id) { return isComplete(id); });
}

QSet<QString> Runner::Private::stepsBefore(const QString& step, Through through) const
{
    QSet<QString> found;
    QStringList next(step);
    while (!next.isEmpty()) {
        const QString current = next.takeLast();
        const auto it = std::find_if(steps.begin(), steps.end(), [&current](const auto& one) { return one->id() == current; });
        const QStringList dependencies = it == steps.end() ? QStringList() : (*it)->dependsOn();
        for (const QString& dependency : dependencies) {
            if ((through == Through::All || !isComplete(dependency)) && !found.contains(dependency)) {
                found.insert(dependency);
                next.append(dependency);
            }
        }
    }
    return found;
}

bool Runner::Private::allComplete() const
{
    return std::all_of(assessments.begin(), assessments.end(),
        [this](const Assessment& assessment) { return !isRelevant(assessment.step) || isComplete(assessment.step); });
}

bool Runner::Private::hasOpenQuestions(const Assessment& assessment) const
{
    const world::World& world = source.world();
    return std::any_of(assessment.needs.begin(), assessment.needs.end(), [&world](const world::Query& query) {
        const auto state = world.answer(query).state;
        return state == world::Answer::State::Unasked || state == world::Answer::State::Pending;
    });
}

bool Runner::Private::isEligible(const Step& step, const Assessment& assessment) const
{
    switch (assessment.state) {
    case StepState::Ready:
    case StepState::InProgress:
    case StepState::Drifted:
        return isRelevant(step.id()) && dependenciesComplete(step);
    default:
        return false;
    }
}

QList<Change> Runner::Private::proposed() const
{
    QList<Change> changes;
    for (const Assessment& assessment : assessments) {
        if (isRelevant(assessment.step) && !isComplete(assessment.step)) {
            changes += assessment.changes;
        }
    }
    return changes;
}

bool Runner::Private::isTokenFree(const Change& change) const
{
    if (change.exclusive.isEmpty()) {
        return true;
    }
    for (const Flight& flight : inFlight) {
        if (flight.change.exclusive == change.exclusive) {
            return false;
        }
    }
    const auto hold = tokens.constFind(change.exclusive);
    return hold == tokens.constEnd() || hold->group == groupOf(change);
}

void Runner::Private::takeToken(const Change& change)
{
    if (!change.exclusive.isEmpty()) {
        Hold& hold = tokens[change.exclusive];
        hold.group = groupOf(change);
        hold.objects.insert(objectOf(change));
    }
}

void Runner::Private::releaseTokens()
{
    for (auto it = tokens.begin(); it != tokens.end();) {
        bool isHeld = false;
        for (const Flight& flight : std::as_const(inFlight)) {
            isHeld = isHeld || flight.change.exclusive == it.key();
        }
        for (const Assessment& assessment : std::as_const(assessments)) {
            for (const Change& change : assessment.changes) {
                isHeld = isHeld || (change.exclusive == it.key() && groupOf(change) == it->group);
            }
            for (const Wait& wait : assessment.waits) {
                isHeld = isHeld || it->objects.contains(wait.object);
            }
        }
        it = isHeld ? std::next(it) : tokens.erase(it);
    }
}

} // namespace cocoon::plan
