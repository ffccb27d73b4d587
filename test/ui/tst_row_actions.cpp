// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/nodes/node_row_actions.h"
#include "ui/pods/pod_detail.h"
#include "ui/pods/pod_row_actions.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonObject>
#include <QMenu>
#include <QTest>
#include <QTimer>

using namespace cocoon;
using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    /// What is on the clipboard after this entry of the menu was chosen.
    QString choose(RowActions& actions, DataTable& view, const QPoint& at, const QString& text)
    {
        QTimer::singleShot(0, &view, [&text] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QVERIFY(menu != nullptr);
            for (QAction* action : menu->actions()) {
                if (action->text() == text) {
                    action->trigger();
                }
            }
            menu->close();
        });
        actions.openMenu(at);
        return QApplication::clipboard()->text();
    }
}

/// What is taken away from a row of a table: a pod's, a server's that is nobody's, a node's.
class TstRowActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCopiedIsTheRowsOwn()
    {
        SystemClock clock;
        QObject owner;
        dashboard::PodStore store(clock);
        dashboard::ClusterReader reader([&owner] { return settledJob<kube::Client*>(&owner, tl::unexpected(Error { Errc::Network, u"no cluster here"_s, {} })); });
        dashboard::CloudSide cloud;
        cloud.now = QDateTime::currentMSecsSinceEpoch();
        cloud.instances = { { { u"id"_s, u"i9"_s }, { u"name"_s, u"podvm-gone-0a1b2c3d"_s }, { u"status"_s, u"running"_s }, { u"created_at"_s, u"2026-01-15T09:00:00Z"_s } } };
        store.setCloud(cloud);
        store.keeper().listStarted();
        store.keeper().listed({ { u"metadata"_s, QJsonObject { { u"name"_s, u"web"_s }, { u"namespace"_s, u"shop"_s }, { u"uid"_s, u"u1"_s }, { u"resourceVersion"_s, u"1"_s } } },
            { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s } } } });
        store.keeper().listDone();
        items::PodTable table(store);
        QTRY_COMPARE(table.rowCount(), 2);
        Theme theme(*qApp);
        QWidget window;
        DataTable view(theme, &window);
        view.setLive();
        view.setModel(&table);
        KindFeed feed(reader);
        PodDetail detail(theme, store, reader, &window);
        PodRowActions actions(view, table, feed, detail, &window);
        window.resize(800, 400);
        view.resize(800, 400);
        window.show();

        QCOMPARE(actions.command(u"oc"_s), QString()); // no row, no command
        view.setCurrentIndex(table.index(0, 0)); // what is nobody's stands on top
        QCOMPARE(actions.command(u"oc"_s), u"ibmcloud is instance i9"_s); // shows it, and takes nothing away
        view.setCurrentIndex(table.index(1, 0));
        QCOMPARE(actions.command(u"kubectl"_s), u"kubectl describe pod web -n shop"_s);

        const auto chooseIn = [&](int row, const QString& text) { return choose(actions, view, view.visualRect(table.index(row, 0)).center(), text); };
        QCOMPARE(chooseIn(0, u"Copy VSI id"_s), u"i9"_s);
        QCOMPARE(chooseIn(1, u"Copy name"_s), u"web"_s);
        QCOMPARE(chooseIn(1, u"Copy as oc"_s), u"oc describe pod web -n shop"_s);
    }

    void nodesHaveThemToo()
    {
        items::NodeRow row;
        row.node.name = u"10.240.0.4"_s;
        row.node.workerId = u"kube-c1demo-0"_s;
        row.node.zone = u"eu-de-1"_s;
        row.node.os = u"Red Hat Enterprise Linux CoreOS 419"_s;
        items::NodesModel nodes;
        nodes.show({ row }, {});
        Theme theme(*qApp);
        QWidget window;
        DataTable view(theme, &window);
        view.setLive();
        view.setModel(&nodes);
        NodeRowActions actions(view, nodes, &window);
        window.resize(800, 400);
        view.resize(800, 400);
        window.show();
        QCOMPARE(actions.command(u"oc"_s), QString());
        const QPoint zone = view.visualRect(nodes.index(0, items::NodesModel::Zone)).center();
        QCOMPARE(choose(actions, view, zone, u"Copy cell"_s), u"eu-de-1"_s);
        QCOMPARE(choose(actions, view, zone, u"Copy name"_s), u"10.240.0.4"_s);
        QCOMPARE(choose(actions, view, zone, u"Copy worker id"_s), u"kube-c1demo-0"_s);
        view.setCurrentIndex(nodes.index(0, 0));
        QCOMPARE(choose(actions, view, zone, u"Copy as oc"_s), u"oc describe node 10.240.0.4"_s);
        QVERIFY2(choose(actions, view, zone, u"Copy rows"_s).startsWith(u"10.240.0.4\t"_s), qPrintable(QApplication::clipboard()->text()));
    }
};

COCOON_TEST(TstRowActions)
#include "tst_row_actions.moc"
