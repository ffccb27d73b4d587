// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pod_table.h"
#include "test/support/manual_clock.h"
#include "test/support/soak_server.h"
#include "test/support/test_main.h"

#include <QAbstractItemModelTester>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    QJsonObject pod(const QString&, const QString& name, int number)
    {
        return { { u"spec"_s, QJsonObject { { u"nodeName"_s, u"10.0.0.%1"_s.arg(number % 4) }, { u"containers"_s, QJsonArray { QJsonObject() } },
                                  { u"runtimeClassName"_s, name.endsWith(u'1') ? QString() : u"kata-remote"_s } } },
            { u"status"_s, QJsonObject { { u"phase"_s, number % 3 == 0 ? u"Pending"_s : u"Running"_s }, { u"podIP"_s, u"10.1.%1.%2"_s.arg(number / 250).arg(number % 250) } } } };
    }

    QStringList shown(const items::PodTable& table)
    {
        QStringList rows;
        for (int row = 0; row < table.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < table.columnCount(); ++column) {
                cells.append(column == items::PodTable::Age || column == items::PodTable::VsiAge ? QString() : table.index(row, column).data().toString());
            }
            rows.append(cells.join(u'|'));
        }
        rows.sort();
        return rows;
    }
}

/// The table of pods at the end of the same ill-treatment as the copy of a watch.
class TstTableSoak : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTableIsTheServer_data()
    {
        QTest::addColumn<quint32>("seed");
        if (qEnvironmentVariableIsSet("COCOON_SEED")) {
            QTest::newRow("COCOON_SEED") << qEnvironmentVariable("COCOON_SEED").toUInt();
            return;
        }
        for (quint32 seed = 1; seed <= 15; ++seed) {
            QTest::newRow(qPrintable(u"COCOON_SEED=%1"_s.arg(seed))) << seed;
        }
    }
    void theTableIsTheServer()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        test::SoakServer server(random, "PodList", pod);
        test::ManualClock clock;
        kube::Access access;
        access.server = QUrl(u"https://api.invalid"_s);
        kube::Client client(server, access);
        dashboard::PodStore store(clock, milliseconds(0));
        items::PodTable table(store);
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
        table.setScope(items::PodTable::Scope::All);
        store.open(client);
        for (int i = 0; i < 1000; ++i) {
            server.step();
            QCoreApplication::processEvents();
            const int luck = random.bounded(1000);
            if (luck < 200) {
                clock.advance(milliseconds(random.bounded(2000)));
            } else if (luck < 204) {
                clock.advance(std::chrono::hours(random.bounded(1, 6)));
            } else if (luck < 208) {
                store.pause();
                store.resume();
            } else if (luck < 216) {
                table.sort(static_cast<int>(random.bounded(4)), random.bounded(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
            }
        }
        server.behave();
        for (int i = 0; i < 600 && !(server.isTold() && store.state() == dashboard::PodStore::State::Live && store.pods().size() == server.truth().size()); ++i) {
            server.behave();
            QCoreApplication::processEvents();
            clock.advance(std::chrono::seconds(1));
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5); // the batch
        // What a table shows that reads the truth in one go.
        dashboard::PodStore fresh(clock, milliseconds(0));
        items::PodTable wanted(fresh);
        wanted.setScope(items::PodTable::Scope::All);
        fresh.keeper().listStarted();
        for (const QJsonObject& object : server.truth()) {
            fresh.keeper().listed(QJsonObject(object));
        }
        fresh.keeper().listDone();
        QTRY_COMPARE(wanted.rowCount(), static_cast<int>(server.truth().size()));
        QTRY_VERIFY2(shown(table) == shown(wanted), qPrintable(u"COCOON_SEED=%1\n%2\n--- wanted\n%3\n--- story\n%4"_s.arg(seed).arg(shown(table).join(u'\n'), shown(wanted).join(u'\n'), server.story().join(u'\n'))));
    }
};

COCOON_TEST(TstTableSoak)
#include "tst_table_soak.moc"
