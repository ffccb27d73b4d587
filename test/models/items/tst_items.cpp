// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/changes_model.h"
#include "models/items/findings_model.h"
#include "models/items/journal_filter.h"
#include "models/items/journal_model.h"
#include "models/items/node_pods_model.h"
#include "models/items/nodes_model.h"
#include "models/items/roles.h"
#include "models/items/sheet_model.h"
#include "services/base/clock.h"
#include "test/support/test_main.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace cocoon;
using namespace cocoon::items;
using namespace Qt::StringLiterals;

namespace {
    plan::Change change(const QString& key, plan::Verb verb = plan::Verb::Apply)
    {
        plan::Change made;
        made.step = u"operator"_s;
        made.key = key;
        made.title = u"Title of %1"_s.arg(key);
        made.verb = verb;
        return made;
    }
    plan::Finding finding(const QString& id, plan::Severity severity)
    {
        plan::Finding made;
        made.id = id;
        made.severity = severity;
        made.title = id;
        return made;
    }
    QJsonObject sent(int id)
    {
        return { { u"kind"_s, u"sent"_s }, { u"id"_s, QString::number(id) }, { u"time"_s, u"2026-11-25T10:00:%1.000Z"_s.arg(id, 2, 10, QChar(u'0')) },
            { u"step"_s, u"operator"_s }, { u"title"_s, u"change %1"_s.arg(id) } };
    }
    QStringList texts(const QAbstractItemModel& model, int column)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) {
            all.append(model.index(row, column).data().toString());
        }
        return all;
    }
}

/// Every model runs under Qt's model tester in fatal mode: a wrong signal ends the test.
class TstItems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodesShowOcsWordsAndKeepTheirRows()
    {
        NodesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QDateTime now(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
        NodeRow installed;
        installed.node.name = u"10.240.0.10"_s;
        installed.node.stage = setup::WorkerView::Stage::Installed;
        installed.node.label = u"installed"_s;
        installed.node.isReady = true;
        installed.node.places = 10;
        installed.node.used = 3;
        installed.node.cloudHealth = u"normal"_s;
        installed.stateSince = now.addSecs(-3 * 86400);
        installed.isSinceAtLeast = false;
        NodeRow cordoned = installed;
        cordoned.node.name = u"10.240.0.9"_s;
        cordoned.node.isCordoned = true;
        cordoned.node.troubles = QStringList { u"DiskPressure"_s };
        cordoned.isSinceAtLeast = true;
        model.show({ installed, cordoned }, now);
        QCOMPARE(texts(model, NodesModel::Health), (QStringList { u"Ready,SchedulingDisabled,DiskPressure"_s, u"Ready"_s }));
        QCOMPARE(texts(model, NodesModel::State), (QStringList { u"installed"_s, u"installed"_s }));
        QCOMPARE(texts(model, NodesModel::Places), (QStringList { u"3/10"_s, u"3/10"_s }));
        QCOMPARE(texts(model, NodesModel::InState), (QStringList { u"≥ 3d"_s, u"3d"_s }));
        NodeRow bare = installed;
        bare.node.places = -1;
        model.show({ bare }, now);
        QCOMPARE(texts(model, NodesModel::Places), QStringList { u"–"_s });
        QVERIFY(model.index(0, NodesModel::Places).data(Qt::ToolTipRole).toString().contains(u"kata.peerpods.io/vm"_s));
        model.show({ installed, cordoned }, now);
        QCOMPARE(NodesModel::historyWord(u"not-installed,cordoned"_s), u"not installed, cordoned"_s);
        QCOMPARE(NodesModel::historyWord(u"waiting_for_reboot"_s), u"waiting_for_reboot"_s); // the label's own word
        QCOMPARE(model.index(0, NodesModel::Health).data(MarkRole).toInt(), static_cast<int>(Mark::Warning));
        QCOMPARE(texts(model, NodesModel::Name), (QStringList { u"10.240.0.9"_s, u"10.240.0.10"_s })); // and not as text sorts
        model.sort(NodesModel::InState, Qt::DescendingOrder);
        model.setFilter(u"diskpress"_s);
        QCOMPARE(texts(model, NodesModel::Name), QStringList { u"10.240.0.9"_s });
        QCOMPARE(model.total(), 2);
        model.setFilter({});
        model.sort(NodesModel::Name);
        const QPersistentModelIndex kept = model.index(0, 0);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.show({ cordoned }, now.addSecs(60));
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), u"10.240.0.9"_s);
        QCOMPARE(resets.size(), 0);
        QVERIFY(!model.index(5, 0).isValid());
    }

    void whatIsNotAStandardColumnIsFoundToo()
    {
        NodesModel model;
        NodeRow row;
        row.node.name = u"10.240.0.4"_s;
        row.node.os = u"Red Hat Enterprise Linux CoreOS 419"_s;
        row.node.workerId = u"kube-c1demo-demo-default-00000001"_s;
        NodeRow other;
        other.node.name = u"10.240.0.5"_s;
        other.node.os = u"Ubuntu 24.04"_s;
        model.show({ row, other }, {});
        const QStringList standard = model.standardColumns();
        for (const NodesModel::Column column : { NodesModel::Os, NodesModel::WorkerId }) {
            QVERIFY2(!standard.contains(model.columnId(column)) && !model.columnId(column).isEmpty(), qPrintable(model.columnId(column)));
        }
        QVERIFY(standard.contains(u"age"_s) && standard.size() == NodesModel::Os);
        QCOMPARE(texts(model, NodesModel::Os), (QStringList { row.node.os, other.node.os }));
        for (const QString& word : { u"coreos"_s, u"00000001"_s }) {
            model.setFilter(word);
            QCOMPARE(texts(model, NodesModel::Name), QStringList { row.node.name });
        }
        model.setFilter({});
        model.sort(NodesModel::Os, Qt::DescendingOrder);
        QCOMPARE(texts(model, NodesModel::Name), (QStringList { other.node.name, row.node.name }));
    }

    void labelsOfNodesAreColumnsThatCanBeFound()
    {
        NodesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto node = [](const QString& name, const QJsonObject& labels) {
            NodeRow row;
            row.node.name = name;
            row.node.labels = labels;
            row.node.annotations = QJsonObject { { u"example.com/rack"_s, u"r7"_s } };
            return row;
        };
        model.show({ node(u"a"_s, { { u"team"_s, u"blue"_s }, { u"tier"_s, u"1"_s } }), node(u"b"_s, { { u"team"_s, u"amber"_s } }), node(u"c"_s, {}) }, {});
        QCOMPARE(model.commonKeys(true), (QStringList { u"team"_s, u"tier"_s })); // the commonest first
        QCOMPARE(model.commonKeys(false), QStringList { u"example.com/rack"_s });
        model.setFilter(u"blue"_s);
        QCOMPARE(model.rowCount(), 0);
        model.setExtraColumns({ u"label:team"_s, u"annotation:example.com/rack"_s });
        const int team = NodesModel::FixedColumns;
        QCOMPARE(texts(model, NodesModel::Name), QStringList { u"a"_s }); // what is shown is searched
        model.setFilter({});
        QCOMPARE(model.headerData(team, Qt::Horizontal, Qt::DisplayRole).toString(), u"TEAM"_s);
        QCOMPARE(texts(model, team + 1), (QStringList { u"r7"_s, u"r7"_s, u"r7"_s }));
        model.sort(team);
        QCOMPARE(texts(model, NodesModel::Name), (QStringList { u"c"_s, u"b"_s, u"a"_s }));
        NodeRow moved = node(u"a"_s, { { u"team"_s, u"zinc"_s } });
        model.show({ moved, node(u"b"_s, { { u"team"_s, u"amber"_s } }), node(u"c"_s, {}) }, {});
        QCOMPARE(texts(model, team), (QStringList { QString(), u"amber"_s, u"zinc"_s }));
    }

    void theConfidentialPodsOfAWorkerStandFirst()
    {
        dashboard::Scene scene;
        const auto view = [](const QString& name, const QString& node, const QString& status, dashboard::JoinedPod::State state) {
            dashboard::PodView pod;
            pod.uid = u"uid-"_s + name;
            pod.name = name;
            pod.ns = u"shop"_s;
            pod.node = node;
            pod.status = status;
            pod.state = state;
            return pod;
        };
        using State = dashboard::JoinedPod::State;
        scene.pods = { view(u"web"_s, u"w1"_s, u"Running"_s, State::Running), view(u"elsewhere"_s, u"w2"_s, u"Running"_s, State::Running), view(u"db"_s, u"w1"_s, u"ContainerCreating"_s, State::ServerStarting) };
        SystemClock clock;
        dashboard::PodStore store(clock);
        store.keeper().listStarted();
        const auto listed = [&store](const QString& name, const QString& ns, const QJsonObject& spec) {
            store.keeper().listed({ { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, ns }, { u"uid"_s, u"uid-"_s + name }, { u"resourceVersion"_s, u"1"_s } } },
                { u"spec"_s, spec }, { u"status"_s, QJsonObject { { u"phase"_s, u"Pending"_s } } } });
        };
        listed(u"web"_s, u"shop"_s, { { u"nodeName"_s, u"w1"_s }, { u"runtimeClassName"_s, u"kata-remote"_s } });
        listed(u"dns"_s, u"a-system"_s, { { u"nodeName"_s, u"w1"_s } });
        listed(u"other"_s, u"a-system"_s, { { u"nodeName"_s, u"w2"_s } });
        listed(u"unseen"_s, u"vault"_s, { { u"nodeName"_s, u"w1"_s }, { u"runtimeClassName"_s, u"kata-remote"_s } });
        store.keeper().listDone();
        NodePodsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.show(u"w1"_s, scene);
        QCOMPARE(texts(model, NodePodsModel::Name), (QStringList { u"db"_s, u"web"_s }));
        QCOMPARE(texts(model, NodePodsModel::State), (QStringList { u"VSI starting"_s, u"Running"_s }));
        QCOMPARE(model.index(1, NodePodsModel::State).data(MarkRole).toInt(), static_cast<int>(Mark::Ok));
        QCOMPARE(model.index(1, 0).data(IdentityRole).toString(), u"uid-web"_s); // what opens its row
        const QPersistentModelIndex kept = model.index(1, 0);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.show(u"w1"_s, scene, &store);
        QCOMPARE(texts(model, NodePodsModel::Name), (QStringList { u"db"_s, u"web"_s, u"unseen"_s, u"dns"_s }));
        QCOMPARE(kept.data().toString(), u"web"_s);
        QCOMPARE(resets.size(), 0);
        model.show(u"w3"_s, scene, &store);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!kept.isValid()); // nobody chose a row of this worker
        QCOMPARE(resets.size(), 1);
    }

    void agesAreThoseOfOc_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("age");
        QTest::newRow("seconds") << 119 << u"119s"_s;
        QTest::newRow("minutes and seconds") << 150 << u"2m30s"_s;
        QTest::newRow("minutes") << 3600 << u"60m"_s;
        QTest::newRow("hours and minutes") << 5 * 3600 + 180 << u"5h3m"_s;
        QTest::newRow("hours") << 30 * 3600 << u"30h"_s;
        QTest::newRow("days and hours") << 5 * 86400 + 3 * 3600 << u"5d3h"_s;
        QTest::newRow("days") << 17 * 86400 << u"17d"_s;
    }
    void agesAreThoseOfOc()
    {
        QFETCH(int, seconds);
        QFETCH(QString, age);
        const QDateTime now(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
        QCOMPARE(NodesModel::age(now.addSecs(-seconds), now), age);
    }

    void aSheetIsATableAndAFile()
    {
        SheetModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Sheet sheet { { u"From"_s, u"installed"_s }, { { u"12:00"_s, u"3"_s }, { u"11:00"_s, u"2, \"two\""_s } } };
        model.show(sheet);
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(texts(model, 1), (QStringList { u"3"_s, u"2, \"two\""_s }));
        QCOMPARE(sheet.csv(), QByteArray("From,installed\r\n12:00,3\r\n11:00,\"2, \"\"two\"\"\"\r\n"));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        sheet.rows.prepend({ u"13:00"_s, u"1"_s });
        model.show(sheet);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(resets.size(), 0);
    }

    void rowsComeGoAndMoveWithoutAReset()
    {
        ChangesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.show({ change(u"a"_s), change(u"b"_s), change(u"c"_s) });
        QCOMPARE(model.rowCount(), 3);
        model.show({ change(u"a"_s), change(u"x"_s), change(u"c"_s), change(u"d"_s) });
        model.show({ change(u"c"_s), change(u"a"_s) });
        QCOMPARE(texts(model, ChangesModel::Title), (QStringList { u"Title of c"_s, u"Title of a"_s }));
        model.show({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(resets.size(), 0);
    }

    void theRowSomebodyLooksAtKeepsItsPlace()
    {
        ChangesModel model;
        model.show({ change(u"a"_s), change(u"b"_s), change(u"c"_s) });
        const QPersistentModelIndex looked = model.index(1, 0);
        model.show({ change(u"new"_s), change(u"b"_s), change(u"c"_s) });
        QVERIFY(looked.isValid());
        QCOMPARE(looked.data(IdentityRole).toString(), u"b"_s);
    }

    void anEqualListChangesNothing()
    {
        FindingsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QList<plan::Finding> list { finding(u"one"_s, plan::Severity::Ok), finding(u"two"_s, plan::Severity::Warning) };
        model.show(list);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.show(list);
        QCOMPARE(changed.size() + inserted.size(), 0);
        QList<plan::Finding> other = list;
        other[0].evidence = u"v1.30"_s;
        model.show(other);
        QCOMPARE(changed.size(), 1);
    }

    void whatStandsInTheWayComesFirst()
    {
        FindingsModel model;
        model.show({ finding(u"fine"_s, plan::Severity::Ok), finding(u"note"_s, plan::Severity::Info), finding(u"unknown"_s, plan::Severity::Unknown),
            finding(u"bad"_s, plan::Severity::Blocker), finding(u"careful"_s, plan::Severity::Warning) });
        QCOMPARE(texts(model, FindingsModel::Requirement), (QStringList { u"bad"_s, u"careful"_s, u"unknown"_s, u"note"_s, u"fine"_s }));
        QCOMPARE(model.index(0, FindingsModel::State).data(MarkRole).toInt(), static_cast<int>(Mark::Error));
        QVERIFY(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"in the way"));
    }

    void aBreakingChangeIsMarkedAsSuch()
    {
        plan::Change breaking = change(u"a"_s, plan::Verb::Delete);
        breaking.risk = plan::Risk::Breaking;
        ChangesModel model;
        model.show({ breaking });
        QCOMPARE(model.index(0, ChangesModel::Effect).data(MarkRole).toInt(), static_cast<int>(Mark::Error));
        QCOMPARE(model.index(0, ChangesModel::Effect).data().toString(), u"breaks pods"_s);
    }

    /// What is not known is never called free.
    void whatChangesCostIsSaid()
    {
        plan::Change plain = change(u"a"_s, plan::Verb::Apply);
        plan::Change remark = change(u"b"_s, plan::Verb::Act);
        remark.price = plan::Price { 0, u"billed by size"_s };
        plan::Change priced = change(u"c"_s, plan::Verb::Apply);
        priced.price = plan::Price { 0.113, u"list price"_s };
        plan::Change unpriced = change(u"d"_s, plan::Verb::Apply);
        unpriced.price = plan::Price { std::nullopt, u"price not known"_s };
        const auto cost = [](const QList<plan::Change>& changes) { return ChangesModel::summary(changes).section(u" · "_s, -1); };
        QCOMPARE(cost({ plain, remark }), u"no hourly cost"_s);
        QCOMPARE(cost({ plain, priced }), u"0.113 USD per hour more"_s);
        QCOMPARE(cost({ plain, unpriced }), u"hourly cost not known"_s);
        QCOMPARE(cost({ priced, unpriced }), u"more than 0.113 USD per hour more"_s);
        ChangesModel model;
        model.show({ unpriced });
        QCOMPARE(model.index(0, ChangesModel::Price).data().toString(), u"price not known"_s);
    }

    void anEffectHasItsWordAndItsMark_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<bool>("existed");
        QTest::addColumn<bool>("isRestart");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("mark");
        using plan::Verb;
        QTest::newRow("create") << int(Verb::Create) << false << false << u"creates"_s << int(Mark::Ready);
        QTest::newRow("apply, new") << int(Verb::Apply) << false << false << u"creates"_s << int(Mark::Ready);
        QTest::newRow("apply, there") << int(Verb::Apply) << true << false << u"changes"_s << int(Mark::Change);
        QTest::newRow("patch") << int(Verb::Patch) << true << false << u"changes"_s << int(Mark::Change);
        QTest::newRow("delete") << int(Verb::Delete) << true << false << u"deletes"_s << int(Mark::Delete);
        QTest::newRow("restart") << int(Verb::Delete) << true << true << u"restarts"_s << int(Mark::Restart);
        QTest::newRow("evict") << int(Verb::Evict) << true << false << u"evicts"_s << int(Mark::Warning);
    }
    void anEffectHasItsWordAndItsMark()
    {
        QFETCH(int, verb);
        QFETCH(bool, existed);
        QFETCH(bool, isRestart);
        plan::Change one = change(u"a"_s, static_cast<plan::Verb>(verb));
        if (existed) {
            one.before = QJsonObject { { u"a"_s, 1 } };
        }
        if (isRestart) {
            one.exclusive = u"adaptor-restart"_s;
        }
        if (one.verb == plan::Verb::Evict) {
            one.risk = plan::Risk::Disruptive;
        }
        ChangesModel model;
        model.show({ one });
        QTEST(model.index(0, ChangesModel::Effect).data().toString(), "word");
        QTEST(model.index(0, ChangesModel::Effect).data(MarkRole).toInt(), "mark");
    }

    void whatIsToKnowIsNeitherMetNorUnmet()
    {
        const QList<plan::Finding> fine { finding(u"a"_s, plan::Severity::Ok), finding(u"a"_s, plan::Severity::Ok), finding(u"b"_s, plan::Severity::Info) };
        QCOMPARE(FindingsModel::summary(fine), u"1 met · 1 to know"_s); // found twice, counted once
        QCOMPARE(FindingsModel::countMet(fine), 1);
        QCOMPARE(FindingsModel::summary(fine + QList { finding(u"c"_s, plan::Severity::Warning), finding(u"d"_s, plan::Severity::Unknown) }), u"1 to look at · 1 not known · 1 met · 1 to know"_s);
        QCOMPARE(FindingsModel::summary({ finding(u"c"_s, plan::Severity::Warning), finding(u"e"_s, plan::Severity::Blocker) }), u"1 in the way · 1 to look at"_s); // as the chips say
        QCOMPARE(FindingsModel::summary({}), QString());
    }

    void onlyIdentifiersAreSetInMono()
    {
        FindingsModel model;
        plan::Finding name = finding(u"a"_s, plan::Severity::Info);
        name.evidence = u"sandboxed-containers-operator.v1.10.3"_s;
        plan::Finding sentence = finding(u"b"_s, plan::Severity::Info);
        sentence.evidence = u"2 replicas"_s;
        plan::Finding word = finding(u"c"_s, plan::Severity::Info);
        word.evidence = u"Ready"_s;
        model.show({ name, sentence, word });
        QCOMPARE(model.index(0, FindingsModel::Evidence).data(MonoRole).toBool(), true);
        QCOMPARE(model.index(1, FindingsModel::Evidence).data(MonoRole).toBool(), false);
        QCOMPARE(model.index(2, FindingsModel::Evidence).data(MonoRole).toBool(), false);
    }

    void theJournalJoinsWhatWasSentWithWhatCameBack()
    {
        JournalModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QJsonObject made { { u"kind"_s, u"outcome"_s }, { u"of"_s, u"1"_s }, { u"ok"_s, true } };
        const QJsonObject failed { { u"kind"_s, u"outcome"_s }, { u"of"_s, u"2"_s }, { u"ok"_s, false },
            { u"error"_s, QJsonObject { { u"message"_s, u"403 Forbidden"_s } } } };
        const QJsonObject lost { { u"kind"_s, u"outcome"_s }, { u"of"_s, u"3"_s }, { u"ok"_s, false },
            { u"error"_s, QJsonObject { { u"code"_s, u"unknown-outcome"_s }, { u"message"_s, u"The run ended before the answer came."_s } } } };
        model.show({ sent(1), made, sent(2), failed, sent(3), lost, sent(4) });
        QCOMPARE(texts(model, JournalModel::Title), (QStringList { u"change 4"_s, u"change 3"_s, u"change 2"_s, u"change 1"_s }));
        QCOMPARE(texts(model, JournalModel::State), (QStringList { u"sent"_s, u"not known"_s, u"failed"_s, u"made"_s }));
        QCOMPARE(model.index(2, JournalModel::Note).data().toString(), u"403 Forbidden"_s);
        // An answer that comes later changes the row it belongs to, in place.
        const QPersistentModelIndex open = model.index(0, JournalModel::State);
        model.show({ sent(1), made, sent(2), failed, sent(3), lost, sent(4), QJsonObject { { u"kind"_s, u"outcome"_s }, { u"of"_s, u"4"_s }, { u"ok"_s, true } } });
        QCOMPARE(open.data().toString(), u"made"_s);
    }

    void theJournalSpeaksTheUsersWords()
    {
        JournalModel model;
        model.nameSteps([](const QString& step) { return step == u"operator" ? u"1 · Operator"_s : QString(); });
        QJsonObject first = sent(1);
        first.insert(u"step"_s, u"operator"_s);
        QJsonObject second = sent(2);
        second.insert(u"step"_s, u"worker"_s);
        second.insert(u"time"_s, u"2026-01-15T12:00:00.000Z"_s);
        const auto made = [](int of, const QString& note) { return QJsonObject { { u"kind"_s, u"outcome"_s }, { u"of"_s, QString::number(of) }, { u"ok"_s, true }, { u"note"_s, note } }; };
        model.show({ first, made(1, u"written"_s), second, made(2, u"already there: adopted"_s) });
        QCOMPARE(texts(model, JournalModel::Step), (QStringList { u"worker"_s, u"1 · Operator"_s }));
        QCOMPARE(texts(model, JournalModel::Note), (QStringList { u"already there: adopted"_s, QString() })); // "made" says it
        QJsonObject answered = made(1, u"written"_s);
        answered.insert(u"reply"_s, QJsonObject { { u"kind"_s, u"Namespace"_s }, { u"metadata"_s, QJsonObject { { u"resourceVersion"_s, u"178"_s } } } });
        QJsonObject created = made(2, u"created"_s);
        created.insert(u"reply"_s, QJsonObject { { u"id"_s, u"r010-1"_s }, { u"name"_s, u"x"_s } });
        model.show({ first, answered, second, created });
        QCOMPARE(texts(model, JournalModel::Note), (QStringList { u"id r010-1"_s, u"resourceVersion 178"_s }));
        QVERIFY(model.index(0, JournalModel::Time).data(Qt::ToolTipRole).toString().contains(QDateTime(model.rows().first().time.toLocalTime()).timeZoneAbbreviation()));

        JournalFilter filter;
        filter.setSourceModel(&model);
        filter.setText(u"OPERATOR"_s);
        QCOMPARE(texts(filter, JournalModel::Title), QStringList(u"change 1"_s));
        filter.setText(u"change !operator"_s);
        QCOMPARE(texts(filter, JournalModel::Title), QStringList(u"change 2"_s));
        filter.setText(u"/change.[12]/"_s);
        QCOMPARE(filter.rowCount(), 2);
        filter.setText(u"/(/"_s);
        QVERIFY(!filter.filter().error().isEmpty());
        filter.setText({});
        filter.sort(JournalModel::Title, Qt::AscendingOrder);
        QCOMPARE(texts(filter, JournalModel::Title), (QStringList { u"change 1"_s, u"change 2"_s }));
        filter.sort(JournalModel::Title, Qt::DescendingOrder);
        QCOMPARE(texts(filter, JournalModel::Title), (QStringList { u"change 2"_s, u"change 1"_s }));
    }

    void fiveThousandRowsAreShownAtOnce()
    {
        QList<QJsonObject> entries;
        for (int i = 0; i < 5000; ++i) {
            entries.append(sent(i));
        }
        JournalModel model;
        model.show(entries);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        entries.append(sent(5000));
        model.show(entries);
        QCOMPARE(inserted.size(), 1); // one more line, not a new table
        QCOMPARE(model.rowCount(), 5001);
    }
};

COCOON_TEST(TstItems)
#include "tst_items.moc"
