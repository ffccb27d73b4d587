// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/approvals.h"
#include "models/plan/assessments.h"
#include "models/plan/runner.h"
#include "models/plan/send_memory.h"
#include "models/plan/wait_watch.h"

#include <QPointer>
#include <QSet>

#include <memory>
#include <optional>

namespace cocoon::plan {

struct Runner::Private {
    Private(Runner& owner, const Steps& theSteps, world::WorldSource& theSource, Executor& theExecutor, Journal& theJournal,
        Clock& theClock);

    struct Flight {
        Change change;
        QString sentId;
        QPointer<Job<Outcome>> job;
        milliseconds sentAt { 0 };
        bool isLate = false; ///< cancelled because it did not answer
    };

    // --- the loop (runner.cpp)
    void schedule(); ///< assess in the next turn of the event loop
    void tick(quint64 run); ///< looks at limits once per second of world time
    void turn(); ///< assess and act
    void assess();
    void act();
    void sendWhatCanBeSent();
    void send(const Change& change);
    void landed(const Change& change, const Result<Outcome>& result);
    void limitFlights(); ///< a change that is not answered in time is cancelled; nobody knows whether it was made
    milliseconds flightLimit() const;
    void stop(End end, const Error& error);
    void finish(End end, const Error& error = {}, const QList<Change>& pending = {});

    // --- reading the assessments
    bool isRelevant(const QString& step) const; ///< not left out by `only`
    bool isComplete(const QString& step) const; ///< Done or Skipped, or not a step at all
    bool dependenciesComplete(const Step& step) const;
    enum class Through { All, Incomplete };
    QSet<QString> stepsBefore(const QString& step, Through through) const; ///< dependencies, and theirs
    QSet<QString> incompleteBefore(const QString& step) const { return stepsBefore(step, Through::Incomplete); }
    bool allComplete() const;
    bool anyBlocked() const;
    bool hasOpenQuestions(const Assessment& assessment) const;
    bool isEligible(const Step& step, const Assessment& assessment) const;
    QList<Change> proposed() const; ///< changes of relevant steps
    enum class Of { AllSteps, StepsThatMayGoOn };
    QStringList openQuestions(Of which) const;
    enum class Hope { Any, MayStillBeDone };
    /// What stands between this run and its end: relevant steps that are not complete, and all that comes before them.
    /// With --step a dependency is assessed and awaited, but never changed: one that wants a change leaves no hope.
    QSet<QString> concerned(Hope hope) const;
    QStringList stepsThatGoFirst() const; ///< left out by `only`, not complete, and the next to be done

    // --- the exclusive tokens
    bool isTokenFree(const Change& change) const;
    void takeToken(const Change& change);
    void releaseTokens();

    // --- when to end (runner_ends.cpp)
    void watchWaits();
    bool isBehindBlocked(const QString& step) const; ///< something before it is, also where what stands between is complete
    bool isStillLooking() const; ///< nothing is to be done, but the steps before a named one are not judged yet
    QString titlesOf(const QStringList& late) const; ///< of the steps that wait for these
    /// Nothing is in flight and nothing could be sent; `refusal`: why something was not sent that could have been.
    void decide(bool holding, const std::optional<Error>& refusal);
    void decideAssessOnly();
    void finishBehind(const QStringList& first); ///< a dependency that this run may not change is not complete
    bool planFits(); ///< a saved plan is refused before the first change when the world wants something else
    QList<Change> unapproved() const;

    Runner& q;
    const Steps& steps;
    world::WorldSource& source;
    Executor& executor;
    Journal& journal;
    Clock& clock;

    Assessments judged;
    Intent intent;
    Options options;
    Approvals approvals;
    SendMemory memory;
    WaitWatch waits;
    WaitWatch questions;
    QList<Assessment> assessments; ///< as judged, in this run
    QHash<QString, Flight> inFlight; ///< by step
    struct Hold {
        QString group; ///< approval group, or the change's key
        QSet<QString> objects; ///< "nodes/10.240.0.4": a wait for one of them keeps the token
    };
    QHash<QString, Hold> tokens;
    QSet<QString> paused; ///< gates
    QStringList made;
    QHash<QString, QString> failures; ///< by key: what a change said that was carried out and did not work, the last time
    std::optional<std::pair<End, Error>> stopping;
    milliseconds startedAt { 0 };
    milliseconds judgedAnewAt { 0 };
    milliseconds quietSince { -1 };
    QStringList askedApproval; ///< digests that approvalWanted was emitted for
    quint64 run = 0;
    bool running = false;
    bool scheduled = false;
    bool planChecked = false;
};

} // namespace cocoon::plan
