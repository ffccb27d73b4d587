// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/live_table.h"
#include "models/items/pod_table.h"
#include "models/items/pod_words.h"
#include "models/items/sort_key.h"
#include "models/items/table_export.h"
#include "services/base/json.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace cocoon;
using namespace cocoon::items;
using namespace Qt::StringLiterals;
using dashboard::PodStore;

namespace {
    /// A server's truth about pods, and what it tells a watcher.
    struct Pod {
        QString name;
        QString ns;
        QString uid;
        int version = 0;
        bool isConfidential = true;
        bool isRunning = false;
        int restarts = 0;
        int created = 0;

        QJsonObject json() const
        {
            const QJsonObject state = isRunning ? QJsonObject { { u"running"_s, QJsonObject() } } : QJsonObject { { u"waiting"_s, QJsonObject { { u"reason"_s, u"ContainerCreating"_s } } } };
            return { { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, ns }, { u"uid"_s, uid }, { u"resourceVersion"_s, QString::number(version) },
                                          { u"labels"_s, QJsonObject { { u"app"_s, name.section(u'-', 0, 0) } } },
                                          { u"creationTimestamp"_s, QDateTime::fromSecsSinceEpoch(1'700'000'000 + created, Qt::UTC).toString(Qt::ISODate) } } },
                { u"spec"_s, QJsonObject { { u"nodeName"_s, u"10.0.0.%1"_s.arg(version % 4) }, { u"containers"_s, QJsonArray { QJsonObject() } },
                                 { u"runtimeClassName"_s, isConfidential ? u"kata-remote"_s : QString() } } },
                { u"status"_s, QJsonObject { { u"phase"_s, isRunning ? u"Running"_s : u"Pending"_s },
                                   { u"conditions"_s, QJsonArray { QJsonObject { { u"type"_s, u"Ready"_s }, { u"status"_s, isRunning ? u"True"_s : u"False"_s } } } },
                                   { u"containerStatuses"_s, QJsonArray { QJsonObject { { u"ready"_s, isRunning }, { u"restartCount"_s, restarts }, { u"state"_s, state } } } } } } };
        }
    };

    /// Everything a table shows, without ages.
    QStringList shown(const PodTable& table)
    {
        QStringList rows;
        for (int row = 0; row < table.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < table.columnCount(); ++column) {
                cells.append(column == PodTable::Age || column == PodTable::VsiAge ? QString() : table.index(row, column).data().toString());
            }
            rows.append(cells.join(u'|'));
        }
        return rows;
    }

    QStringList names(const QAbstractItemModel& model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) {
            all.append(model.index(row, 0).data().toString());
        }
        return all;
    }

    dashboard::CloudSide cloudOf(const QList<Pod>& pods, QRandomGenerator& random)
    {
        dashboard::CloudSide cloud;
        cloud.facts = coco::Facts::builtIn().validated();
        cloud.now = (1'700'000'000ll + 100'000) * 1000;
        for (const Pod& pod : pods) {
            const int servers = pod.isConfidential ? static_cast<int>(random.bounded(3)) : 0;
            for (int i = 0; i < servers; ++i) {
                const QString id = u"0767_%1-%2"_s.arg(pod.uid).arg(i);
                cloud.peerPods.append({ { u"metadata"_s, QJsonObject { { u"name"_s, id }, { u"namespace"_s, pod.ns }, { u"creationTimestamp"_s, u"2023-11-14T22:1%1:00Z"_s.arg(i) },
                                                        { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, u"Pod"_s }, { u"uid"_s, pod.uid } } } } } },
                    { u"spec"_s, QJsonObject { { u"instanceID"_s, id } } } });
                cloud.instances.append({ { u"id"_s, id }, { u"name"_s, u"podvm-%1-%2"_s.arg(pod.name, u"0a1b2c3d"_s) }, { u"status"_s, u"running"_s }, { u"created_at"_s, u"2023-11-14T22:1%1:00Z"_s.arg(i) } });
            }
        }
        for (int i = static_cast<int>(random.bounded(3)); i > 0; --i) {
            cloud.instances.append({ { u"id"_s, u"lost-%1"_s.arg(i) }, { u"name"_s, u"podvm-gone-0a1b2c3%1"_s.arg(i) }, { u"status"_s, u"running"_s }, { u"created_at"_s, u"2023-11-14T00:00:00Z"_s } });
        }
        return cloud;
    }

    /// Drives a PodStore as its reflector does.
    class Wire {
    public:
        explicit Wire(PodStore& store)
            : m_keeper(store.keeper())
        {
        }
        void list(const QList<Pod>& pods, qsizetype upTo = -1)
        {
            m_keeper.listStarted();
            for (qsizetype i = 0; i < (upTo < 0 ? pods.size() : qMin(upTo, pods.size())); ++i) {
                m_keeper.listed(pods.at(i).json());
            }
            if (upTo < 0) {
                m_keeper.listDone();
            } else {
                m_keeper.listFailed();
            }
        }
        void stored(const Pod& pod) { m_keeper.stored(pod.json()); }
        void dropped(const Pod& pod) { m_keeper.dropped(pod.json()); }

    private:
        kube::Keeper& m_keeper;
    };
}

namespace {
    /// A table of one column whose sort keys and ties are given.
    class KeyTable : public items::LiveTable {
    public:
        explicit KeyTable(std::vector<std::pair<std::string, std::string>> rows)
            : m_rows(std::move(rows))
        {
            for (size_t slot = 0; slot < m_rows.size(); ++slot) {
                put(static_cast<int>(slot));
            }
            flush();
        }
        int columnCount(const QModelIndex& = {}) const override { return 1; }
        QVariant data(const QModelIndex&, int) const override { return {}; }
        std::vector<int> order() const
        {
            std::vector<int> slots_;
            for (int row = 0; row < rowCount(); ++row) {
                slots_.push_back(slotAt(row));
            }
            return slots_;
        }

    protected:
        std::string searchText(int) const override { return {}; }
        std::string sortKey(int slot, int) const override { return m_rows.at(static_cast<size_t>(slot)).first; }
        std::string tieKey(int slot) const override { return m_rows.at(static_cast<size_t>(slot)).second; }
        int slotOf(const QString&) const override { return -1; }

    private:
        std::vector<std::pair<std::string, std::string>> m_rows;
    };
}

/// Tables that live: every model runs under Qt's model tester in fatal mode.
class TstLiveTable : public QObject {
    Q_OBJECT

    static void settle() { QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5); }

private Q_SLOTS:
    void keysSortAsPeopleCount()
    {
        const auto before = [](const QString& a, const QString& b) { return naturalKey(a) < naturalKey(b); };
        QVERIFY(before(u"pod-2"_s, u"pod-10"_s));
        QVERIFY(before(u"pod-10"_s, u"pod-10a"_s));
        QVERIFY(before(u"10.0.0.9"_s, u"10.0.0.10"_s));
        QVERIFY(before(u"Alpha"_s, u"beta"_s));
        QVERIFY(before(u"a1b"_s, u"aab"_s));
        QVERIFY(naturalKey(u"a007"_s) == naturalKey(u"a7"_s));
        QVERIFY(numberKey(-2) < numberKey(-1) && numberKey(-1) < numberKey(0) && numberKey(0) < numberKey(0.113) && numberKey(9) < numberKey(10));
        QVERIFY(numberKey(1e12) < unknownKey());
        QCOMPARE(QString::fromStdString(foldedText(u"ÄPFEL Web"_s)), u"äpfel web"_s);
    }

    /// Equal keys, keys that begin another, differ in a zero at the end alone or beyond what is worth looking at, ties that do.
    void rowsStandInTheOrderOfTheirKeys()
    {
        const std::string beginnings[] = { "", "a", "pod-", std::string(8, 'x'), std::string(64, 'y'), std::string(70'000, 'z'), std::string("nul\0", 4) };
        const std::string ends[] = { "", std::string(1, '\0'), std::string(9, '\0'), "0", "00000001", "\xff", "zz" };
        QRandomGenerator random(7);
        std::vector<std::pair<std::string, std::string>> rows;
        for (int i = 0; i < 600; ++i) {
            const std::string key = beginnings[random.bounded(7)] + ends[random.bounded(7)];
            rows.emplace_back(key, (i % 3 == 0 ? std::string(100, 't') : std::string()) + std::to_string(i * 7919 % 600));
        }
        KeyTable table(rows);
        for (const Qt::SortOrder direction : { Qt::AscendingOrder, Qt::DescendingOrder }) {
            table.sort(0, direction);
            std::vector<int> expected(rows.size());
            std::iota(expected.begin(), expected.end(), 0);
            std::sort(expected.begin(), expected.end(), [&](int a, int b) {
                const auto& [keyA, tieA] = rows.at(static_cast<size_t>(a));
                const auto& [keyB, tieB] = rows.at(static_cast<size_t>(b));
                return keyA != keyB ? (keyA < keyB) == (direction == Qt::AscendingOrder) : tieA < tieB;
            });
            QVERIFY(table.order() == expected);
        }
    }

    void filtersSayWhatTheyMean_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("found");
        QTest::newRow("word") << u"Web"_s << true;
        QTest::newRow("two words") << u"web running"_s << true;
        QTest::newRow("one is missing") << u"web failed"_s << false;
        QTest::newRow("inverted") << u"!failed"_s << true;
        QTest::newRow("inverted, there") << u"!web"_s << false;
        QTest::newRow("label") << u"app=web"_s << true;
        QTest::newRow("expression") << u"/^web-\\d$/"_s << true;
        QTest::newRow("expression, inverted") << u"!/web-\\d/"_s << false;
        QTest::newRow("still typing") << u"!"_s << true;
        QTest::newRow("broken expression is text") << u"/[/"_s << false;
        QTest::newRow("nothing") << QString() << true;
    }
    void filtersSayWhatTheyMean()
    {
        QFETCH(QString, typed);
        QFETCH(bool, found);
        QCOMPARE(RowFilter(typed).matches(foldedText(u"web-1\nshop\nRunning\napp=web"_s)), found);
        QCOMPARE(RowFilter(u"/[/"_s).error().isEmpty(), false);
    }

    void aNarrowerFilterSearchesLess()
    {
        QVERIFY(RowFilter(u"web"_s).narrows(RowFilter(u"we"_s)));
        QVERIFY(RowFilter(u"web run"_s).narrows(RowFilter(u"web"_s)));
        QVERIFY(!RowFilter(u"we"_s).narrows(RowFilter(u"web"_s)));
        QVERIFY(!RowFilter(u"!web"_s).narrows(RowFilter(u"web"_s)));
        QVERIFY(!RowFilter(u"!we"_s).narrows(RowFilter(u"!web"_s)) && !RowFilter(u"!webs"_s).narrows(RowFilter(u"!web"_s)));
        QVERIFY(!RowFilter(u"/web/"_s).narrows(RowFilter(u"web"_s)));
    }

    /// Any sequence of events, lists, broken lists, duplicates, clouds, filters and sorts leaves what a plain re-read shows.
    void whateverHappensTheTableIsWhatIsThere()
    {
        const quint32 seed = qEnvironmentVariableIsSet("COCOON_SEED") ? qEnvironmentVariable("COCOON_SEED").toUInt() : QRandomGenerator::global()->generate();
        qInfo("COCOON_SEED=%u", seed);
        for (quint32 round = 0; round < 12; ++round) {
            QRandomGenerator random(seed + round);
            test::ManualClock clock;
            PodStore store(clock, milliseconds(0));
            PodTable table(store);
            QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
            Wire wire(store);
            QList<Pod> truth;
            dashboard::CloudSide cloud = cloudOf(truth, random);
            int version = 0;
            int made = 0;
            const auto make = [&] {
                Pod pod;
                pod.name = u"%1-%2"_s.arg(QStringList { u"web"_s, u"db"_s, u"api"_s }.at(random.bounded(3))).arg(random.bounded(40));
                pod.ns = u"ns%1"_s.arg(random.bounded(3));
                pod.uid = u"u%1"_s.arg(++made);
                pod.isConfidential = random.bounded(4) != 0;
                pod.version = ++version;
                pod.created = static_cast<int>(random.bounded(1000));
                for (qsizetype i = truth.size() - 1; i >= 0; --i) { // a name is free before it is used again
                    if (truth.at(i).name == pod.name && truth.at(i).ns == pod.ns) {
                        if (random.bounded(2) == 0) {
                            wire.dropped(truth.at(i));
                        } // else nobody told us: the new one says it
                        truth.removeAt(i);
                    }
                }
                truth.append(pod);
                return pod;
            };
            const int first = static_cast<int>(random.bounded(120));
            for (int i = 0; i < first; ++i) {
                make();
            }
            wire.list(truth);
            QPersistentModelIndex looked;
            QString lookedAt;
            for (int step = 0; step < 60; ++step) {
                for (int burst = static_cast<int>(random.bounded(8)); burst >= 0; --burst) {
                    const int what = static_cast<int>(random.bounded(12));
                    const qsizetype at = truth.isEmpty() ? -1 : static_cast<qsizetype>(random.bounded(static_cast<int>(truth.size())));
                    if (what < 3 || at < 0) {
                        wire.stored(make());
                    } else if (what < 7) {
                        Pod& pod = truth[at];
                        pod.version = ++version;
                        pod.isRunning = random.bounded(2) == 0;
                        pod.restarts += static_cast<int>(random.bounded(2));
                        wire.stored(pod);
                    } else if (what == 7) {
                        wire.dropped(truth.at(at));
                        truth.removeAt(at);
                    } else if (what == 8) {
                        wire.stored(truth.at(at)); // told twice
                    } else if (what == 9) {
                        for (int gone = static_cast<int>(random.bounded(static_cast<int>(truth.size()))); gone > 0; --gone) {
                            truth.removeAt(static_cast<qsizetype>(random.bounded(static_cast<int>(truth.size())))); // while we were away
                        }
                        wire.list(truth, static_cast<qsizetype>(random.bounded(20))); // breaks off
                        wire.list(truth);
                    } else if (what == 10) {
                        cloud = cloudOf(truth, random);
                        store.setCloud(cloud);
                    } else {
                        table.setFilter(QStringList { QString(), u"web"_s, u"web-1"_s, u"!db"_s, u"app=api"_s }.at(random.bounded(5)));
                    }
                }
                if (random.bounded(5) == 0) {
                    table.sort(static_cast<int>(random.bounded(PodTable::FixedColumns)), random.bounded(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
                }
                if (random.bounded(9) == 0) {
                    table.setScope(random.bounded(2) == 0 ? PodTable::Scope::All : PodTable::Scope::Confidential);
                }
                settle();
                // The row somebody looks at is still the same one, or gone.
                QVERIFY2(!looked.isValid() || looked.data(IdentityRole).toString() == lookedAt, qPrintable(u"seed %1"_s.arg(seed + round)));
                looked = table.rowCount() > 0 ? table.index(static_cast<int>(random.bounded(table.rowCount())), 0) : QModelIndex();
                lookedAt = looked.data(IdentityRole).toString();
                QVERIFY(!looked.isValid() || table.rowOf(lookedAt) == looked.row());
            }
            settle();
            QCOMPARE(store.pods().size(), truth.size());
            const QString filter = u"web"_s;
            table.setFilter(filter);
            table.sort(PodTable::Worker, Qt::DescendingOrder);
            PodStore plainStore(clock, milliseconds(0));
            Wire(plainStore).list(truth);
            plainStore.setCloud(cloud);
            store.setCloud(cloud);
            settle();
            PodTable plain(plainStore);
            plain.setScope(table.scope());
            plain.setFilter(filter);
            plain.sort(PodTable::Worker, Qt::DescendingOrder);
            QVERIFY2(shown(table) == shown(plain), qPrintable(u"seed %1\n%2\n---\n%3"_s.arg(seed + round).arg(shown(table).join(u'\n'), shown(plain).join(u'\n'))));
        }
    }

    void aFewChangesAreNoReset()
    {
        test::ManualClock clock;
        PodStore store(clock, milliseconds(0));
        Wire wire(store);
        QList<Pod> pods;
        for (int i = 0; i < 300; ++i) {
            pods.append({ .name = u"web-%1"_s.arg(i), .ns = u"shop"_s, .uid = u"u%1"_s.arg(i), .version = i + 1, .created = i });
        }
        wire.list(pods);
        settle();
        PodTable table(store);
        table.sort(PodTable::Restarts, Qt::DescendingOrder);
        QCOMPARE(table.rowCount(), 300);
        QCOMPARE(names(table).mid(0, 3), (QStringList { u"web-0"_s, u"web-1"_s, u"web-2"_s }));
        QSignalSpy resets(&table, &QAbstractItemModel::modelReset);
        QSignalSpy moves(&table, &QAbstractItemModel::rowsMoved);
        const QPersistentModelIndex looked = table.index(200, 0);
        pods[250].version = 1000;
        pods[250].restarts = 3;
        wire.stored(pods.at(250));
        settle();
        QCOMPARE(names(table).first(), u"web-250"_s);
        QCOMPARE(moves.size(), 1);
        QCOMPARE(looked.data().toString(), u"web-200"_s);
        wire.dropped(pods.at(0));
        settle();
        QCOMPARE(table.rowCount(), 299);
        QCOMPARE(looked.row(), 200);
        QCOMPARE(resets.size(), 0);
    }

    void anyLabelIsAColumnAndRowsAreExported()
    {
        test::ManualClock clock;
        PodStore store(clock, milliseconds(0));
        Wire wire(store);
        wire.list({ { .name = u"web-1"_s, .ns = u"a,b"_s, .uid = u"u1"_s, .version = 1, .isRunning = true }, { .name = u"=cmd"_s, .ns = u"shop"_s, .uid = u"u2"_s, .version = 2 } });
        settle();
        PodTable table(store);
        QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
        table.setExtraColumns({ u"label:app"_s });
        QCOMPARE(table.headerData(PodTable::FixedColumns, Qt::Horizontal, Qt::DisplayRole).toString(), u"APP"_s);
        table.sort(PodTable::FixedColumns, Qt::DescendingOrder);
        QCOMPARE(table.index(0, PodTable::FixedColumns).data().toString(), u"web"_s);
        QCOMPARE(toCsv(table, { PodTable::Name, PodTable::Namespace }), QByteArray("NAME,NAMESPACE\r\nweb-1,\"a,b\"\r\n'=cmd,shop\r\n"));
        const QJsonArray rows = QJsonDocument::fromJson(toJsonRows(table, { PodTable::Name, PodTable::Status })).array();
        QCOMPARE(rows.first().toObject(), (QJsonObject { { u"NAME"_s, u"web-1"_s }, { u"STATUS"_s, u"Running"_s } }));
    }

    void whatAPodWasIsSaidAsWhatItIs()
    {
        using State = dashboard::JoinedPod::State;
        for (int i = static_cast<int>(State::Waiting); i <= static_cast<int>(State::Ended); ++i) {
            const QString kept = dashboard::stateId(static_cast<State>(i));
            if (!kept.isEmpty()) {
                QCOMPARE(seenWord(kept), stateWord(static_cast<State>(i), u"Running"_s));
            }
        }
        QCOMPARE(seenWord(u"agent-starting"_s), u"Agent starting"_s);
        QCOMPARE(seenWord(u"ImagePullBackOff"_s), u"ImagePullBackOff"_s); // its own word
        QCOMPARE(seenWord(u"Running"_s), u"Not ready"_s);
    }

    void whatItsServerIsCanBeSortedByAndExported()
    {
        const QString key = u"io.katacontainers.config.hypervisor.cc_init_data"_s;
        test::ManualClock clock;
        PodStore store(clock, milliseconds(0));
        dashboard::CloudSide cloud;
        cloud.facts = coco::Facts::builtIn().validated();
        cloud.now = (1'700'000'000ll + 100'000) * 1000;
        const auto server = [](const QString& id, const QString& status, const QString& made, bool hasSecureBoot) {
            return QJsonObject { { u"id"_s, id }, { u"status"_s, status }, { u"created_at"_s, made }, { u"confidential_compute_mode"_s, u"tdx"_s }, { u"enable_secure_boot"_s, hasSecureBoot } };
        };
        cloud.instances = { server(u"i1"_s, u"running"_s, u"2023-11-14T22:10:00Z"_s, true), server(u"i2"_s, u"starting"_s, u"2023-11-14T21:10:00Z"_s, false) };
        QList<QJsonObject> pods;
        for (int i = 1; i <= 4; ++i) {
            const QString name = u"web-%1"_s.arg(i);
            QJsonObject pod = Pod { .name = name, .ns = u"shop"_s, .uid = name, .version = i }.json();
            if (i == 1) {
                pod = with(pod, { u"metadata"_s, u"annotations"_s }, QJsonObject { { key, u"H4sI"_s } });
            }
            pods.append(pod);
            if (i < 4) { // the third one's server is not in the VPC, the fourth has none
                cloud.peerPods.append({ { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"shop"_s }, { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, u"Pod"_s }, { u"uid"_s, name } } } } } },
                    { u"spec"_s, QJsonObject { { u"instanceID"_s, u"i%1"_s.arg(i) } } } });
            }
        }
        store.setCloud(cloud);
        store.keeper().listStarted();
        for (const QJsonObject& pod : std::as_const(pods)) {
            store.keeper().listed(QJsonObject(pod));
        }
        store.keeper().listDone();
        settle();
        PodTable table(store);
        QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QStringList standard = table.standardColumns();
        for (const PodTable::Column column : { PodTable::VsiState, PodTable::SecureBoot, PodTable::VsiAge, PodTable::InitdataKey }) {
            QVERIFY2(!table.columnId(column).isEmpty() && !standard.contains(table.columnId(column)), qPrintable(QString::number(column)));
        }
        QCOMPARE(QString::fromUtf8(toCsv(table, { PodTable::Name, PodTable::VsiState, PodTable::SecureBoot, PodTable::InitdataKey })),
            u"NAME,VSI STATE,SECURE BOOT,INITDATA KEY\r\nweb-1,running,secure boot,%1\r\nweb-2,starting,no secure boot,–\r\nweb-3,not known,–,–\r\nweb-4,–,–,–\r\n"_s.arg(key));
        table.sort(PodTable::VsiAge, Qt::DescendingOrder);
        QCOMPARE(names(table).mid(2), (QStringList { u"web-2"_s, u"web-1"_s })); // the oldest first, and before them what has no age
        table.sort(PodTable::SecureBoot, Qt::AscendingOrder);
        QCOMPARE(names(table).mid(2), (QStringList { u"web-2"_s, u"web-1"_s }));
        table.sort(PodTable::InitdataKey, Qt::DescendingOrder);
        QCOMPARE(names(table).first(), u"web-1"_s);
        table.sort(PodTable::Name, Qt::AscendingOrder);
        QVERIFY2(table.index(0, PodTable::VsiAge).data().toString().contains(QRegularExpression(u"^[0-9]+[yd]"_s)), qPrintable(table.index(0, PodTable::VsiAge).data().toString()));
        QVERIFY(!table.index(0, PodTable::VsiAge).data(Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(table.index(2, PodTable::VsiAge).data().toString(), u"–"_s);
    }
};

COCOON_TEST(TstLiveTable)
#include "tst_live_table.moc"
