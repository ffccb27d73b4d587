// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/runner.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using End = Runner::End;

// What a scripted step is asked: one question per step, whose answer is a string.
world::Query about(const QString& name)
{
    return { u"test"_s, { name }, 0ms };
}

class FakeSource : public world::WorldSource {
public:
    explicit FakeSource(Clock& clock)
        : m_clock(clock)
    {
    }
    const world::World& world() const override { return m_world; }
    void want(const QString&, const QList<world::Query>& queries) override { wanted = queries; }
    void refresh(const world::Query&) override { }
    void writeThrough(const world::Query&, const QJsonObject&) override { }
    void set(const QString& name, const QJsonValue& value)
    {
        m_world.setNow(m_clock.now());
        m_world.set(about(name), value);
        Q_EMIT worldChanged();
    }
    QString get(const QString& name) const { return m_world.answer(about(name)).value.toString(); }
    QList<world::Query> wanted;

private:
    Clock& m_clock;
    world::World m_world;
};

Change makeChange(const QString& key, const QString& body = {})
{
    Change change;
    change.key = key;
    change.target.side = u"kube"_s;
    change.target.resource = u"things"_s;
    change.target.name = key;
    change.title = u"Make "_s + key;
    change.body = QJsonObject { { u"v"_s, body.isEmpty() ? key : body } };
    return change;
}

// The step's state is what the answer to its question says, or what `judge` makes of it.
class FakeStep : public Step {
public:
    using Judge = std::function<void(const QString& answer, Assessment& assessment)>;
    FakeStep(QString id, QStringList dependsOn, Judge judge)
        : m_id(std::move(id))
        , m_dependsOn(std::move(dependsOn))
        , m_judge(std::move(judge))
    {
    }
    QString id() const override { return m_id; }
    QString title() const override { return m_id; }
    QStringList dependsOn() const override { return m_dependsOn; }
    Assessment assess(const world::World& world, const Intent&) const override
    {
        world::Asker ask(world);
        const QString answer = ask.value(about(m_id)).toString();
        if (ask.isMissing()) {
            return Assessment::unknown(m_id, ask);
        }
        Assessment assessment;
        assessment.step = m_id;
        assessment.needs = ask.needs();
        if (answer == u"done"_s) {
            assessment.state = StepState::Done;
        } else if (answer == u"blocked"_s) {
            assessment.state = StepState::Blocked;
        } else if (answer == u"skipped"_s) {
            assessment.state = StepState::Skipped;
        } else {
            assessment.state = StepState::Ready;
            m_judge(answer, assessment);
        }
        return assessment;
    }

private:
    QString m_id;
    QStringList m_dependsOn;
    Judge m_judge;
};

class FakeExecutor : public Executor {
public:
    Job<Outcome>* execute(const Change& change) override
    {
        sent.append(change.key);
        auto* job = new Job<Outcome>(this);
        open.insert(change.key, job);
        if (onExecute) {
            onExecute(change, job);
        }
        return job;
    }
    QStringList sent;
    QHash<QString, QPointer<Job<Outcome>>> open;
    std::function<void(const Change&, Job<Outcome>*)> onExecute;
};

FakeStep::Judge proposes(const QString& key)
{
    return [key](const QString&, Assessment& assessment) { assessment.changes = { makeChange(key) }; };
}

} // namespace

class TstRunner : public QObject {
    Q_OBJECT

    struct Bench {
        test::ManualClock clock;
        FakeSource source { clock };
        FakeExecutor executor;
        Journal journal { clock, QString() };
        Steps steps;
        std::unique_ptr<Runner> runner;
        std::optional<Runner::Report> report;

        void add(const QString& id, const QStringList& after, FakeStep::Judge judge)
        {
            steps.push_back(std::make_unique<FakeStep>(id, after, std::move(judge)));
        }
        void start(const Runner::Options& options)
        {
            runner = std::make_unique<Runner>(steps, source, executor, journal, clock);
            QObject::connect(runner.get(), &Runner::finished, runner.get(), [this](const Runner::Report& r) { report = r; });
            runner->start({}, options);
            spin();
        }
        static void spin()
        {
            for (int i = 0; i < 10; ++i) {
                QCoreApplication::processEvents();
            }
        }
        void succeed(const QString& key)
        {
            if (executor.open.value(key)) {
                executor.open.value(key)->resolve(Outcome { QJsonObject(), u"made"_s });
            }
            spin();
        }
        void fail(const QString& key, Errc code)
        {
            executor.open.value(key)->resolve(cocoon::fail(code, u"scripted"_s));
            spin();
        }
        void pass(milliseconds time)
        {
            clock.advance(time);
            spin();
        }
        // Changes take effect at once: the step named like the key is done.
        void worksAtOnce()
        {
            executor.onExecute = [this](const Change& change, Job<Outcome>* job) {
                source.set(change.key, u"done"_s);
                job->resolve(Outcome { QJsonObject(), u"made"_s });
            };
        }
        bool passUntilEnd(milliseconds limit)
        {
            const milliseconds until = clock.monotonic() + limit;
            while (!report && clock.monotonic() < until) {
                pass(1s);
            }
            return report.has_value();
        }
    };
    static Runner::Options yes()
    {
        Runner::Options options;
        options.approveAll = true;
        return options;
    }

private Q_SLOTS:
    void stepsRunInOrderOfTheirDependencies()
    {
        Bench b;
        b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.add(u"a"_s, {}, proposes(u"a"_s));
        for (const QString& id : { u"a"_s, u"b"_s, u"c"_s }) {
            b.source.set(id, u"missing"_s);
        }
        b.worksAtOnce();
        b.start(yes());
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList({ u"a"_s, u"b"_s, u"c"_s }));
        QCOMPARE(b.report->made.size(), 3);
        QCOMPARE(b.journal.entries().size(), 6);
        QVERIFY(b.journal.openEntries().isEmpty());
        QVERIFY(b.source.wanted.isEmpty());
    }

    void independentStepsRunSideBySide()
    {
        Bench b;
        b.add(u"image"_s, {}, proposes(u"image"_s));
        b.add(u"operator"_s, {}, proposes(u"operator"_s));
        b.source.set(u"image"_s, u"missing"_s);
        b.source.set(u"operator"_s, u"missing"_s);
        b.start(yes());
        QCOMPARE(b.executor.sent, QStringList({ u"image"_s, u"operator"_s }));
    }

    void nothingToDo()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"done"_s);
        b.start(yes());
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::NothingToDo);
        QVERIFY(b.executor.sent.isEmpty());
    }

    void nothingIsSentTwiceBeforeTheWorldShowsIt()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.start(yes());
        b.succeed(u"a"_s);
        b.pass(30s);
        b.source.set(u"other"_s, u"moved"_s);
        b.pass(20s);
        QCOMPARE(b.executor.sent.size(), 1);
        b.pass(15s);
        QCOMPARE(b.executor.sent.size(), 2); // after a minute it is made again
        b.source.set(u"a"_s, u"done"_s);
        b.succeed(u"a"_s);
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::Done);
    }

    void aChangeWithoutEffectIsGivenUp()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.executor.onExecute = [](const Change&, Job<Outcome>* job) { job->resolve(Outcome {}); };
        b.start(yes());
        QVERIFY(b.passUntilEnd(10min));
        QCOMPARE(b.report->end, End::Failed);
        QCOMPARE(b.executor.sent.size(), 3);
    }

    void exclusiveGroupsGoOneAfterTheOther()
    {
        Bench b;
        for (const QString& node : { u"n1"_s, u"n2"_s }) {
            b.add(node, {}, [node](const QString& answer, Assessment& a) {
                if (answer == u"rebooting"_s) {
                    a.state = StepState::InProgress;
                    a.waits = { { node, u"nodes/"_s + node, 5min, 20min, u"x"_s } };
                    return;
                }
                Change change = makeChange(node);
                change.target.resource = u"nodes"_s;
                change.exclusive = u"node-reboot"_s;
                change.approvalGroup = node;
                a.changes = { change };
            });
            b.source.set(node, u"missing"_s);
        }
        b.start(yes());
        QCOMPARE(b.executor.sent, QStringList({ u"n1"_s }));
        b.source.set(u"n1"_s, u"rebooting"_s);
        b.succeed(u"n1"_s);
        b.pass(60s);
        QCOMPARE(b.executor.sent, QStringList({ u"n1"_s })); // the wait holds the token
        b.source.set(u"n1"_s, u"done"_s);
        b.pass(1s);
        QCOMPARE(b.executor.sent, QStringList({ u"n1"_s, u"n2"_s }));
    }

    void withoutApprovalNothingIsSent()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.start({});
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::NeedsApproval);
        QCOMPARE(b.report->pending.size(), 1);
        QVERIFY(b.executor.sent.isEmpty());
    }

    void anInteractiveRunWaitsForTheAnswer()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        Runner::Options options;
        options.interactive = true;
        b.worksAtOnce();
        b.start(options);
        b.pass(20min);
        QVERIFY(!b.report);
        b.runner->approve(u"a"_s);
        b.spin();
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::Done);
    }

    void anApprovedChangeThatBecameAnotherIsAskedForAgain()
    {
        Bench b;
        b.add(u"a"_s, {}, [](const QString& answer, Assessment& a) {
            Change change = makeChange(u"a"_s, answer);
            if (answer == u"early"_s) {
                change.waitsFor = u"later"_s;
            }
            a.changes = { change };
        });
        b.source.set(u"a"_s, u"early"_s);
        Runner::Options options;
        options.interactive = true;
        b.start(options);
        b.runner->approve(u"a"_s);
        b.source.set(u"a"_s, u"something else"_s);
        b.spin();
        QVERIFY(b.executor.sent.isEmpty());
    }

    void breakingChangesNeedTheirName_data()
    {
        QTest::addColumn<bool>("isNamed");
        QTest::newRow("not named") << false;
        QTest::newRow("named") << true;
    }
    void breakingChangesNeedTheirName()
    {
        QFETCH(bool, isNamed);
        Bench b;
        b.add(u"a"_s, {}, [](const QString&, Assessment& a) {
            Change change = makeChange(u"a"_s);
            change.allow = u"restart-adaptor"_s;
            a.changes = { change };
        });
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        Runner::Options options = yes();
        if (isNamed) {
            options.allow = { u"restart-adaptor"_s };
        }
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, isNamed ? End::Done : End::NeedsApproval);
        QCOMPARE(b.report->error.message.contains(u"restart-adaptor"_s), !isNamed);
    }

    void aFailureLetsTheRestLandAndStops()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, {}, proposes(u"b"_s));
        b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
        for (const QString& id : { u"a"_s, u"b"_s, u"c"_s }) {
            b.source.set(id, u"missing"_s);
        }
        b.start(yes());
        b.fail(u"a"_s, Errc::Invalid);
        QVERIFY(!b.report); // b is on its way
        b.source.set(u"b"_s, u"done"_s);
        b.succeed(u"b"_s);
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::Failed);
        QCOMPARE(b.report->error.code, Errc::Invalid);
        QCOMPARE(b.report->error.trail, QStringList({ u"Make a"_s }));
        QCOMPARE(b.executor.sent, QStringList({ u"a"_s, u"b"_s }));
    }

    void failuresThatMayHeal_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("failures");
        QTest::addColumn<bool>("isGivenUp");
        QTest::newRow("conflict once") << int(Errc::Conflict) << 1 << false;
        QTest::newRow("conflict twice") << int(Errc::Conflict) << 2 << true;
        QTest::newRow("lost three times") << int(Errc::Network) << 3 << false;
        QTest::newRow("lost four times") << int(Errc::Timeout) << 4 << true;
        QTest::newRow("budget says not yet") << int(Errc::RateLimited) << 20 << false;
        QTest::newRow("forbidden") << int(Errc::Forbidden) << 1 << true;
    }
    void failuresThatMayHeal()
    {
        QFETCH(int, code);
        QFETCH(int, failures);
        QFETCH(bool, isGivenUp);
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        int left = failures;
        b.executor.onExecute = [&](const Change&, Job<Outcome>* job) {
            if (left-- > 0) {
                job->resolve(cocoon::fail(static_cast<Errc>(code), u"scripted"_s));
            } else {
                b.source.set(u"a"_s, u"done"_s);
                job->resolve(Outcome {});
            }
        };
        b.start(yes());
        QVERIFY(b.passUntilEnd(20min));
        QCOMPARE(b.report->end, isGivenUp ? End::Failed : End::Done);
    }

    void somethingAlreadyThereIsAdopted()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.start(yes());
        b.fail(u"a"_s, Errc::Conflict);
        b.source.set(u"a"_s, u"done"_s);
        b.spin();
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::NothingToDo);
        QCOMPARE(b.executor.sent.size(), 1);
    }

    void rightsOfANewPolicyNeedAWhile()
    {
        Bench b;
        b.add(u"policy"_s, {}, [](const QString&, Assessment& a) {
            Change change = makeChange(u"policy"_s);
            change.target.side = u"ibm"_s;
            change.target.operation = u"iam.createPolicy"_s;
            a.changes = { change };
        });
        b.add(u"image"_s, { u"policy"_s }, [](const QString&, Assessment& a) {
            Change change = makeChange(u"image"_s);
            change.target.side = u"ibm"_s;
            a.changes = { change };
        });
        b.source.set(u"policy"_s, u"missing"_s);
        b.source.set(u"image"_s, u"missing"_s);
        b.start(yes());
        b.source.set(u"policy"_s, u"done"_s);
        b.succeed(u"policy"_s);
        b.fail(u"image"_s, Errc::Forbidden);
        QVERIFY(!b.report);
        b.pass(30s);
        QCOMPARE(b.executor.sent.count(u"image"_s), 2);
        b.source.set(u"image"_s, u"done"_s);
        b.succeed(u"image"_s);
        QCOMPARE(b.report->end, End::Done);
    }

    void aWaitEndsAtItsLimitUnlessThereIsProgress()
    {
        Bench b;
        b.add(u"a"_s, {}, [](const QString& answer, Assessment& a) {
            a.state = StepState::InProgress;
            a.waits = { { u"the node to come back"_s, u"nodes/a"_s, 1min, 10min, answer } };
        });
        b.source.set(u"a"_s, u"rebooting"_s);
        b.start(yes());
        b.pass(9min);
        b.source.set(u"a"_s, u"starting"_s);
        b.pass(9min);
        QVERIFY(!b.report);
        b.pass(90s);
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::TimedOut);
        QVERIFY(b.report->error.message.contains(u"the node to come back"_s));
    }

    void theUsersTimeoutBoundsEveryWait()
    {
        Bench b;
        b.add(u"a"_s, {}, [](const QString& answer, Assessment& a) {
            a.state = StepState::InProgress;
            a.waits = { { u"w"_s, u"nodes/a"_s, 1min, 10min, answer } };
        });
        b.source.set(u"a"_s, u"x"_s);
        Runner::Options options = yes();
        options.timeout = 2min;
        b.start(options);
        b.pass(100s);
        b.source.set(u"a"_s, u"y"_s);
        b.pass(30s);
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::TimedOut);
    }

    void aQuestionWithoutAnswerIsNamed()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.start(yes());
        QVERIFY(b.passUntilEnd(5min));
        QCOMPARE(b.report->end, End::TimedOut);
        QVERIFY(b.report->error.message.contains(u"test|a"_s));
    }

    void blockedBeatsPending()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"blocked"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.start(yes());
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::Blocked);
        QVERIFY(b.executor.sent.isEmpty());
    }

    void onlyTheNamedStepIsSent()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, {}, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.worksAtOnce();
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList(u"b"_s));
    }

    void aNamedStepAwaitsTheAnswersAboutWhatComesBeforeIt()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
        b.source.set(u"c"_s, u"missing"_s);
        b.worksAtOnce();
        Runner::Options options = yes();
        options.only = QStringList(u"c"_s);
        b.start(options);
        b.pass(30s);
        QVERIFY2(!b.report, "nobody has answered yet");
        b.source.set(u"b"_s, u"done"_s);
        b.source.set(u"a"_s, u"done"_s);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList(u"c"_s));
    }

    void aNamedStepThatIsDoneIsFoundToBeDone()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        b.pass(20s);
        QVERIFY(!b.report);
        b.source.set(u"a"_s, u"done"_s);
        b.pass(20s);
        QVERIFY(!b.report);
        b.source.set(u"b"_s, u"done"_s);
        b.spin();
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::NothingToDo);
    }

    void aQuestionAboutWhatComesBeforeANamedStepIsNamed()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"b"_s, u"missing"_s);
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        QVERIFY(b.passUntilEnd(5min));
        QCOMPARE(b.report->end, End::TimedOut);
        QVERIFY(b.report->error.message.contains(u"test|a"_s));
        QVERIFY(b.executor.sent.isEmpty());
    }

    void aNamedStepIsHeldUpByAnEarlierOneWithChanges()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
        for (const QString& id : { u"a"_s, u"b"_s, u"c"_s }) {
            b.source.set(id, u"missing"_s);
        }
        b.worksAtOnce();
        Runner::Options options = yes();
        options.only = QStringList(u"c"_s);
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::ChangesPending);
        QVERIFY(b.executor.sent.isEmpty());
        QVERIFY(b.report->error.message.contains(u"“a”"_s));
        QVERIFY(!b.report->error.message.contains(u"“b”"_s)); // its turn comes after a
        QCOMPARE(b.report->pending.value(0).step, u"a"_s);
        const QList<Finding> findings = b.report->assessments.value(2).findings;
        QCOMPARE(findings.size(), 1);
        QVERIFY(findings.value(0).title.contains(u"“a”"_s));
        QVERIFY(findings.value(0).remedy.contains(u"--step a"_s));
        QVERIFY(b.report->assessments.value(0).findings.isEmpty());
    }

    void aNamedStepIsBlockedByWhatStandsFurtherBefore()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
        b.source.set(u"a"_s, u"blocked"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.source.set(u"c"_s, u"missing"_s);
        Runner::Options options = yes();
        options.only = QStringList(u"c"_s);
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::Blocked);
    }

    // What comes before a named step may be finishing by itself, for instance after a run that was killed.
    void aNamedStepAwaitsWhatIsInProgressBeforeIt()
    {
        Bench b;
        b.add(u"a"_s, {}, [](const QString& answer, Assessment& a) {
            a.state = StepState::InProgress;
            a.waits = { { u"the operator to be installed"_s, u"csvs/a"_s, 1min, 10min, answer } };
        });
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"installing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.worksAtOnce();
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        b.pass(9min);
        QVERIFY(!b.report);
        b.source.set(u"a"_s, u"done"_s);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList(u"b"_s));
    }

    void assessOnlySendsNothing_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("end");
        QTest::newRow("pending") << u"missing"_s << int(End::ChangesPending);
        QTest::newRow("blocked") << u"blocked"_s << int(End::Blocked);
        QTest::newRow("done") << u"done"_s << int(End::NothingToDo);
    }
    void assessOnlySendsNothing()
    {
        QFETCH(QString, answer);
        QFETCH(int, end);
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        Runner::Options options = yes();
        options.assessOnly = true;
        b.start(options);
        b.pass(20s);
        QVERIFY(!b.report);
        b.source.set(u"a"_s, answer);
        b.spin();
        QVERIFY(b.report);
        QCOMPARE(int(b.report->end), end);
        QVERIFY(b.executor.sent.isEmpty());
    }

    void aSavedPlanCoversWhatBecameKnown()
    {
        Bench b;
        b.add(u"image"_s, {}, proposes(u"image"_s));
        b.add(u"config"_s, { u"image"_s }, [](const QString& answer, Assessment& a) {
            Change change = makeChange(u"config"_s);
            change.body = QJsonObject { { u"image"_s, answer == u"missing"_s ? QJsonValue(ref(u"image.id"_s)) : QJsonValue(answer) } };
            a.changes = { change };
        });
        b.source.set(u"image"_s, u"missing"_s);
        b.source.set(u"config"_s, u"missing"_s);
        Change later = makeChange(u"config"_s);
        later.body = QJsonObject { { u"image"_s, ref(u"image.id"_s) } };
        Runner::Options options;
        options.approvedPlan = { makeChange(u"image"_s), later };
        b.start(options);
        b.source.set(u"config"_s, u"r006-1"_s);
        b.source.set(u"image"_s, u"done"_s);
        b.succeed(u"image"_s);
        QCOMPARE(b.executor.sent, QStringList({ u"image"_s, u"config"_s }));
        b.source.set(u"config"_s, u"done"_s);
        b.succeed(u"config"_s);
        QCOMPARE(b.report->end, End::Done);
    }

    void aSavedPlanThatDoesNotFitIsRefusedBeforeAnythingIsSent()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, {}, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        Runner::Options options = yes();
        options.approvedDigests = { makeChange(u"a"_s).digest() };
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::NeedsApproval);
        QVERIFY(b.report->error.message.contains(u"Make b"_s));
        QVERIFY(b.executor.sent.isEmpty());
    }

    void cancellingAwaitsWhatIsInFlight()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.start(yes());
        b.runner->cancel();
        b.spin();
        QVERIFY(!b.report);
        b.succeed(u"a"_s);
        QVERIFY(b.report);
        QCOMPARE(b.report->end, End::Cancelled);
        QVERIFY(b.journal.openEntries().isEmpty());
    }

    void aChangeThatIsNeverAnsweredIsGivenUp_data()
    {
        QTest::addColumn<int>("timeout"); // seconds
        QTest::addColumn<int>("limit");
        QTest::newRow("by itself") << 0 << 600;
        QTest::newRow("the user's own limit") << 120 << 120;
    }
    void aChangeThatIsNeverAnsweredIsGivenUp()
    {
        QFETCH(int, timeout);
        QFETCH(int, limit);
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        int cancelled = 0;
        b.executor.onExecute = [&](const Change&, Job<Outcome>* job) { job->onCancel([&] { ++cancelled; }); };
        Runner::Options options = yes();
        options.timeout = std::chrono::seconds(timeout);
        b.start(options);
        b.pass(std::chrono::seconds(limit - 5));
        QCOMPARE(cancelled, 0);
        b.pass(6s);
        QCOMPARE(cancelled, 1);
        QVERIFY(!b.report); // looked at again, and tried again
        QVERIFY(b.journal.openEntries().isEmpty());
        const QJsonObject error = b.journal.entries().constLast().value(u"error"_s).toObject();
        QCOMPARE(error.value(u"code"_s).toString(), errcName(Errc::Timeout));
        QVERIFY(b.passUntilEnd(2h));
        QCOMPARE(b.report->end, End::Failed);
        QCOMPARE(b.report->error.code, Errc::Timeout);
        QVERIFY(b.report->error.message.contains(QString::number(limit)));
        QCOMPARE(b.executor.sent.size(), 4);
    }

    void aChangeThatWasMadeWithoutAnAnswerCounts()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.executor.onExecute = [&b](const Change& change, Job<Outcome>* job) {
            b.source.set(change.key, u"done"_s);
            if (change.key == u"b"_s) {
                job->resolve(Outcome {});
            }
        };
        b.start(yes());
        QVERIFY(b.passUntilEnd(15min));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList({ u"a"_s, u"b"_s }));
    }

    void aJobThatDiedInSilenceIsGivenUp()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.start(yes());
        delete b.executor.open.value(u"a"_s);
        b.runner->cancel();
        QVERIFY(b.passUntilEnd(11min));
        QCOMPARE(b.report->end, End::Cancelled);
        QVERIFY(b.journal.openEntries().isEmpty());
    }

    void aSecondRunGoesOnFromWhatIsThere()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.start(yes());
        b.source.set(u"a"_s, u"done"_s);
        b.runner.reset(); // killed before the outcome was seen
        b.worksAtOnce();
        b.start(yes());
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::Done);
        QCOMPARE(b.executor.sent, QStringList({ u"a"_s, u"b"_s }));
        QCOMPARE(b.journal.openEntries().size(), 1);
    }

    // Random worlds of steps that behave badly in every way a step can: the run must always end.
    void aRunAlwaysEnds_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 60; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    void aRunAlwaysEnds()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        Bench b;
        const int count = random.bounded(1, 7);
        for (int i = 0; i < count; ++i) {
            QStringList after;
            for (int j = 0; j < i; ++j) {
                if (random.bounded(3) == 0) {
                    after.append(u"s%1"_s.arg(j));
                }
            }
            const QString id = u"s%1"_s.arg(i);
            const quint32 manner = random.bounded(8u);
            b.add(id, after, [id, manner](const QString& answer, Assessment& a) {
                Change change = makeChange(id, manner == 1 ? answer : QString());
                change.exclusive = manner == 2 || manner == 3 ? u"token"_s : QString();
                change.approvalGroup = manner == 3 ? u"group"_s : QString();
                change.waitsFor = manner == 4 ? u"godot"_s : QString();
                change.allow = manner == 5 ? u"never"_s : QString();
                if (manner == 6) {
                    a.state = StepState::InProgress;
                } else if (manner != 7) {
                    a.changes = { change };
                }
            });
            if (random.bounded(10) != 0) {
                b.source.set(id, random.bounded(8) == 0 ? u"blocked"_s : u"v0"_s);
            }
        }
        b.executor.onExecute = [&](const Change& change, Job<Outcome>* job) {
            const quint32 luck = random.bounded(12u);
            if (luck > 9) {
                if (luck == 10) {
                    b.source.set(change.key, u"done"_s);
                }
                return; // never answered, made or not
            }
            if (luck == 0) {
                job->resolve(cocoon::fail(Errc::Network, u"x"_s));
            } else if (luck == 1) {
                job->resolve(cocoon::fail(Errc::Conflict, u"x"_s));
            } else if (luck == 2) {
                job->resolve(cocoon::fail(Errc::RateLimited, u"x"_s));
            } else {
                b.source.set(change.key, luck < 6 ? u"done"_s : u"v%1"_s.arg(random.bounded(3)));
                job->resolve(Outcome {});
            }
        };
        Runner::Options options = yes();
        if (random.bounded(4) == 0) {
            options.only = QStringList(u"s%1"_s.arg(count - 1));
        }
        b.start(options);
        QVERIFY2(b.passUntilEnd(6h), "the run hangs");
        QVERIFY(b.source.wanted.isEmpty());
    }
};

COCOON_TEST(TstRunner)
#include "tst_runner.moc"
