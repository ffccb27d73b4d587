// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/executor.h"
#include "models/plan/intent.h"
#include "models/plan/journal.h"
#include "models/plan/step.h"
#include "models/world/world_source.h"
#include "services/base/clock.h"

#include <QSet>

#include <functional>

namespace cocoon::plan {

/// Sends approved changes, waits until the World shows their effect, assesses again; the only object that waits. Steps
/// whose dependencies are Done run side by side; changes with the same `exclusive` token one at a time. Resumes after a
/// crash by doing what it always does: assess. A change that failed stops the run at a clean point: what is in flight is
/// awaited, nothing new is sent, the first error is reported. Within a step one change is in flight at a time, in the
/// order of the list; order that matters beyond that is expressed by `waitsFor`. It never hangs: every wait, every question,
/// every change in flight and every repetition has a limit. Owned by the composition root; steps, source, executor and journal must outlive it.
class Runner : public QObject {
    Q_OBJECT
public:
    struct Options {
        bool approveAll = false; ///< --yes
        QSet<QString> allow; ///< --allow names
        /// --step: these and nothing else is sent; empty = all. What comes before them is assessed and awaited; when it would
        /// have to be changed, the run ends with ChangesPending, and a finding of each step that is held up names it.
        QStringList only;
        milliseconds timeout { 0 }; ///< bound of every wait and every change; 0 = the wait's own limit, ten minutes for a change
        QSet<QString> approvedDigests; ///< a saved plan: exactly these may be sent
        /// The same plan as changes: also covers what was a reference when the plan was saved (Change::isCoveredBy), and what
        /// belongs to an approval group of the plan. With a saved plan nothing at all is sent when the first complete assessment proposes something else.
        QList<Change> approvedPlan {};
        /// Somebody answers approvalWanted with approve() or cancel(): wait for it. Else the run ends with NeedsApproval.
        bool interactive = false;
        bool assessOnly = false; ///< plan, check, status: wait until nothing is Unknown, send nothing
        /// Asked right before a change is sent: true = send it; false = not yet, ask again (who says so sees to it that this ends);
        /// an error = not as things are: the run ends with it when nothing else is left to do or to wait for.
        std::function<Result<bool>(const Change&)> mayChange {};
    };
    enum class End { Done, NothingToDo, ChangesPending, Blocked, NeedsApproval, Failed, TimedOut, Cancelled };
    Q_ENUM(End)
    struct Report {
        End end = End::Failed;
        Error error; ///< Failed, TimedOut; also says why it ended with NeedsApproval, or behind a step left out by `only`
        QList<Assessment> assessments;
        QStringList made; ///< titles of changes that were made
        QList<Change> pending; ///< for ChangesPending and NeedsApproval
    };

    Runner(const Steps& steps, world::WorldSource& source, Executor& executor, Journal& journal, Clock& clock, QObject* parent = nullptr);
    ~Runner() override;

    void start(const Intent& intent, const Options& options);
    /// A change key (bound to the change as it is shown now), an approval group, or the name of an `allow`.
    void approve(const QString& approvalKey);
    /// Stops at a clean point: what is in flight is awaited. A second call gives up waiting for it.
    void cancel();
    /// What is wanted changed on the way (the order of reboots); approvals stay.
    void setIntent(const Intent& intent);
    /// What has this gate is not begun until the pause ends; what was begun goes on. Ends with the run.
    void pause(const QString& gate, bool isPaused);
    const QList<Assessment>& assessments() const;

Q_SIGNALS:
    void assessed(const QList<cocoon::plan::Assessment>& assessments);
    void changeSent(const cocoon::plan::Change& change);
    void changeEnded(const cocoon::plan::Change& change, bool ok, const QString& note);
    void approvalWanted(const QList<cocoon::plan::Change>& changes);
    void finished(const cocoon::plan::Runner::Report& report);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::plan
