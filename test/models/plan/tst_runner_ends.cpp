// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/models/plan/runner_bench.h"

#include <QRandomGenerator>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;

class TstRunnerEnds : public QObject {
    Q_OBJECT

private Q_SLOTS:
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

    void aNamedStepThatIsDoneIsReportedWithWhatComesBeforeIt_data()
    {
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("answered") << true;
        QTest::newRow("never answered") << false;
    }
    void aNamedStepThatIsDoneIsReportedWithWhatComesBeforeIt()
    {
        QFETCH(bool, isAnswered);
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"b"_s, u"done"_s);
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        b.pass(20s);
        QVERIFY(!b.report);
        if (isAnswered) {
            b.source.set(u"a"_s, u"missing"_s);
            b.spin();
        }
        QVERIFY(b.passUntilEnd(isAnswered ? 1s : 5min));
        QCOMPARE(b.report->end, End::NothingToDo); // what was asked for is there
        QCOMPARE(b.report->assessments.value(0).state, isAnswered ? StepState::Ready : StepState::Unknown);
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

COCOON_TEST(TstRunnerEnds)
#include "tst_runner_ends.moc"
