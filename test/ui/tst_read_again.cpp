// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/board.h"
#include "test/models/plan/runner_bench.h"
#include "test/ui/answering_server.h"
#include "ui/nodes/node_detail.h"
#include "ui/pods/pod_detail.h"
#include "ui/pods/pods_place.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;
using test::AnsweringServer;

namespace {
    const QString kObject = u"/api/v1/namespaces/shop/configmaps/web"_s;
    const QString kTable = u"/api/v1/configmaps"_s;
    const QString kNamespaces = u"/api/v1/namespaces"_s;

    QByteArray tableAt(int version)
    {
        return R"({"kind":"Table","metadata":{},"columnDefinitions":[{"name":"Name","type":"string"}],"rows":[{"cells":["web"],"object":{"metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":")"
            + QByteArray::number(version) + R"("}}}]})";
    }

    /// A desk whose cluster answers what the test says.
    struct DeskBench : plan::bench::Bench {
        QTemporaryDir folder;
        AnsweringServer server;
        Theme theme { *qApp };
        std::unique_ptr<setup::Desk> desk;

        DeskBench()
        {
            server.bodies.insert(u"/api"_s,
                R"({"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","freshness":"Current","resources":[{"resource":"configmaps","responseKind":{"kind":"ConfigMap"},"scope":"Namespaced","verbs":["list"]}]}]}]})");
            server.bodies.insert(u"/apis"_s, R"({"kind":"APIGroupDiscoveryList","items":[]})");
            server.bodies.insert(kTable, tableAt(1));
            server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"one"_s));
            server.bodies.insert(kNamespaces, AnsweringServer::namespaces({ u"shop"_s }));
            server.bodies.insert(u"/api/v1/namespaces/shop/events"_s, AnsweringServer::events({}));
            runner = std::make_unique<plan::Runner>(steps, source, executor, journal, clock);
            desk = std::make_unique<setup::Desk>(setup::Desk::Parts { steps, source, *runner, journal, clock, folder.path(), u"demo"_s, {}, 1,
                [this] { return settledJob<Done>(runner.get(), Done {}); }, [this] { return settledJob<Done>(runner.get(), Done {}); },
                [this](const plan::Steps& mine) { return std::make_unique<plan::Runner>(mine, source, executor, journal, clock); }, [this] { return server.connectCluster(); } });
        }
    };
}

/// What a detail shows of an object that somebody edits meanwhile.
class TstReadAgain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherVersionIsAnotherYaml()
    {
        AnsweringServer server;
        server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"one"_s));
        SystemClock clock;
        const Theme theme(*qApp);
        dashboard::PodStore store(clock);
        PodDetail detail(theme, store, server.reader());
        detail.setCommand([] { return QString(); });
        const dashboard::KindInfo kind { u"ConfigMap"_s, u"configmaps"_s, {}, u"v1"_s, true };
        dashboard::KindPage::Row row { u"web"_s, u"shop"_s, u"u1"_s, {}, {}, {}, {}, u"1"_s };
        detail.showObject(kind, row);
        QTRY_VERIFY(detail.yaml().contains(u"v: one"));
        QCOMPARE(server.count(kObject), 1);
        server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"two"_s, 2));
        detail.showObject(kind, row);
        row.version = u"2"_s;
        detail.showObject(kind, row);
        QTRY_VERIFY(detail.yaml().contains(u"v: two"));
        QCOMPARE(server.count(kObject), 2);
    }

    void lookingAgainReadsWhatIsOnScreen()
    {
        DeskBench b;
        PodsPlace place(b.theme, *b.desk);
        place.resize(1200, 700);
        place.show();
        place.showKind(u"configmaps"_s);
        auto* table = place.findChild<DataTable*>(u"pods.table"_s);
        QTRY_VERIFY(table->model() != &place.table() && table->model()->rowCount() == 1);
        table->setCurrentIndex(table->model()->index(0, 0));
        QTRY_VERIFY(place.detail()->yaml().contains(u"v: one"));
        // What somebody edited shows in the object, and in the table's next reading.
        b.server.asked.clear();
        b.server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"two"_s, 2));
        b.desk->lookAgain();
        QTRY_VERIFY(place.detail()->yaml().contains(u"v: two"));
        QTRY_VERIFY(b.server.asked.contains(kTable) && b.server.asked.contains(kNamespaces));
        // In another version the table alone says that there is something new.
        place.detail()->openTab(PodDetail::Events);
        b.server.bodies.insert(kObject, AnsweringServer::object(u"web"_s, u"three"_s, 3));
        b.server.bodies.insert(kTable, tableAt(3));
        b.desk->lookAgain();
        QTRY_VERIFY(place.detail()->yaml().contains(u"v: three"));
        // Where nobody looks nothing is asked.
        place.hide();
        b.server.asked.clear();
        b.desk->lookAgain();
        b.spin();
        QCOMPARE(b.server.asked, QStringList());
    }

    void aNodeIsReadAgainToo()
    {
        DeskBench b;
        const QString path = u"/api/v1/nodes/w1"_s;
        b.server.bodies.insert(path, AnsweringServer::object(u"w1"_s, u"one"_s));
        history::History history { QString() };
        dashboard::Board board(*b.desk, history);
        NodeDetail detail(b.theme, board);
        detail.resize(600, 900);
        detail.QWidget::show();
        dashboard::NodeView node;
        node.name = u"w1"_s;
        detail.show(node);
        detail.findChild<QTabBar*>(u"nodes.tabs"_s)->setCurrentIndex(1);
        const auto yaml = [&detail] { return detail.findChild<QPlainTextEdit*>()->toPlainText(); };
        QTRY_VERIFY(yaml().contains(u"v: one"));
        b.server.bodies.insert(path, AnsweringServer::object(u"w1"_s, u"two"_s, 2));
        detail.show(node); // the same as far as the dashboard knows
        detail.readAgain();
        QTRY_VERIFY(yaml().contains(u"v: two"));
    }
};

COCOON_TEST(TstReadAgain)
#include "tst_read_again.moc"
