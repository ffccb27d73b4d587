// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessor.h"
#include "models/plan/journal.h"
#include "models/plan/runner.h"
#include "models/setup/intent_finder.h"
#include "models/setup/run_lease.h"
#include "services/base/job.h"

#include <QElapsedTimer>

#include <functional>
#include <optional>

namespace cocoon::kube {
class Client;
}

namespace cocoon::setup {

/// One person's work on one cluster: the Intent and its file, the assessments as they stand now, and at most one run with its
/// Lease. What the window shows and the pages change. Owned by the composition root together with the parts it is given, which
/// must outlive it. Thread: GUI thread.
class Desk : public QObject {
    Q_OBJECT
public:
    struct Parts {
        const plan::Steps& steps;
        world::WorldSource& source;
        plan::Runner& runner;
        plan::Journal& journal;
        Clock& clock;
        QString folder; ///< of this cluster: intent.yaml lies here
        QString cluster; ///< name or id; the default of a proposed Intent
        QString trustee; ///< the profile's
        double timeScale = 1; ///< of a sandbox that runs faster
        /// The Lease that keeps two desks apart (see RunLease).
        std::function<Job<Done>*()> takeLease;
        std::function<Job<Done>*()> giveLease;
        /// Runs other steps than the set-up's, through the same Executor and journal.
        std::function<std::unique_ptr<plan::Runner>(const plan::Steps&)> makeRunner {};
        /// The open connection to the cluster, for what the World does not hold: big tables, logs.
        std::function<Job<kube::Client*>*()> connectCluster {};
        std::function<bool()> isLeaseCurrent {}; ///< see RunLease
    };
    /// How the data on screen stands with the world.
    struct Truth {
        enum class State { Opening, Live, Stale, Lost };
        State state = State::Opening;
        QDateTime since; ///< when the cluster was last heard, when not Live; never: Lost
        Error error; ///< Lost: what came back
    };
    /// Something that happened in the run that is under way or was the last one, oldest first.
    struct Event {
        enum class Kind { Sent, Made, Failed, Waiting, Arrived, Note };
        Kind kind = Kind::Sent;
        QDateTime time;
        QString step;
        QString text;
        QString object;
        milliseconds usual { 0 }; ///< Waiting: how long it usually takes, in world time
    };

    Desk(Parts parts, QObject* parent = nullptr);
    ~Desk() override;

    /// Reads the kept Intent, or proposes one from what is observed (an existing installation is adopted) and keeps it; then
    /// assesses for as long as somebody watches. Errors name file, line and field of an Intent that cannot be read.
    Job<Done>* begin();
    const plan::Intent& intent() const { return m_intent; }
    const QByteArray& intentText() const { return m_intentText; }
    QString intentPath() const { return m_finder.path(); }
    /// Changes one field of the file and nothing else in it; refused while a run is under way.
    Result<Done> edit(const QString& path, const QString& value);

    /// Further questions of what is on screen, by subscriber; an empty list ends them.
    void want(const QString& subscriber, const QList<world::Query>& queries) { m_parts.source.want(subscriber, queries); }
    /// Does somebody look at it? (See WorldSource::setWatchful.)
    void setWatchful(bool isWatchful) { m_parts.source.setWatchful(isWatchful); }
    plan::Assessor& assessor() { return m_assessor; }
    const QList<plan::Assessment>& assessments() const { return m_assessor.assessments(); }
    std::optional<plan::Assessment> assessment(const QString& step) const;
    const world::World& world() const { return m_parts.source.world(); }
    plan::Journal& journal() { return m_parts.journal; }
    Truth truth() const;
    /// Asks what failed and what is polled again now, and opens broken watches. Who reads on its own does so too: lookedAgain().
    void lookAgain();
    const std::function<Job<kube::Client*>*()>& connectCluster() const { return m_parts.connectCluster; }
    Clock& clock() const { return m_parts.clock; }

    /// Starts a run: `only` these steps, or all. Nothing is sent that was not agreed to: `shown` are the changes as the user saw
    /// them (whole groups with them); anything new waits in wanted(). With `all` everything up to worker reboots is agreed to,
    /// `allow` names the rest.
    struct Order {
        QStringList only;
        QList<plan::Change> shown;
        bool all = false;
        QSet<QString> allow;
    };
    void start(const Order& order);
    /// Something else than the set-up that a person asked for (drain a worker): its own steps, the same approval, Lease and
    /// journal. One run at a time, whatever it is.
    using Task = std::shared_ptr<const plan::Steps>;
    void start(const Task& task, const Order& order);
    /// The task that runs or ran last; null when that was the set-up.
    const Task& task() const { return m_task; }
    /// Assesses a task for as long as somebody looks at it, before anything is sent.
    std::unique_ptr<plan::Assessor> assess(const Task& task);
    void approve(const QList<plan::Change>& changes, bool breaking);
    /// Stops at a clean point; a second call gives up waiting for it.
    void stop();
    /// Puts a worker's reboot behind all others, or back in line; also during a run, as long as it was not begun.
    Result<Done> rebootLast(const QString& worker, bool isLast);
    /// Workers whose reboot has begun are brought to their end; no other one is touched until the pause ends.
    void pauseReboots(bool isPaused);
    bool areRebootsPaused() const { return m_areRebootsPaused; }
    bool isRunning() const { return m_isRunning; }
    bool isStopping() const { return m_isStopping; }
    const QStringList& runSteps() const { return m_order.only; }
    const QList<Event>& events() const { return m_events; }
    const QList<plan::Change>& wanted() const { return m_wanted; } ///< changes that wait for approval, whole groups
    std::optional<plan::Runner::Report> lastReport() const { return m_lastReport; }
    double timeScale() const { return m_parts.timeScale; }
    milliseconds elapsed() const; ///< real time since the run began, or that it took
    /// Somebody else took the Lease: the run stops.
    void leaseLost(const Error& error);

Q_SIGNALS:
    void waitsFor(const QString& what); ///< begin() takes its time, and this is why
    void intentChanged();
    void assessed();
    void lookedAgain();
    void runChanged();
    void runEnded();

private:
    void listen(plan::Runner& runner);
    plan::Runner& runner() const;
    void setOff(const Order& order);
    void useIntent(const plan::Intent& intent, const QByteArray& text);
    Result<Done> write(const QString& path, const QString& value);
    void run();
    void sortApprovals(const QList<plan::Change>& changes);
    void addRestOf(const QString& group);
    void approveEach(const QList<plan::Change>& changes, bool breaking);
    void noteWaits(const QList<plan::Assessment>& assessments);
    void add(Event::Kind kind, const QString& step, const QString& text, const QString& object = {}, milliseconds usual = {});

    Parts m_parts;
    plan::Assessor m_assessor;
    IntentFinder m_finder;
    RunLease m_lease;
    plan::Intent m_intent;
    QByteArray m_intentText;
    Task m_task;
    std::unique_ptr<plan::Runner> m_taskRunner;
    Order m_order;
    QList<Event> m_events;
    QList<plan::Change> m_wanted;
    QSet<QString> m_agreedGroups; ///< in this run
    std::optional<plan::Runner::Report> m_lastReport;
    std::optional<Error> m_leaseError;
    QElapsedTimer m_sinceStart;
    milliseconds m_took { 0 };
    QHash<QString, QString> m_waitingFor; ///< step + what → object
    bool m_isRunning = false;
    bool m_isStopping = false;
    bool m_areRebootsPaused = false;
    bool m_hasBegun = false;
};

} // namespace cocoon::setup
