// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/models/plan/runner_bench.h"

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;

class TstRunner : public QObject {
    Q_OBJECT

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

    // Carried out, and failed by its own account: nobody calls that made, and in the end it is said what it said.
    void whatSaysThatItFailedWasNotMade()
    {
        Bench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.executor.onExecute = [](const Change&, Job<Outcome>* job) { job->resolve(Outcome { QJsonObject { { u"exitCode"_s, 22 } }, u"exit code 22"_s, false }); };
        QList<bool> ends;
        b.start(yes());
        QObject::connect(b.runner.get(), &Runner::changeEnded, b.runner.get(), [&ends](const Change&, bool ok, const QString&) { ends.append(ok); });
        QVERIFY(b.passUntilEnd(10min));
        QCOMPARE(ends, QList<bool>({ false, false })); // the first was sent before we listened
        QVERIFY(b.report->made.isEmpty());
        QCOMPARE(b.journal.entries().constLast().value(u"ok"_s), QJsonValue(false));
        QVERIFY2(b.report->error.message.contains(u"failed each time: exit code 22"_s), qPrintable(b.report->error.message));
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

    void aPausedGateIsNotEnteredAndWhatIsInsideGoesOn()
    {
        Bench b;
        for (const QString& node : { u"n1"_s, u"n2"_s }) {
            b.add(node, {}, [node](const QString& answer, Assessment& a) {
                Change change = makeChange(answer == u"begun"_s ? u"end "_s + node : node);
                change.gate = answer == u"begun"_s ? QString() : u"queue"_s;
                change.exclusive = u"node-reboot"_s;
                change.approvalGroup = node;
                a.changes = { change };
            });
            b.source.set(node, u"missing"_s);
        }
        b.start(yes());
        QCOMPARE(b.executor.sent, QStringList({ u"n1"_s }));
        b.runner->pause(u"queue"_s, true);
        b.source.set(u"n1"_s, u"begun"_s);
        b.succeed(u"n1"_s);
        b.pass(1s);
        QCOMPARE(b.executor.sent, QStringList({ u"n1"_s, u"end n1"_s })); // what was begun is brought to its end
        b.source.set(u"n1"_s, u"done"_s);
        b.succeed(u"end n1"_s);
        b.pass(1h);
        QCOMPARE(b.executor.sent.size(), 2);
        QVERIFY(!b.report); // it waits for as long as it has to
        b.runner->pause(u"queue"_s, false);
        b.pass(1s);
        QCOMPARE(b.executor.sent.constLast(), u"n2"_s);
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

    // Which pods have to leave a worker shows only after it is cordoned; a plan that reboots it covers them, but not another's.
    void aSavedPlanCoversWhatBelongsToItsGroups()
    {
        const auto inGroup = [](const QString& key, const QString& group) {
            Change change = makeChange(key);
            change.approvalGroup = group;
            return change;
        };
        for (const QString& group : { u"reboot:n1"_s, u"reboot:n2"_s }) {
            Bench b;
            b.add(u"a"_s, {}, [&](const QString& answer, Assessment& a) {
                a.changes = { answer == u"missing" ? inGroup(u"cordon"_s, u"reboot:n1"_s) : inGroup(u"evict"_s, group) };
            });
            b.source.set(u"a"_s, u"missing"_s);
            Runner::Options options;
            options.approvedPlan = { inGroup(u"cordon"_s, u"reboot:n1"_s) };
            b.start(options);
            b.source.set(u"a"_s, u"cordoned"_s);
            b.succeed(u"cordon"_s);
            if (group == u"reboot:n1") {
                QCOMPARE(b.executor.sent, QStringList({ u"cordon"_s, u"evict"_s }));
            } else {
                QVERIFY(b.passUntilEnd(60s));
                QCOMPARE(b.report->end, End::NeedsApproval);
                QCOMPARE(b.executor.sent, QStringList(u"cordon"_s));
            }
        }
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
};

COCOON_TEST(TstRunner)
#include "tst_runner.moc"
