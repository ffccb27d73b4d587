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
        QCOMPARE(b.report->error.trail, QStringList(u"finish a"_s));
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

    // A lost connection: the first step is blocked, and others have nothing to say because of it, though not all behind it.
    void whatCannotBeKnownBehindABlockedStepIsNotAwaited_data()
    {
        QTest::addColumn<QStringList>("only");
        QTest::addColumn<QString>("between");
        QTest::newRow("all, something between is done") << QStringList() << u"done"_s;
        QTest::newRow("all") << QStringList() << u"failed"_s;
        QTest::newRow("named, something between is done") << QStringList(u"c"_s) << u"done"_s;
        QTest::newRow("named, skipped between") << QStringList(u"c"_s) << u"skipped"_s;
        QTest::newRow("named") << QStringList(u"c"_s) << u"failed"_s;
        QTest::newRow("named with the blocked one") << QStringList { u"a"_s, u"c"_s } << u"failed"_s;
    }
    void whatCannotBeKnownBehindABlockedStepIsNotAwaited()
    {
        QFETCH(QStringList, only);
        QFETCH(QString, between);
        for (const bool assessOnly : { false, true }) {
            Bench b;
            b.add(u"a"_s, {}, proposes(u"a"_s));
            b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
            b.add(u"c"_s, { u"b"_s }, proposes(u"c"_s));
            b.source.set(u"a"_s, u"blocked"_s);
            if (between == u"failed"_s) {
                b.source.fail(u"b"_s);
            } else {
                b.source.set(u"b"_s, between);
            }
            b.source.fail(u"c"_s);
            Runner::Options options = yes();
            options.only = only;
            options.assessOnly = assessOnly;
            b.start(options);
            QVERIFY(b.passUntilEnd(30s));
            QCOMPARE(b.report->end, End::Blocked);
        }
    }

    void whatCannotBeKnownAndIsNotBlockedTimesOut()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"done"_s);
        b.source.fail(u"b"_s);
        Runner::Options options = yes();
        options.only = QStringList(u"b"_s);
        b.start(options);
        b.pass(60s);
        QVERIFY2(!b.report, "it may heal");
        QVERIFY(b.passUntilEnd(2min));
        QCOMPARE(b.report->end, End::TimedOut);
    }

    // What comes first is said once, however many named steps it holds up, and not again when it has said itself what is wrong.
    void whatComesFirstIsSaidOnce_data()
    {
        QTest::addColumn<bool>("hasChanges");
        QTest::addColumn<bool>("hasTrouble");
        QTest::addColumn<int>("said");
        QTest::newRow("it wants a change") << true << false << 1;
        QTest::newRow("it wants a change and warns of something") << true << true << 1;
        QTest::newRow("it has failed and says why") << false << true << 0;
    }
    void whatComesFirstIsSaidOnce()
    {
        QFETCH(bool, hasChanges);
        QFETCH(bool, hasTrouble);
        QFETCH(int, said);
        Bench b;
        b.add(u"z"_s, {}, proposes(u"z"_s)); // leaves no hope, so nothing is awaited
        b.add(u"a"_s, {}, [=](const QString&, Assessment& a) {
            a.state = hasChanges ? StepState::Ready : StepState::InProgress;
            if (hasChanges) {
                a.changes = { makeChange(u"a"_s) };
            }
            if (hasTrouble) {
                a.findings.append({ u"trouble"_s, Severity::Warning, u"It does not work"_s, {}, {}, u"Repair it"_s, {} });
            }
        });
        b.add(u"b"_s, { u"z"_s, u"a"_s }, proposes(u"b"_s));
        b.add(u"c"_s, { u"a"_s }, proposes(u"c"_s));
        b.add(u"d"_s, { u"b"_s, u"c"_s }, proposes(u"d"_s));
        for (const QString& id : { u"z"_s, u"a"_s, u"b"_s, u"c"_s, u"d"_s }) {
            b.source.set(id, u"missing"_s);
        }
        Runner::Options options = yes();
        options.only = { u"b"_s, u"d"_s };
        b.start(options);
        QVERIFY(b.passUntilEnd(60s));
        QCOMPARE(b.report->end, End::ChangesPending);
        QVERIFY(b.executor.sent.isEmpty());
        int times = 0;
        int timesOfZ = 0;
        for (const Assessment& assessment : std::as_const(b.report->assessments)) {
            for (const Finding& finding : assessment.findings) {
                times += finding.id == u"step-comes-first"_s && finding.evidence.startsWith(u"a:"_s) ? 1 : 0;
                timesOfZ += finding.id == u"step-comes-first"_s && finding.evidence.startsWith(u"z:"_s) ? 1 : 0;
            }
        }
        QCOMPARE(times, said);
        QCOMPARE(timesOfZ, 1);
        QVERIFY(b.report->error.message.contains(u"“a”"_s)); // the end names it in any case
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
