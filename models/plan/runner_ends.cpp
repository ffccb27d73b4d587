// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/runner_p.h"

#include <QCoreApplication>

#include <algorithm>

namespace cocoon::plan {

using std::chrono::minutes;
using std::chrono::seconds;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::plan::Runner)
    };

    constexpr minutes kQuestionLimit { 2 };
    constexpr minutes kDefaultWait { 30 };
    constexpr minutes kSilentStep { 10 }; // in progress without saying what it waits for
    // An end other than Done must hold that long, because the World moves in several messages; in a fast sandbox at least
    // a third of a second of real time (a deadline is never below 30 of those).
    milliseconds settleTime(const Clock& clock)
    {
        return std::max<milliseconds>(seconds(5), clock.deadline(seconds(5)) / 90);
    }

    Error timeout(const QString& message)
    {
        return { Errc::Timeout, message, {} };
    }

    bool hasTrouble(const Assessment& assessment)
    {
        return std::any_of(assessment.findings.begin(), assessment.findings.end(),
            [](const Finding& finding) { return finding.severity == Severity::Warning || finding.severity == Severity::Blocker; });
    }

    Error unanswered(const QStringList& questions)
    {
        return timeout(Words::tr("There is no answer to: %1.").arg(questions.join(QStringLiteral(", "))));
    }
}

QSet<QString> Runner::Private::concerned(Hope hope) const
{
    QSet<QString> all;
    for (const Assessment& assessment : assessments) {
        if (!isRelevant(assessment.step) || isComplete(assessment.step)) {
            continue;
        }
        const QSet<QString> before = incompleteBefore(assessment.step);
        const bool isHopeless = std::any_of(assessments.begin(), assessments.end(), [this, &before](const Assessment& other) {
            return before.contains(other.step) && !isRelevant(other.step) && (other.isBlocked() || !other.changes.isEmpty());
        });
        all.insert(assessment.step);
        if (hope == Hope::Any || !isHopeless) {
            all.unite(before);
        }
    }
    return all;
}

QStringList Runner::Private::stepsThatGoFirst() const
{
    const QSet<QString> all = concerned(Hope::Any);
    QStringList first;
    for (const auto& step : steps) {
        if (all.contains(step->id()) && !isRelevant(step->id()) && dependenciesComplete(*step)) {
            first.append(step->id());
        }
    }
    return first;
}

QStringList Runner::Private::openQuestions(Of which) const
{
    QStringList keys;
    const QSet<QString> all = concerned(Hope::Any);
    const world::World& world = source.world();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Assessment& assessment = assessments.at(static_cast<qsizetype>(i));
        if (!all.contains(assessment.step) || (which == Of::StepsThatMayGoOn && !dependenciesComplete(*steps.at(i)))) {
            continue;
        }
        for (const world::Query& query : assessment.needs) {
            const auto state = world.answer(query).state;
            if ((state == world::Answer::State::Unasked || state == world::Answer::State::Pending) && !keys.contains(query.key())) {
                keys.append(query.key());
            }
        }
    }
    return keys;
}

void Runner::Private::watchWaits()
{
    QList<WaitWatch::Item> waiting;
    const QSet<QString> all = concerned(Hope::MayStillBeDone);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Assessment& assessment = assessments.at(static_cast<qsizetype>(i));
        // A step whose turn has not come says what it would wait for; that must not keep a run alive that is stuck earlier.
        if (!all.contains(assessment.step) || assessment.isBlocked() || !dependenciesComplete(*steps.at(i))) {
            continue;
        }
        const bool fixed = options.timeout.count() > 0;
        const auto limitOf = [this, fixed](milliseconds own) { return fixed ? options.timeout : own; };
        for (const Wait& wait : assessment.waits) {
            waiting.append({ assessment.step + u'|' + wait.object + u'|' + wait.what, wait.what, wait.progress,
                limitOf(wait.limit.count() > 0 ? wait.limit : milliseconds(kDefaultWait)), fixed });
        }
        if (assessment.waits.isEmpty() && assessment.state == StepState::InProgress) {
            waiting.append({ assessment.step, assessment.summary, assessment.summary, limitOf(kSilentStep), fixed });
        }
        // A step that is undecided although everything it may know is known: give the world a moment to heal. Behind a blocked
        // step it does not heal by itself: that one says why.
        if (assessment.state == StepState::Unknown && !hasOpenQuestions(assessment) && !isBehindBlocked(assessment.step)) {
            waiting.append({ assessment.step, assessment.summary, assessment.summary, kQuestionLimit, false });
        }
    }
    waits.update(waiting);

    QList<WaitWatch::Item> asked;
    const QStringList open = openQuestions(Of::AllSteps);
    for (const QString& key : open) {
        asked.append({ key, key, {}, kQuestionLimit, false });
    }
    questions.update(asked);
}

bool Runner::Private::isBehindBlocked(const QString& step) const
{
    const QSet<QString> before = stepsBefore(step, Through::All);
    return std::any_of(assessments.begin(), assessments.end(),
        [&before](const Assessment& other) { return other.isBlocked() && before.contains(other.step); });
}

bool Runner::Private::anyBlocked() const
{
    // With --step, what stands before the step may be what blocks it, also behind one that is complete.
    return std::any_of(assessments.begin(), assessments.end(), [this](const Assessment& assessment) {
        const bool isNamed = isRelevant(assessment.step);
        return isNamed && !isComplete(assessment.step) && (assessment.isBlocked() || isBehindBlocked(assessment.step));
    });
}

bool Runner::Private::isStillLooking() const
{
    if (!made.isEmpty() || clock.monotonic() - startedAt >= clock.deadline(kQuestionLimit)) {
        return false;
    }
    return std::any_of(assessments.begin(), assessments.end(), [this](const Assessment& assessment) {
        if (!isRelevant(assessment.step)) {
            return false;
        }
        const QSet<QString> before = incompleteBefore(assessment.step);
        return std::any_of(assessments.begin(), assessments.end(), [this, &before](const Assessment& other) {
            return before.contains(other.step) && other.state == StepState::Unknown && hasOpenQuestions(other);
        });
    });
}

QList<Change> Runner::Private::unapproved() const
{
    QList<Change> changes;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Assessment& assessment = assessments.at(static_cast<qsizetype>(i));
        if (!isEligible(*steps.at(i), assessment)) {
            continue;
        }
        for (const Change& change : assessment.changes) {
            if (change.isConcrete() && !approvals.isApproved(change)) {
                changes.append(change);
            }
        }
    }
    return changes;
}

void Runner::setIntent(const Intent& intent)
{
    d->intent = intent;
    d->judged.forget();
    if (d->running) {
        d->schedule();
    }
}

void Runner::pause(const QString& gate, bool isPaused)
{
    if (isPaused) {
        d->paused.insert(gate);
    } else {
        d->paused.remove(gate);
    }
    if (d->running) {
        d->schedule();
    }
}

QString Runner::Private::titlesOf(const QStringList& late) const
{
    QStringList titles;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Assessment& assessment = assessments.at(static_cast<qsizetype>(i));
        const bool isOne = std::any_of(assessment.waits.begin(), assessment.waits.end(), [&late](const Wait& wait) { return late.contains(wait.what); });
        if (isOne || late.contains(assessment.summary)) {
            titles.append(steps.at(i)->title());
        }
    }
    return titles.join(QStringLiteral(", "));
}

void Runner::Private::decide(bool holding, const std::optional<Error>& refusal)
{
    const QStringList late = waits.expired();
    if (!late.isEmpty()) {
        stop(End::TimedOut, timeout(Words::tr("Gave up waiting for: %1.").arg(late.join(QStringLiteral("; ")))).during(Words::tr("finish %1").arg(titlesOf(late))));
        act();
        return;
    }
    const QStringList open = openQuestions(Of::StepsThatMayGoOn);
    QStringList silent = questions.expired();
    silent.removeIf([&open](const QString& key) { return !open.contains(key); });
    if (!silent.isEmpty()) {
        stop(End::TimedOut, unanswered(silent));
        act();
        return;
    }

    const QList<Change> wanted = unapproved();
    QStringList digests;
    for (const Change& change : wanted) {
        digests.append(change.digest());
    }
    if (!wanted.isEmpty() && digests != askedApproval && !approvals.hasPlan()) {
        // Asked at once, also while other steps still wait: people are slower than machines.
        askedApproval = digests;
        Q_EMIT q.approvalWanted(wanted);
        if (!running || scheduled) {
            return; // answered from the slot
        }
    }

    const milliseconds now = clock.monotonic();
    if (holding || !waits.isEmpty() || !open.isEmpty() || (!wanted.isEmpty() && options.interactive && !approvals.hasPlan())) {
        quietSince = milliseconds(-1);
        return;
    }
    if (quietSince.count() < 0) {
        quietSince = now;
    }
    if (now - quietSince < settleTime(clock)) {
        return;
    }

    const QList<Change> pending = proposed();
    const QStringList first = stepsThatGoFirst();
    if (anyBlocked()) {
        finish(End::Blocked, {}, pending);
    } else if (!wanted.isEmpty()) {
        QStringList names;
        for (const Change& change : wanted) {
            if (!approvals.isAllowed(change) && !names.contains(change.allow)) {
                names.append(change.allow);
            }
        }
        Error error { Errc::Precondition, Words::tr("There are changes that nobody has approved."), {} };
        if (!names.isEmpty()) {
            error.message = Words::tr("These need to be allowed by name: %1.").arg(names.join(QStringLiteral(", ")));
        } else if (approvals.hasPlan()) {
            error.message = Words::tr("The saved plan does not hold what would have to be done next.");
        }
        finish(End::NeedsApproval, error, wanted);
    } else if (!first.isEmpty()) {
        finishBehind(first);
    } else if (refusal) {
        finish(End::Failed, *refusal, pending);
    } else if (!pending.isEmpty()) {
        finish(End::ChangesPending, {}, pending);
    } else {
        QStringList left;
        for (const Assessment& assessment : std::as_const(assessments)) {
            if (isRelevant(assessment.step) && !isComplete(assessment.step)) {
                left.append(QStringLiteral("%1 (%2)").arg(assessment.step, stateName(assessment.state)));
            }
        }
        finish(End::Failed,
            { Errc::Internal,
                Words::tr("Nothing is left to do or to wait for, but not everything is done: %1.").arg(left.join(QStringLiteral(", "))),
                {} });
    }
}

void Runner::Private::finishBehind(const QStringList& first)
{
    const auto text = [](const QString& step) {
        return Words::tr("The step “%1” comes first, and this run may not change it.").arg(step);
    };
    QList<Change> pending;
    QHash<QString, QString> states; ///< of those that are still to be named
    for (const Assessment& assessment : std::as_const(assessments)) {
        if (first.contains(assessment.step)) {
            pending += assessment.changes;
            if (!assessment.changes.isEmpty() || !hasTrouble(assessment)) { // else it has said itself what is wrong
                states.insert(assessment.step, stateName(assessment.state));
            }
        }
    }
    for (Assessment& assessment : assessments) {
        if (!isRelevant(assessment.step) || isComplete(assessment.step)) {
            continue;
        }
        const QSet<QString> before = incompleteBefore(assessment.step);
        for (const QString& step : first) {
            if (before.contains(step) && states.contains(step)) {
                assessment.findings.append({ QStringLiteral("step-comes-first"), Severity::Warning, text(step),
                    QStringLiteral("%1: %2").arg(step, states.take(step)), // said once, at the first step that it holds up
                    Words::tr("A step builds on what the steps before it made."),
                    Words::tr("Run it too: --step %1, or leave --step out.").arg(step), {} });
            }
        }
    }
    QStringList texts;
    std::transform(first.begin(), first.end(), std::back_inserter(texts), text);
    finish(End::ChangesPending, { Errc::Precondition, texts.join(u' '), {} }, pending + proposed());
}

void Runner::Private::decideAssessOnly()
{
    const bool isUndecided = std::any_of(assessments.begin(), assessments.end(), [this](const Assessment& assessment) {
        return isRelevant(assessment.step) && assessment.state == StepState::Unknown;
    });
    const QStringList open = openQuestions(Of::AllSteps);
    const milliseconds limit = options.timeout.count() > 0 ? options.timeout : clock.deadline(kQuestionLimit);
    const bool isLate = clock.monotonic() - startedAt >= limit || !questions.expired().isEmpty();
    if (!isLate) {
        if (!open.isEmpty()) {
            quietSince = milliseconds(-1);
            return;
        }
        if (isUndecided) {
            if (quietSince.count() < 0) {
                quietSince = clock.monotonic();
            }
            if (clock.monotonic() - quietSince < settleTime(clock)) {
                return;
            }
        }
    }

    const QList<Change> pending = proposed();
    const Error error = open.isEmpty() ? Error {} : unanswered(open);
    if (anyBlocked()) {
        finish(End::Blocked, error, pending);
    } else if (!pending.isEmpty()) {
        finish(End::ChangesPending, error, pending);
    } else if (allComplete()) {
        finish(End::NothingToDo);
    } else if (isUndecided) {
        finish(End::TimedOut, open.isEmpty() ? timeout(Words::tr("Some steps cannot be judged; see what they say.")) : error);
    } else {
        finish(End::ChangesPending, error);
    }
}

bool Runner::Private::planFits()
{
    if (!approvals.hasPlan() || planChecked) {
        return true;
    }
    // The whole picture first: a question that is still open may bring a change the plan does not know.
    const QStringList late = questions.expired();
    const QStringList open = openQuestions(Of::AllSteps);
    if (std::any_of(open.begin(), open.end(), [&late](const QString& key) { return !late.contains(key); })) {
        return false;
    }
    QStringList strange;
    const QList<Change> changes = proposed();
    for (const Change& change : changes) {
        if (!approvals.isInPlan(change)) {
            strange.append(change.title);
        }
    }
    if (strange.isEmpty()) {
        planChecked = true;
        return true;
    }
    stop(End::NeedsApproval,
        { Errc::Precondition,
            Words::tr("The world has moved since the plan was saved; it does not hold: %1.").arg(strange.join(QStringLiteral("; "))),
            {} });
    return false;
}

} // namespace cocoon::plan
