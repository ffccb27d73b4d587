// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"
#include "ui/overview/overview_place.h"
#include "ui/pods/log_view.h"
#include "ui/pods/pod_detail.h"
#include "ui/task/task_panel.h"
#include "ui/widgets/data_table.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

namespace {
    const QByteArray kPods = R"(apiVersion: v1
kind: Pod
metadata: { name: NAME, namespace: default, labels: { app: ledger } }
spec:
  runtimeClassName: kata-remote
  containers: [ { name: main, image: registry.sandbox.invalid/bank/ledger:1 } ]
)";

    QStringList column(const ui::PodsPlace& place, int column)
    {
        QStringList all;
        for (int row = 0; row < place.table().rowCount(); ++row) {
            all.append(place.table().index(row, column).data().toString());
        }
        return all;
    }
}

/// The place Confidential pods, on a sandbox where everything is installed.
class TstPodsPlace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void podsAcrossBothWorldsByKeyboard()
    {
        QTemporaryDir folder;
        QFile story(folder.filePath(u"story.yaml"_s));
        QVERIFY(story.open(QIODevice::WriteOnly));
        story.write("name: pods\nabout: for the window\nfaults: { orphan: true }\n");
        story.close();
        test::SandboxProcess sandbox({ u"--speed"_s, u"0"_s, u"--scenario"_s, story.fileName() });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;

        // Before the place was opened the rail counts what nobody owns, and the palette finds it.
        bench.open();
        QVERIFY(bench.enter(sandbox));
        QVERIFY(bench.window->findChild<ui::PodsPlace*>() == nullptr);
        auto* rail = bench.window->findChild<QAbstractButton*>(u"rail.pods"_s);
        QVERIFY(rail != nullptr);
        QVERIFY2(bench.until([&] { return rail->accessibleDescription() == u"1 VSIs nobody owns"; }, 60), qPrintable(rail->accessibleDescription()));
        bench.key(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(bench.until([] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr; }, 5));
        QTest::keyClicks(QApplication::focusWidget(), u"podvm-forgotten"_s);
        bench.key(Qt::Key_Return);
        QVERIFY2(bench.until([&] { return bench.window->findChild<ui::DataTable*>(u"pods.table"_s) != nullptr; }, 5), qPrintable(bench.said()));
        auto* early = bench.window->findChild<ui::DataTable*>(u"pods.table"_s);
        QVERIFY2(bench.until([&] { return early->currentIndex().isValid(); }, 60), "the row is chosen as soon as it is listed");
        QVERIFY(early->currentIndex().data().toString().startsWith(u"podvm-forgotten"));

        // Nothing runs yet: the table says why.
        bench.key(Qt::Key_4, Qt::ControlModifier);
        ui::PodsPlace* place = bench.window->podsPlace();
        QCOMPARE(bench.window->place(), u"pods"_s);
        QVERIFY2(bench.until([&] { return place->store().state() == dashboard::PodStore::State::Live && place->store().cloud().areInstancesKnown; }, 60), qPrintable(bench.said()));
        // The orphan is there before any pod is, on top, with its price.
        QVERIFY(bench.until([&] { return place->table().rowCount() == 1; }, 30));
        QCOMPARE(place->table().index(0, items::PodTable::Status).data().toString(), u"Orphan"_s);
        QVERIFY(bench.until([&] { return place->table().index(0, items::PodTable::Price).data().toString().startsWith(u"0"); }, 30));
        QVERIFY(bench.button(u"pods.remove"_s)->isVisible()); // what the alert offers
        QVERIFY2(bench.said().contains(u"VSI IP"_s) && bench.said().contains(u"Why it is called an orphan"_s), qPrintable(bench.said()));
        bench.shoot(u"pods-0-orphan"_s);
        bench.press(bench.button(u"pods.remove"_s));
        QCOMPARE(bench.window->place(), u"overview"_s);
        QVERIFY(bench.window->overviewPlace()->task()->isOpen());
        bench.key(Qt::Key_4, Qt::ControlModifier);
        const QString price = place->table().index(0, items::PodTable::Price).data().toString();

        const test::Finished applied = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--allow"_s, u"restart-adaptor"_s }, 400);
        QVERIFY2(applied.exitCode == 0, applied.err.constData());
        for (const QByteArray& name : { QByteArray("ledger-writer-0"), QByteArray("ledger-writer-1") }) {
            QFile file(folder.filePath(u"pod.yaml"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(kPods).replace("NAME", name));
            file.close();
            const test::Finished made = sandbox.kubectl({ u"apply"_s, u"-f"_s, file.fileName() });
            QVERIFY2(made.exitCode == 0, made.err.constData());
        }
        const auto running = [&] { return column(*place, items::PodTable::Status).count(u"Running"_s); };
        QVERIFY2(bench.until([&] { return running() == 3; }, 120), qPrintable(column(*place, items::PodTable::Status).join(u", "_s)));

        // "/" goes to the filter, Enter to the table, the row opens its details.
        bench.key(Qt::Key_Slash);
        auto* filter = bench.window->findChild<QLineEdit*>(u"pods.filter"_s);
        QVERIFY(bench.until([&] { return filter->hasFocus(); }, 5));
        QTest::keyClicks(filter, u"writer-1 app=ledger"_s);
        QVERIFY(bench.until([&] { return place->table().rowCount() == 1; }, 5));
        bench.key(Qt::Key_Return);
        auto* table = bench.window->findChild<ui::DataTable*>(u"pods.table"_s);
        QVERIFY(bench.until([&] { return table->hasFocus() && table->currentIndex().isValid(); }, 5));
        QVERIFY(bench.until([&] { return place->detail()->isVisible() && place->detail()->yaml().contains(u"ledger-writer-1"); }, 10));
        QVERIFY(!place->detail()->yaml().contains(u"managedFields"));
        const QString identity = table->currentIdentity();

        // Esc clears; the same row stays selected although the table is another one.
        bench.key(Qt::Key_Slash);
        QVERIFY(bench.until([&] { return filter->hasFocus(); }, 5));
        bench.key(Qt::Key_Escape);
        QVERIFY2(bench.until([&] { return place->table().rowCount() == 4; }, 5), qPrintable(filter->text() + u" | "_s + column(*place, items::PodTable::Name).join(u", "_s)));
        QCOMPARE(table->currentIdentity(), identity);
        bench.shoot(u"pods-1-overview"_s);
        auto* tabs = bench.window->findChild<QTabBar*>(u"pods.tabs"_s);
        tabs->setFocus(Qt::TabFocusReason);
        for (const QString& name : { u"server"_s, u"yaml"_s, u"events"_s, u"logs"_s }) {
            QTest::keyClick(tabs, Qt::Key_Right);
            (void)bench.until([] { return false; }, 1);
            bench.shoot(u"pods-2-"_s + name);
            if (name == u"server") {
                QVERIFY2(bench.said().contains(u"running since 20"_s), qPrintable(bench.said())); // as the history keeps it
            }
        }
        QCOMPARE(tabs->currentIndex(), int(ui::PodDetail::Logs));
        // A log is read in a small window and with large text.
        auto* log = bench.window->findChild<ui::LogView*>();
        auto* lines = log->findChild<QPlainTextEdit*>();
        const QSize usual = bench.window->size();
        for (const auto& [size, percent] : { std::pair { QSize(1024, 640), 100 }, std::pair { QSize(1440, 900), 200 } }) {
            bench.theme.setTextPercent(percent);
            bench.window->resize(size);
            (void)bench.until([] { return false; }, 1);
            tabs->setCurrentIndex(ui::PodDetail::Overview);
            tabs->setCurrentIndex(ui::PodDetail::Logs);
            const auto seen = [lines] { return lines->viewport()->visibleRegion().boundingRect().height() / QFontMetrics(lines->font()).lineSpacing(); };
            QVERIFY2(bench.until([&] { return seen() >= 8; }, 5), qPrintable(QString::number(seen())));
            for (const QWidget* control : log->findChildren<QAbstractButton*>()) {
                QVERIFY2(!control->isVisible() || control->visibleRegion().boundingRect().height() == control->height(), qPrintable(control->accessibleName()));
            }
        }
        bench.theme.setTextPercent(100);
        bench.window->resize(usual);

        // The palette leads to a row by the id of its VSI.
        const QString vsi = place->table().index(place->table().rowOf(identity), items::PodTable::VsiId).data().toString();
        QVERIFY(vsi.contains(u'_'));
        place->openRow(place->table().index(0, 0).data(items::IdentityRole).toString());
        QVERIFY(table->currentIdentity() != identity);
        bench.key(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(bench.until([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr && QApplication::focusWidget() != filter; }, 5));
        QTest::keyClicks(QApplication::focusWidget(), vsi);
        bench.key(Qt::Key_Return);
        QVERIFY(bench.until([&] { return table->currentIdentity() == identity; }, 5));

        // A cut connection shows within two seconds, and what was read stays.
        sandbox.kill();
        QElapsedTimer since;
        since.start();
        QVERIFY(bench.until([&] { return place->store().state() != dashboard::PodStore::State::Live; }, 10));
        std::printf("the cut shows after %lld ms\n", static_cast<long long>(since.elapsed()));
        QVERIFY(since.elapsed() < 2000);
        QCOMPARE(place->table().rowCount(), 4);
        (void)bench.until([] { return false; }, 2);
        QVERIFY(bench.button(u"pods.again"_s)->isVisible());
        QCOMPARE(place->table().index(0, items::PodTable::Price).data().toString(), price); // of the catalog, as long as that is silent too
        // Who owns a server is as old as the cluster's word: row, alert and rail say so, and nothing is removed on it.
        static const QRegularExpression old(u"^Orphan at \\d\\d:\\d\\d:\\d\\d$"_s);
        const auto status = [place] { return place->table().index(0, items::PodTable::Status).data().toString(); };
        QVERIFY2(old.match(status()).hasMatch(), qPrintable(status()));
        QVERIFY2(bench.until([&] { return !bench.button(u"alert.action"_s)->isEnabled(); }, 15), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(QRegularExpression(u"Seen at \\d\\d:\\d\\d:\\d\\d: VSI podvm-forgotten"_s)), qPrintable(bench.said()));
        QCOMPARE(rail->accessibleDescription(), QString());
        for (int row = 0; row < place->table().rowCount(); ++row) { // nor is anything said to run
            QCOMPARE(place->table().index(row, items::PodTable::Status).data(items::MarkRole).toInt(), static_cast<int>(items::Mark::Idle));
        }
        bench.shoot(u"pods-3-stale"_s);
        table->setCurrentIndex(place->table().index(0, 0));
        tabs->setCurrentIndex(ui::PodDetail::Overview);
        QVERIFY(bench.button(u"pods.remove"_s)->isVisible() && !bench.button(u"pods.remove"_s)->isEnabled());
        QVERIFY2(bench.said().contains(u"The cluster has not answered since"_s) && !bench.button(u"pods.copyRemoval"_s)->isVisible(), qPrintable(bench.said()));
    }

    void theCloudWithoutTheCluster()
    {
        QTemporaryDir folder;
        QFile story(folder.filePath(u"story.yaml"_s));
        QVERIFY(story.open(QIODevice::WriteOnly));
        story.write("name: dark\nabout: the cluster does not answer\nfaults: { orphan: true }\n");
        story.close();
        test::SandboxProcess sandbox({ u"--speed"_s, u"0"_s, u"--scenario"_s, story.fileName() });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        // The same cluster at a port where nobody listens.
        QFile kubeconfig(sandbox.value("kubeconfig"));
        QVERIFY(kubeconfig.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(kubeconfig.readAll());
        text.replace(QRegularExpression(u"server: .*"_s), u"server: https://127.0.0.1:1"_s);
        QFile dark(folder.filePath(u"dark.kubeconfig"_s));
        QVERIFY(dark.open(QIODevice::WriteOnly));
        dark.write(text.toUtf8());
        dark.close();
        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox, dark.fileName()));
        bench.window->openPlace(u"overview"_s);
        QVERIFY2(bench.until([&] { return bench.window->overviewPlace()->sentence().contains(u"The cluster does not answer. Peer pods cost"_s); }, 90), qPrintable(bench.window->overviewPlace()->sentence()));
        QVERIFY2(bench.until([&] { return bench.button(u"attention.unreachable"_s) != nullptr && bench.button(u"attention.unreachable"_s)->isVisible(); }, 5), qPrintable(bench.said()));
        QVERIFY2(bench.until([&] { return !bench.said().contains(u"being read"_s, Qt::CaseInsensitive) && !bench.said().contains(u"Still looking"_s); }, 5), qPrintable(bench.said()));
        QCOMPARE(bench.desk()->truth().state, setup::Desk::Truth::State::Lost); // it never answered: that is not old
        bench.shoot(u"40-overview-no-cluster"_s);
        bench.window->openPlace(u"pods"_s);
        ui::PodsPlace* place = bench.window->podsPlace();
        QVERIFY2(bench.until([&] { return place->table().rowCount() == 1; }, 60), qPrintable(bench.said()));
        QCOMPARE(place->table().index(0, items::PodTable::Status).data().toString(), u"Owner unknown"_s);
        QVERIFY(!bench.until([&] { return place->table().rowCount() == 0; }, 4)); // it stays while the cluster is asked again
        bench.shoot(u"pods-8-no-cluster"_s);
        bench.window->openPlace(u"nodes"_s);
        (void)bench.until([] { return false; }, 1);
        QVERIFY2(bench.said().contains(u"Nodes | –"_s), qPrintable(bench.said())); // and not none
        QVERIFY(bench.button(u"nodes.again"_s)->isVisible());
        bench.shoot(u"41-nodes-no-cluster"_s);
    }

    void anEmptyTableSaysWhy()
    {
        test::SandboxProcess sandbox({ u"--speed"_s, u"0"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox));
        bench.window->openPlace(u"pods"_s);
        ui::PodsPlace* place = bench.window->podsPlace();
        QVERIFY2(bench.until([&] { return place->store().state() == dashboard::PodStore::State::Live && !place->store().pods().isEmpty(); }, 60), qPrintable(bench.said()));
        QCOMPARE(place->table().rowCount(), 0);
        auto* table = bench.window->findChild<ui::DataTable*>(u"pods.table"_s);
        QVERIFY2(bench.until([&] { return table->accessibleDescription().startsWith(u"No confidential pods run in this cluster: none of its "); }, 10), qPrintable(table->accessibleDescription()));
        auto* leadsOn = table->findChild<QPushButton*>(u"table.emptyAction"_s);
        QVERIFY2(leadsOn->isVisible() && leadsOn->text() == u"Open the set-up", qPrintable(leadsOn->text())); // a workload comes last
        bench.shoot(u"pods-9-none"_s);
        place->showKind(u"pods"_s);
        bench.key(Qt::Key_Slash);
        auto* filter = bench.window->findChild<QLineEdit*>(u"pods.filter"_s);
        QVERIFY(bench.until([&] { return filter->hasFocus(); }, 5));
        QTest::keyClicks(filter, u"nothing-like-it"_s);
        QVERIFY2(bench.until([&] { return table->accessibleDescription() == u"Nothing matches the filter. Esc clears it."; }, 10), qPrintable(table->accessibleDescription()));
    }

    void whoMayNotListIsTold()
    {
        test::SandboxProcess sandbox({ u"--speed"_s, u"0"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox, sandbox.value("kubeconfigNamespace")));
        bench.window->openPlace(u"pods"_s);
        ui::PodsPlace* place = bench.window->podsPlace();
        QVERIFY(bench.until([&] { return place->store().state() == dashboard::PodStore::State::Forbidden; }, 60));
        QCOMPARE(place->table().rowCount(), 0);
        (void)bench.until([] { return false; }, 2);
        // Not an error and an empty table, but the right by its verb, the Role that grants it, and a field for a namespace of one's own.
        QVERIFY2(bench.said().contains(u"list and watch pods in the whole cluster"_s), qPrintable(bench.said()));
        auto* table = bench.window->findChild<ui::DataTable*>(u"pods.table"_s);
        QVERIFY(!table->isVisible());
        bench.shoot(u"pods-4-forbidden"_s);
        auto* own = bench.window->findChild<QLineEdit*>(u"pods.ownNamespace"_s);
        QVERIFY(own->isVisible());
        own->setFocus();
        QTest::keyClicks(own, u"team-a"_s);
        bench.key(Qt::Key_Return);
        QVERIFY2(bench.until([&] { return place->store().state() == dashboard::PodStore::State::Live && table->isVisible(); }, 30), qPrintable(bench.said()));
    }

    void manyPodsAndOtherKinds()
    {
        const int pods = qEnvironmentVariableIsSet("COCOON_ALL_SHOTS") ? 50'000 : 1500;
        test::SandboxProcess sandbox({ u"--speed"_s, u"0"_s, u"--pods"_s, QString::number(pods) });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(bench.enter(sandbox));
        bench.window->openPlace(u"pods"_s);
        ui::PodsPlace* place = bench.window->podsPlace();
        place->showKind(u"pods"_s);
        QElapsedTimer since;
        since.start();
        QVERIFY(bench.until([&] { return place->table().rowCount() >= 500; }, 60));
        const qint64 firstRows = since.elapsed();
        QVERIFY(bench.until([&] { return place->table().rowCount() >= pods; }, 300));
        std::printf("%d pods: first rows after %lld ms, all after %lld ms\n", pods, static_cast<long long>(firstRows), static_cast<long long>(since.elapsed()));
        bench.shoot(u"pods-5-many"_s);

        // Any kind in the server's own words; Secret values never reach the screen.
        place->showKind(u"secrets"_s);
        auto* table = bench.window->findChild<ui::DataTable*>(u"pods.table"_s);
        QVERIFY(bench.until([&] { return table->model()->rowCount() > 0 && table->model() != &place->table(); }, 30));
        QCOMPARE(table->model()->headerData(0, Qt::Horizontal).toString(), u"NAME"_s);
        table->setCurrentIndex(table->model()->index(0, 0));
        QVERIFY(bench.until([&] { return place->detail()->yaml().contains(u"kind: Secret"); }, 20));
        QVERIFY(place->detail()->yaml().contains(u"(hidden)"));
        QVERIFY2(bench.said().contains(u"Secrets | "_s), qPrintable(bench.said())); // as `oc get` calls them
        bench.shoot(u"pods-6-secrets"_s);
        place->showKind(u"nodes"_s);
        QVERIFY(bench.until([&] { return table->model()->rowCount() == 3; }, 20));
        bench.shoot(u"pods-7-nodes"_s);
    }
};

COCOON_TEST(TstPodsPlace)
#include "tst_pods_place.moc"
