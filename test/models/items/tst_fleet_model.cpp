// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/fleet_compare_model.h"
#include "models/items/fleet_model.h"
#include "models/items/table_export.h"
#include "test/support/test_main.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace cocoon::items;
using namespace Qt::StringLiterals;
using State = FleetCluster::State;

namespace {
    const QDateTime kNow = QDateTime::fromString(QStringLiteral("2026-01-15T12:00:00Z"), Qt::ISODate);

    FleetCluster cluster(const char* name, const char* version, State state = State::Live)
    {
        FleetCluster made;
        made.id = QString::fromLatin1(name);
        made.name = made.id;
        made.state = state;
        if (version != nullptr) {
            made.facts.insert(FleetField::Operator, { QString::fromLatin1(version), QString::fromLatin1(version) });
            made.facts.insert(FleetField::Profile, { u"bx3dc-2x10"_s, u"bx3dc-2x10"_s });
        }
        return made;
    }

    QStringList names(const QAbstractItemModel& model, int column = 0)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) {
            all.append(model.index(row, column).data().toString());
        }
        return all;
    }

    bool isMarked(const QModelIndex& cell)
    {
        return cell.data(MarkRole).isValid() && cell.data(MarkRole).toInt() == static_cast<int>(Mark::Drifted);
    }
}

/// Both tables of the fleet board under Qt's model tester in fatal mode.
class TstFleetModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openOnesStandAboveAndWhatDiffersIsMarked()
    {
        FleetModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sort(FleetModel::Name);
        model.show({ cluster("alpha", nullptr, State::Closed), cluster("prod-10", "1.12.1"), cluster("prod-2", "1.10.3"), cluster("prod-3", "1.12.1") }, kNow);
        QCOMPARE(names(model), (QStringList { u"prod-2"_s, u"prod-3"_s, u"prod-10"_s, u"alpha"_s }));
        const QModelIndex odd = model.index(0, FleetModel::Operator);
        QVERIFY(isMarked(odd));
        QCOMPARE(odd.data(Qt::AccessibleTextRole).toString(), u"1.10.3, differs: 2 of 3 clusters have 1.12.1"_s);
        QVERIFY(odd.data(Qt::ToolTipRole).toString().contains(u"2 of 3"));
        QCOMPARE(model.index(0, FleetModel::Differs).data().toString(), u"operator"_s);
        QVERIFY(!isMarked(model.index(1, FleetModel::Operator)));
        QCOMPARE(model.index(3, FleetModel::State).data().toString(), u"Not open"_s);
        QCOMPARE(model.index(3, FleetModel::Operator).data().toString(), u"–"_s);

        // Put right, the mark goes and the row stays where somebody stands.
        const QPersistentModelIndex kept(model.index(0, 0));
        model.show({ cluster("alpha", nullptr, State::Closed), cluster("prod-10", "1.12.1"), cluster("prod-2", "1.12.1"), cluster("prod-3", "1.12.1") }, kNow);
        QCOMPARE(kept.data(IdentityRole).toString(), u"prod-2"_s);
        QVERIFY(!isMarked(model.index(kept.row(), FleetModel::Operator)));

        model.setFilter(u"prod-2"_s);
        QCOMPARE(names(model), QStringList { u"prod-2"_s });
        model.setFilter({});
        model.show({ cluster("prod-3", "1.12.1"), cluster("beta", nullptr, State::Closed) }, kNow);
        QCOMPARE(names(model), (QStringList { u"prod-3"_s, u"beta"_s }));
        QCOMPARE(model.rowOf(u"beta"_s), 1);
        QCOMPARE(model.rowOf(u"prod-2"_s), -1);
    }

    void everyStateHasItsWord_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("mark");
        const auto row = [](const char* name, State state, int error, const QString& word, Mark mark) { QTest::newRow(name) << static_cast<int>(state) << error << word << static_cast<int>(mark); };
        row("closed", State::Closed, -1, u"Not open"_s, Mark::Idle);
        row("file broken", State::Closed, static_cast<int>(Errc::Parse), u"Not readable"_s, Mark::Error);
        row("opening", State::Opening, -1, u"Connecting …"_s, Mark::Progress);
        row("live", State::Live, -1, u"Live"_s, Mark::Ok);
        row("stale", State::Stale, static_cast<int>(Errc::Network), u"Stale · 1 min old"_s, Mark::Warning);
        row("lost", State::Lost, static_cast<int>(Errc::Network), u"Not reachable"_s, Mark::Error);
        row("nobody logged in", State::Lost, static_cast<int>(Errc::Precondition), u"No login"_s, Mark::Error);
    }
    void everyStateHasItsWord()
    {
        QFETCH(int, state);
        QFETCH(int, error);
        FleetCluster one = cluster("a", nullptr, static_cast<State>(state));
        one.since = kNow.addSecs(-90);
        if (error >= 0) {
            one.error = Error { static_cast<Errc>(error), u"no"_s, {} };
        }
        FleetModel model;
        model.show({ one }, kNow);
        QTEST(model.index(0, FleetModel::State).data().toString(), "word");
        QTEST(model.index(0, FleetModel::State).data(MarkRole).toInt(), "mark");
    }

    void agesGoOnByThemselves()
    {
        FleetCluster one = cluster("a", nullptr, State::Stale);
        one.since = kNow.addSecs(-10);
        FleetModel model;
        model.show({ one }, kNow);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.show({ one }, kNow.addSecs(5));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(model.index(0, FleetModel::State).data().toString(), u"Stale · 15 s old"_s);
    }

    void figuresSayWhatIsNotKnown()
    {
        FleetCluster one = cluster("a", "1.12.1");
        FleetModel model;
        model.show({ one }, kNow);
        for (const int column : { FleetModel::Workers, FleetModel::ImageAge, FleetModel::Findings, FleetModel::Machines, FleetModel::Cost }) {
            QCOMPARE(model.index(0, column).data().toString(), u"–"_s);
        }
        one.workers = 3;
        one.installed = 2;
        one.imageMade = kNow.addDays(-40);
        one.findings.isKnown = true;
        one.findings.errors = 1;
        one.findings.warnings = 2;
        one.machines = 4;
        one.usdPerHour = 0.45;
        one.cloudSince = kNow.addSecs(-300);
        model.show({ one }, kNow);
        QStringList said;
        for (const int column : { FleetModel::Workers, FleetModel::ImageAge, FleetModel::Findings, FleetModel::Machines, FleetModel::Cost }) {
            said.append(model.index(0, column).data().toString());
        }
        QCOMPARE(said, (QStringList { u"2 of 3"_s, u"40d"_s, u"errors 1, warnings 2"_s, u"4"_s, u"0.45, 5 min old"_s }));
        QCOMPARE(model.index(0, FleetModel::Findings).data(MarkRole).toInt(), static_cast<int>(Mark::Error));
        one.findings = {};
        one.findings.isKnown = true;
        model.show({ one }, kNow);
        QCOMPARE(model.index(0, FleetModel::Findings).data().toString(), u"none"_s);
        QVERIFY(toCsv(model, { FleetModel::Name, FleetModel::Operator, FleetModel::Machines }).contains("a,1.12.1,4"));
    }

    void theComparisonHasDifferencesOnTop()
    {
        FleetCompareModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.show({ cluster("a", "1.12.1"), cluster("b", "1.12.1"), cluster("closed", nullptr, State::Closed) });
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"b"_s);
        QCOMPARE(names(model).first(), u"OpenShift"_s);
        FleetCluster other = cluster("b", "1.12.1");
        other.facts.insert(FleetField::Profile, { u"bx3dc-4x20"_s, u"bx3dc-4x20"_s });
        model.show({ cluster("a", "1.12.1"), other });
        QCOMPARE(names(model).first(), u"instance profile"_s);
        QCOMPARE(names(model, 2).first(), u"bx3dc-4x20"_s);
        QVERIFY(isMarked(model.index(0, 2)));
        QVERIFY(!isMarked(model.index(1, 2)));
        QCOMPARE(model.rowCount(), static_cast<int>(fleetFields().size()));
        model.show({ cluster("a", "1.12.1"), cluster("b", "1.12.1"), cluster("c", "1.10.3") });
        QCOMPARE(names(model, 3).first(), u"1.10.3"_s);
    }
};

COCOON_TEST(TstFleetModel)
#include "tst_fleet_model.moc"
