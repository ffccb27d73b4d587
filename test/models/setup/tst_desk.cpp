// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/desk.h"
#include "models/setup/end.h"

#include "services/base/json.h"
#include "test/models/plan/runner_bench.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;
using setup::Desk;

namespace {
    /// A desk on scripted steps; the Lease answers what the test says.
    struct DeskBench : Bench {
        QTemporaryDir folder;
        Result<Done> lease = Done {};
        int given = 0;
        std::unique_ptr<Desk> desk;

        void open(const QByteArray& intent = "cluster: demo\n")
        {
            QFile file(folder.filePath(u"intent.yaml"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(intent);
            file.close();
            runner = std::make_unique<Runner>(steps, source, executor, journal, clock);
            QObject::connect(runner.get(), &Runner::finished, runner.get(), [this](const Runner::Report& r) { report = r; });
            desk = std::make_unique<Desk>(Desk::Parts { steps, source, *runner, journal, clock, folder.path(), u"demo"_s, {}, 1,
                [this] { return settledJob<Done>(runner.get(), lease); },
                [this] {
                    ++given;
                    return settledJob<Done>(runner.get(), Done {});
                },
                [this](const Steps& task) { return std::make_unique<Runner>(task, source, executor, journal, clock); } });
            desk->begin();
            desk->assessor().setActive(true);
            spin();
        }
        QByteArray file() const
        {
            QFile in(folder.filePath(u"intent.yaml"_s));
            return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
        }
    };
}

class TstDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasShownIsSentWithoutAskingAgain()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        b.open();
        Desk::Order order;
        order.only = QStringList { u"a"_s };
        order.shown = b.desk->assessment(u"a"_s)->changes;
        b.desk->start(order);
        QVERIFY(b.desk->isRunning());
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        QCOMPARE(b.report->end, End::Done);
        QVERIFY(!b.desk->isRunning());
        QCOMPARE(b.given, 1); // the Lease goes back
        QCOMPARE(b.desk->events().size(), 2);
        QCOMPARE(b.desk->events().at(1).kind, Desk::Event::Kind::Made);
    }

    void aNameOfAProfileIsNoneForAKey()
    {
        DeskBench b;
        b.open("cluster: demo\ncredential:\n  kind: trusted-profile\n  name: our peer pods # theirs\n");
        QCOMPARE(b.desk->intent().credential.name, u"our peer pods"_s);
        QVERIFY(b.desk->edit(u"credential.kind"_s, u"trusted-profile"_s)); // the same again
        QCOMPARE(b.desk->intent().credential.name, u"our peer pods"_s);
        QVERIFY(!b.desk->edit(u"credential.kind"_s, u"nonsense"_s));
        QCOMPARE(b.desk->intent().credential.name, u"our peer pods"_s);
        QVERIFY(b.desk->edit(u"credential.kind"_s, u"api-key"_s));
        QCOMPARE(b.desk->intent().credential.kind, u"api-key"_s);
        QCOMPARE(b.desk->intent().credential.name, QString());
        QVERIFY2(!b.file().contains("our peer pods"), b.file().constData());
    }

    void aClusterThatNeverAnsweredIsNotOld()
    {
        DeskBench b;
        b.source.put(world::ask::instances(u"eu-de"_s, u"vpc"_s), QJsonArray()); // the cloud answers
        b.source.refuse(world::ask::serverVersion());
        b.source.refuse(world::ask::list(kube::res::nodes));
        b.open();
        QCOMPARE(b.desk->truth().state, Desk::Truth::State::Lost);
        QVERIFY(!b.desk->truth().since.isValid());
        // One that was heard is as old as that, whatever the cloud has said since.
        b.source.put(world::ask::list(kube::res::nodes), QJsonArray());
        const QDateTime heard = b.source.world().now();
        b.source.refuse(world::ask::list(kube::res::nodes));
        b.clock.advance(5s);
        b.source.put(world::ask::instances(u"eu-de"_s, u"vpc"_s), QJsonArray());
        QVERIFY(heard < b.source.world().now());
        QCOMPARE(b.desk->truth().state, Desk::Truth::State::Stale);
        QCOMPARE(b.desk->truth().since, heard);
    }

    void aTaskBesideTheSetUpRunsThroughTheSameDoor()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"x"_s, u"missing"_s);
        b.worksAtOnce();
        b.open();
        auto steps = std::make_shared<Steps>();
        steps->push_back(std::make_unique<FakeStep>(u"x"_s, QStringList(), proposes(u"x"_s)));
        Desk::Task task = steps;
        const auto assessor = b.desk->assess(task);
        b.spin();
        QCOMPARE(assessor->assessments().size(), 1);
        QCOMPARE(b.executor.sent, QStringList()); // looking sends nothing
        Desk::Order order;
        order.shown = assessor->assessments().first().changes;
        b.desk->start(task, order);
        QVERIFY(b.desk->isRunning());
        QCOMPARE(b.desk->task(), task);
        b.desk->start(Desk::Order()); // one run at a time
        for (int i = 0; i < 10 && b.desk->isRunning(); ++i) {
            b.pass(1s);
        }
        QVERIFY(!b.desk->isRunning());
        QCOMPARE(b.executor.sent, QStringList(u"x"_s));
        QCOMPARE(b.desk->lastReport()->end, End::Done);
        QCOMPARE(b.given, 1);
        QCOMPARE(str(b.journal.entries().first(), { u"key" }), u"x"_s);
        // Afterwards the set-up runs as ever.
        b.desk->start(Desk::Order());
        QCOMPARE(b.desk->task(), nullptr);
        QVERIFY(b.desk->isRunning());
        b.pass(1s);
        b.desk->stop();
        b.pass(1s);
        QVERIFY(!b.desk->isRunning());
    }

    void aStopWhileTheLeaseIsAskedForIsNotLost()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        b.open();
        Desk::Order order;
        order.shown = b.desk->assessment(u"a"_s)->changes;
        b.desk->start(order);
        b.desk->stop();
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.report->end, End::Cancelled);
        QCOMPARE(b.executor.sent, QStringList());
        QVERIFY(!b.desk->isRunning());
    }

    void whatWasNotShownWaitsForAWord()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        b.open();
        Desk::Order order;
        order.shown = { makeChange(u"a"_s, u"something else"_s) };
        b.desk->start(order);
        b.pass(2s);
        QVERIFY(b.executor.sent.isEmpty());
        QCOMPARE(b.desk->wanted().size(), 1);
        b.desk->approve(b.desk->wanted(), false);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
    }

    void aGroupIsAskedForWhole()
    {
        DeskBench b;
        b.add(u"a"_s, {}, [](const QString&, Assessment& assessment) {
            for (const QString& key : { u"first"_s, u"second"_s, u"third"_s }) {
                Change change = makeChange(key);
                change.approvalGroup = u"adaptor-restart"_s;
                change.waitsFor = key == u"first" ? QString() : u"after the one before"_s;
                assessment.changes.append(change);
            }
            assessment.changes.append(makeChange(u"other"_s)); // concrete, and of no group
        });
        b.source.set(u"a"_s, u"missing"_s);
        b.open();
        Desk::Order order;
        b.desk->start(order);
        b.pass(2s);
        QStringList keys;
        for (const Change& change : b.desk->wanted()) {
            keys.append(change.key);
        }
        QCOMPARE(keys, (QStringList { u"first"_s, u"other"_s, u"second"_s, u"third"_s }));
        b.desk->stop();
        QVERIFY(b.passUntilEnd(10s));

        // Of a group that was shown nothing is asked for again.
        order.shown = { b.desk->assessment(u"a"_s)->changes.first() };
        b.desk->start(order);
        b.pass(2s);
        QCOMPARE(b.executor.sent, QStringList(u"first"_s));
        QVERIFY(std::none_of(b.desk->wanted().begin(), b.desk->wanted().end(), [](const Change& change) { return change.approvalGroup == u"adaptor-restart"; }));
    }

    void whatBreaksThingsIsNeverAgreedToByShowingIt()
    {
        DeskBench b;
        b.add(u"a"_s, {}, [](const QString&, Assessment& assessment) {
            Change change = makeChange(u"a"_s);
            change.risk = Risk::Breaking;
            change.allow = u"restart-adaptor"_s;
            assessment.changes = { change };
        });
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        b.open();
        Desk::Order order;
        order.shown = b.desk->assessment(u"a"_s)->changes;
        b.desk->start(order);
        b.pass(2s);
        QVERIFY(b.executor.sent.isEmpty());
        QCOMPARE(b.desk->wanted().size(), 1);
        b.desk->approve(b.desk->wanted(), true);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
    }

    void aLeaseOfSomebodyElseStopsBeforeTheFirstChange()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.lease = fail(Errc::Conflict, u"ops@elsewhere is at work."_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        QVERIFY(b.passUntilEnd(10s));
        QVERIFY(b.executor.sent.isEmpty());
        QCOMPARE(b.desk->lastReport()->end, End::Failed);
        QCOMPARE(b.desk->lastReport()->error.message, u"ops@elsewhere is at work."_s);
    }

    void aLeaseThatNobodyCanSpeakForStopsBeforeTheFirstChange_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("next");
        QTest::newRow("the API server fails") << int(Errc::Server) << u"nobody knows whether somebody else is at work"_s;
        QTest::newRow("there is no namespace for it") << int(Errc::NotFound) << u"--step operator"_s;
    }
    void aLeaseThatNobodyCanSpeakForStopsBeforeTheFirstChange()
    {
        QFETCH(int, code);
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.lease = fail(static_cast<Errc>(code), u"no Lease"_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        QVERIFY(b.passUntilEnd(180s));
        QCOMPARE(b.executor.sent, QStringList());
        QCOMPARE(b.desk->lastReport()->end, End::Failed);
        const words::Explanation said = setup::explainEnd(*b.desk->lastReport());
        QCOMPARE(said.tried, u"Take the Lease that keeps two desks apart"_s);
        QVERIFY(!said.cameBack.isEmpty());
        QFETCH(QString, next);
        QVERIFY2(said.doNext.contains(next), qPrintable(said.doNext));
    }

    void withoutTheRightToLookAtLeasesItGoesOnAndSaysSo()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.worksAtOnce();
        b.lease = fail(Errc::Forbidden, u"leases are not for you"_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        QCOMPARE(b.desk->events().first().kind, Desk::Event::Kind::Note);
        QVERIFY(b.desk->events().first().text.contains(u"leases are not for you"));
    }

    void aStolenLeaseStopsBeforeTheNextChange()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        b.spin();
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        b.desk->leaseLost({ Errc::Conflict, u"ops@elsewhere is changing this cluster since 08:00."_s, {} });
        b.spin();
        QVERIFY(b.desk->isRunning()); // what is under way is awaited
        b.source.set(u"a"_s, u"done"_s);
        b.succeed(u"a"_s);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        const words::Explanation said = setup::explainEnd(*b.desk->lastReport());
        QCOMPARE(said.tried, u"Change this cluster"_s);
        QCOMPARE(said.cameBack, u"ops@elsewhere is changing this cluster since 08:00."_s);
        QVERIFY(said.doNext.startsWith(u"Wait until they are done"));
    }

    // While a step cannot be judged, what it waits for has not arrived; and who gave up is not sent to look at the network.
    void aWaitInVainIsToldAsSuch()
    {
        DeskBench b;
        b.add(u"a"_s, {}, [](const QString& answer, Assessment& a) {
            if (answer == u"unclear") {
                a.state = StepState::Unknown;
                return;
            }
            a.state = StepState::InProgress;
            a.waits = { { u"the node to come back"_s, u"nodes/a"_s, 1min, 10min, {} } };
            for (const auto& [id, remedy] : { std::pair { u"extra-vms"_s, u"Delete one."_s }, { u"TS-50-agent-timeout"_s, u"Open the port."_s } }) {
                Finding finding;
                finding.id = id;
                finding.severity = Severity::Warning;
                finding.title = id;
                finding.remedy = remedy;
                a.findings.append(finding);
            }
        });
        b.source.set(u"a"_s, u"rebooting"_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        b.spin();
        QCOMPARE(b.desk->events().last().kind, Desk::Event::Kind::Waiting);
        b.source.set(u"a"_s, u"unclear"_s);
        b.spin();
        b.source.set(u"a"_s, u"rebooting"_s);
        QVERIFY(b.passUntilEnd(20min));
        for (const Desk::Event& event : b.desk->events()) {
            QVERIFY(event.kind != Desk::Event::Kind::Arrived);
        }
        const words::Explanation said = setup::explainEnd(*b.desk->lastReport());
        QCOMPARE(said.tried, u"Finish a"_s);
        QCOMPARE(said.cameBack, u"Gave up waiting for: the node to come back."_s);
        QVERIFY2(said.doNext.startsWith(u"TS-50-agent-timeout: Open the port."), qPrintable(said.doNext)); // before what follows from it
        QVERIFY2(said.doNext.contains(u"Delete one."), qPrintable(said.doNext));
    }

    void editingKeepsCommentsAndIsRefusedDuringARun()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.open("# ours\ncluster: demo\nworkload:\n  name: hello # the first one\n");
        QVERIFY(b.desk->edit(u"workload.name"_s, u"first"_s));
        QCOMPARE(b.file(), QByteArray("# ours\ncluster: demo\nworkload:\n  name: first # the first one\n"));
        QCOMPARE(b.desk->intent().workload.name, u"first"_s);
        // What does not fit changes nothing.
        const auto refused = b.desk->edit(u"workload.name"_s, u"Not A Name"_s);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"workload"));
        QCOMPARE(b.desk->intent().workload.name, u"first"_s);
        b.desk->start(Desk::Order());
        QVERIFY(!b.desk->edit(u"workload.name"_s, u"second"_s));
    }

    void anIntentThatCannotBeReadIsNamed()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.open("cluster: [\n");
        Error error;
        b.desk->begin()->then(this, [&error](const Result<Done>& r) { error = r ? Error() : r.error(); });
        b.spin();
        QVERIFY2(error.message.contains(u"intent.yaml"), qPrintable(error.message));
    }

    void stoppingAwaitsWhatWasSent()
    {
        DeskBench b;
        b.add(u"a"_s, {}, proposes(u"a"_s));
        b.add(u"b"_s, { u"a"_s }, proposes(u"b"_s));
        b.source.set(u"a"_s, u"missing"_s);
        b.source.set(u"b"_s, u"missing"_s);
        b.open();
        Desk::Order order;
        order.all = true;
        b.desk->start(order);
        b.spin();
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        b.desk->stop();
        QVERIFY(b.desk->isStopping());
        b.spin();
        QVERIFY(b.desk->isRunning());
        b.source.set(u"a"_s, u"done"_s);
        b.succeed(u"a"_s);
        QVERIFY(b.passUntilEnd(10s));
        QCOMPARE(b.executor.sent, QStringList(u"a"_s));
        QCOMPARE(b.desk->lastReport()->end, End::Cancelled);
    }

    void anIntentThatCannotBeReadIsNotWrittenOver()
    {
        DeskBench b;
        b.open();
        QVERIFY(QFile::remove(b.folder.filePath(u"intent.yaml"_s)));
        QVERIFY(QDir(b.folder.path()).mkdir(u"intent.yaml"_s)); // not a file: even root cannot read it
        std::optional<Result<Done>> begun;
        b.desk->begin()->then(b.desk.get(), [&begun](const Result<Done>& result) { begun = result; });
        b.spin();
        QVERIFY(begun && !*begun);
        QVERIFY(begun->error().message.contains(u"intent.yaml"));
        QVERIFY(QFileInfo(b.folder.filePath(u"intent.yaml"_s)).isDir());
    }
};

COCOON_TEST(TstDesk)
#include "tst_desk.moc"
