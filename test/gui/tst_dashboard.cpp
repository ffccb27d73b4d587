// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"
#include "ui/nodes/nodes_place.h"
#include "ui/overview/chart_card.h"
#include "ui/overview/overview_place.h"
#include "ui/task/task_panel.h"

#include <QClipboard>
#include <QDateTimeEdit>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::Finished;
using test::SandboxProcess;
using test::WindowBench;

namespace {
    /// Opens the sandbox's cluster as its administrator with a login to the cloud.
    bool enter(WindowBench& bench, const SandboxProcess& sandbox)
    {
        const Result<app::Profile> profile = app::Profile::load(sandbox.value("profile"));
        QFile key(sandbox.value("apiKeyFile"));
        if (!profile || !key.open(QIODevice::ReadOnly)) {
            return false;
        }
        ibm::Login login;
        login.apiKey = Secret(key.readAll().trimmed());
        bench.program->openProfile(*profile, login, sandbox.value("cluster"));
        return bench.until([&bench] { return bench.desk() != nullptr && bench.desk()->assessor().isComplete(); }, 120);
    }

    const QByteArray kFast = "name: fast\nabout: Packages are on the workers already.\nfaults:\n  fastInstall: true\n";
}

/// The places that show what runs, on the real program and a sandbox of their own.
class TstDashboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromOverviewToADrainedWorkerByKeyboard()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"fast.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kFast);
        file.close();
        SandboxProcess sandbox({ u"--speed"_s, u"120"_s, u"--scenario"_s, file.fileName() });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        const Finished applied = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--allow"_s, u"restart-adaptor"_s }, 400);
        QVERIFY2(applied.exitCode == 0, applied.err.constData());

        WindowBench bench;
        bench.open();
        QVERIFY(enter(bench, sandbox));
        ui::MainWindow& window = *bench.window;
        // The workers are installed: how it runs is what is shown.
        QVERIFY2(bench.until([&] { return window.place() == u"overview"; }, 30), qPrintable(bench.said()));
        QVERIFY(bench.until([&] { return window.overviewPlace()->sentence().contains(u"3 of 3") && window.overviewPlace()->sentence().contains(u"USD/h"); }, 60));
        std::printf("overview: %s\n", qPrintable(window.overviewPlace()->sentence()));
        QVERIFY(bench.until([&] { return !window.overviewPlace()->chart(u"nodes"_s)->sheet().rows.isEmpty() && !window.overviewPlace()->chart(u"machines"_s)->sheet().rows.isEmpty(); }, 30));
        bench.shoot(u"30-overview-three"_s);
        ui::ChartCard* chart = window.overviewPlace()->chart(u"nodes"_s);
        QVERIFY(!chart->showsTable());
        bench.press(bench.button(u"chart.nodes.turn"_s));
        QVERIFY(chart->showsTable());
        QVERIFY(chart->csv().startsWith("From,installed"));
        QVERIFY(chart->png().startsWith("\x89PNG"));
        bench.press(bench.button(u"chart.nodes.turn"_s));

        bench.key(Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(window.place(), u"nodes"_s);
        auto* table = window.findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([&] { return table->model()->rowCount() == 3; }, 20));
        auto* count = window.findChild<QLabel*>(u"nodes.count"_s);
        QCOMPARE(count->text(), u"3 of 3"_s);
        // What a worker carries is listed with it, and leads to its row.
        auto* pods = window.findChild<QTableView*>(u"nodes.pods"_s);
        auto* podsSay = window.findChild<QLabel*>(u"nodes.podsSay"_s);
        const auto podName = [pods] { return pods->model()->index(0, 0).data().toString(); };
        QVERIFY2(bench.until([&] {
            for (int row = 0; row < 3 && podName().isEmpty(); ++row) {
                table->selectRow(row);
            }
            return podName() == u"helloworld";
        },
                     60),
            qPrintable(bench.said()));
        QVERIFY2(podsSay->isVisible() && podsSay->text().startsWith(u"Pods that are not confidential"), qPrintable(podsSay->text()));
        bench.shoot(u"31-nodes-three"_s);
        pods->setFocus(Qt::TabFocusReason);
        bench.key(Qt::Key_Return);
        QCOMPARE(window.place(), u"pods"_s);
        auto* podTable = window.findChild<QTableView*>(u"pods.table"_s);
        QVERIFY2(bench.until([&] { return podTable->currentIndex().siblingAtColumn(0).data().toString() == u"helloworld"; }, 30), qPrintable(bench.said()));
        bench.key(Qt::Key_3, Qt::ControlModifier);
        bench.press(bench.button(u"nodes.showPods"_s));
        QCOMPARE(window.place(), u"pods"_s);
        QVERIFY2(bench.until([&] { return podTable->model()->rowCount() > 1; }, 30), qPrintable(bench.said()));
        bench.key(Qt::Key_3, Qt::ControlModifier);
        QVERIFY2(bench.until([&] { return pods->model()->rowCount() == podTable->model()->rowCount(); }, 30), qPrintable(u"%1 and %2"_s.arg(pods->model()->rowCount()).arg(podTable->model()->rowCount())));
        QCOMPARE(podName(), u"helloworld"_s);
        QVERIFY(!podsSay->isVisible());
        bench.shoot(u"31-nodes-all-pods"_s);
        bench.key(Qt::Key_Slash);
        auto* filter = window.findChild<QLineEdit*>(u"nodes.filter"_s);
        QVERIFY(filter->hasFocus());
        const QString last = table->model()->index(2, 0).data().toString();
        for (const QChar c : last) {
            QTest::keyClick(filter, c.toLatin1());
        }
        QCOMPARE(table->model()->rowCount(), 1);
        bench.key(Qt::Key_Escape);
        QCOMPARE(table->model()->rowCount(), 3);
        table->setFocus();
        bench.key(Qt::Key_Down);
        const QString worker = window.nodesPlace()->chosen();
        QVERIFY(!worker.isEmpty());

        // Overview has a panel of its own with buttons of the same names.
        const auto inTask = [&window](const QString& name) { return window.nodesPlace()->task()->findChild<QPushButton*>(name); };
        // Cordon: shown first, nothing is sent before the word.
        QVERIFY(bench.until([&] { return bench.button(u"nodes.cordon"_s)->isEnabled(); }, 30));
        const qsizetype before = bench.desk()->journal().entries().size();
        bench.press(bench.button(u"nodes.cordon"_s));
        QVERIFY(window.nodesPlace()->task()->isOpen());
        QVERIFY(bench.until([&] { return inTask(u"task.go"_s)->isEnabled(); }, 30));
        QCOMPARE(bench.desk()->journal().entries().size(), before);
        QVERIFY(!count->isVisible() && !filter->isVisible()); // there is no table
        bench.shoot(u"32-nodes-cordon"_s);
        bench.press(inTask(u"task.go"_s));
        QVERIFY2(bench.until([&] { return !bench.desk()->isRunning() && bench.said().contains(u"takes no new pods"); }, 60), qPrintable(bench.said()));
        QVERIFY(bench.desk()->journal().entries().size() >= before + 2);
        QVERIFY(sandbox.kubectl({ u"get"_s, u"nodes"_s, worker }).out.contains("SchedulingDisabled"));
        bench.press(inTask(u"task.close"_s));
        QVERIFY(!window.nodesPlace()->task()->isOpen());
        // What can be done is still about the row that is selected.
        const auto selected = [](const QTableView* view) { return view->selectionModel()->selectedRows().value(0).data().toString(); };
        QVERIFY(count->isVisible());
        QCOMPARE(selected(table), worker);

        // Drain takes more than one change, confidential pods with a word of their own.
        QVERIFY(bench.until([&] { return bench.button(u"nodes.drain"_s)->isEnabled(); }, 30));
        bench.press(bench.button(u"nodes.drain"_s));
        QVERIFY(bench.until([&] { return inTask(u"task.go"_s)->isEnabled() || bench.said().contains(u"is empty but for its daemons"); }, 30));
        bench.shoot(u"33-nodes-drain"_s);
        if (inTask(u"task.go"_s)->isEnabled()) {
            bench.press(inTask(u"task.go"_s));
        }
        QVERIFY2(bench.until([&] {
            if (bench.desk()->isRunning() && !bench.desk()->wanted().isEmpty()) {
                bench.press(inTask(u"task.go"_s));
            }
            return !bench.desk()->isRunning() && bench.said().contains(u"is empty but for its daemons");
        },
                     120),
            qPrintable(bench.said()));
        bench.press(inTask(u"task.close"_s));
        QVERIFY(bench.until([&] { return bench.button(u"nodes.uncordon"_s)->isVisible() && bench.button(u"nodes.uncordon"_s)->isEnabled(); }, 30));
        bench.press(bench.button(u"nodes.uncordon"_s));
        QVERIFY(bench.until([&] { return inTask(u"task.go"_s)->isEnabled(); }, 30));
        bench.press(inTask(u"task.go"_s));
        QVERIFY(bench.until([&] { return bench.said().contains(u"takes new pods"); }, 60));
        bench.press(inTask(u"task.close"_s));

        // Another start still knows what was: the worker was cordoned a moment ago.
        const QDateTime then = QDateTime::currentDateTime();
        bench.open();
        QVERIFY(enter(bench, sandbox));
        bench.window->openLink(u"nodes/"_s + worker);
        QCOMPARE(bench.window->nodesPlace()->chosen(), worker);
        auto* history = bench.window->findChild<QTableView*>(u"nodes.history"_s);
        QVERIFY(bench.until([&] { return history->model()->rowCount() >= 3; }, 30));
        QStringList states;
        for (int row = 0; row < history->model()->rowCount(); ++row) {
            states.append(history->model()->index(row, 1).data().toString());
        }
        QVERIFY2(states.contains(u"installed, cordoned"_s) && states.contains(u"installed"_s), qPrintable(states.join(u' ')));
        auto* again = bench.window->findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([&] { return selected(again) == worker; }, 10));
        // Cordoned for a while, it was installed all the time.
        const QString lasts = again->currentIndex().siblingAtColumn(items::NodesModel::InState).data().toString();
        QVERIFY2(lasts.startsWith(u"≥ "_s) && lasts == again->model()->index(again->currentIndex().row() == 0 ? 1 : 0, items::NodesModel::InState).data().toString(), qPrintable(lasts));
        auto* when = bench.window->findChild<QDateTimeEdit*>(u"nodes.when"_s);
        auto* says = bench.window->findChild<QLabel*>(u"nodes.then"_s);
        QVERIFY2(says->text().contains(u"since "_s + when->dateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)) || says->text().startsWith(u"Nobody looked"), qPrintable(says->text())); // the last change
        when->setDateTime(then.addDays(-1));
        QVERIFY2(says->text().startsWith(u"Nobody had seen"), qPrintable(says->text()));
        when->setDateTime(then);
        QVERIFY2(says->text().contains(u"installed"), qPrintable(says->text()));
        bench.shoot(u"34-nodes-history"_s);
    }

    void whatIsOldSaysSo()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"0"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(enter(bench, sandbox));
        bench.window->openPlace(u"overview"_s);
        QVERIFY2(bench.until([&] { return bench.window->overviewPlace()->sentence().contains(u"3 worker"_s); }, 60), qPrintable(bench.said()));
        bench.window->openPlace(u"nodes"_s);
        auto* table = bench.window->findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([&] { return table->model()->rowCount() == 3; }, 30));
        sandbox.kill();
        QVERIFY2(bench.until([&] { return bench.said().contains(u" old"_s); }, 30), qPrintable(bench.said()));
        QCOMPARE(table->model()->rowCount(), 3); // what was read stays
        QVERIFY2(bench.until([&] { return !bench.button(u"nodes.cordon"_s)->isEnabled() && bench.said().contains(u"The cluster does not answer: what is shown is old"); }, 10), qPrintable(bench.said()));
        const QList<QLabel*> remarks = bench.window->nodesPlace()->findChildren<QLabel*>();
        QVERIFY(std::any_of(remarks.begin(), remarks.end(), [](const QLabel* label) { return label->isVisible() && label->accessibleName().startsWith(u"as it was "); }));
        QVERIFY(bench.said().contains(u"Tried"_s) && bench.button(u"nodes.again"_s)->isVisible());
        bench.shoot(u"42-nodes-stale"_s);
        bench.window->openPlace(u"overview"_s);
        const auto saysOld = [&] {
            const QList<QLabel*> labels = bench.window->overviewPlace()->findChildren<QLabel*>();
            return std::count_if(labels.begin(), labels.end(), [](const QLabel* label) { return label->isVisible() && label->accessibleName().endsWith(u" old"_s); }) >= 2;
        };
        QVERIFY2(bench.until(saysOld, 30), qPrintable(bench.said())); // workers and pods
        QVERIFY2(bench.window->overviewPlace()->sentence().startsWith(u"As it was "), qPrintable(bench.window->overviewPlace()->sentence()));
        QVERIFY2(!bench.said().contains(u"As it is now"), qPrintable(bench.said()));
        QVERIFY(bench.button(u"attention.unreachable"_s) != nullptr);
        bench.shoot(u"43-overview-stale"_s);
    }

    void manyWorkersStayInHand()
    {
        // Under the sanitizers a large world takes minutes to come up; the pictures want it large.
        const int nodes = qEnvironmentVariableIsSet("COCOON_ALL_SHOTS") ? 500 : 120;
        SandboxProcess sandbox({ u"--speed"_s, u"60"_s, u"--nodes"_s, QString::number(nodes) });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        QVERIFY(enter(bench, sandbox));
        bench.window->openPlace(u"overview"_s);
        QVERIFY2(bench.until([&] { return bench.window->overviewPlace()->sentence().contains(u"%1 worker"_s.arg(nodes)); }, 60), qPrintable(bench.said()));
        bench.shoot(u"37-overview-many"_s);
        bench.window->openPlace(u"nodes"_s);
        auto* table = bench.window->findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([&] { return table->model()->rowCount() == nodes; }, 30));
        bench.shoot(u"38-nodes-many"_s);
        QElapsedTimer timer;
        timer.start();
        bench.key(Qt::Key_Slash);
        auto* filter = bench.window->findChild<QLineEdit*>(u"nodes.filter"_s);
        qint64 slowest = 0;
        for (const char c : QByteArray("10.243.128.1")) {
            timer.restart();
            QTest::keyClick(filter, c);
            slowest = qMax(slowest, timer.elapsed());
        }
        std::printf("%d workers: slowest filter key %lld ms, %d rows left\n", nodes, static_cast<long long>(slowest), table->model()->rowCount());
        QVERIFY(table->model()->rowCount() > 0 && table->model()->rowCount() < nodes);
        // What can be done is done to a worker that is on screen.
        QVERIFY2(bench.window->nodesPlace()->chosen().contains(u"10.243.128.1"), qPrintable(bench.window->nodesPlace()->chosen()));
        QVERIFY(slowest < 1000); // without optimisation, beside other work
        timer.restart();
        table->sortByColumn(items::NodesModel::Zone, Qt::DescendingOrder);
        std::printf("%d workers: sort %lld ms\n", nodes, static_cast<long long>(timer.elapsed()));
        bench.button(u"nodes.turn"_s)->click();
        bench.shoot(u"39-nodes-many-cards"_s);
    }

    void littleRightsDarkenLittle_data()
    {
        QTest::addColumn<QByteArray>("kubeconfig");
        QTest::addColumn<QStringList>("missing");
        QTest::newRow("viewer, no login") << QByteArray("kubeconfigViewer") << QStringList { u"a login to IBM Cloud"_s };
        QTest::newRow("one namespace, no login") << QByteArray("kubeconfigNamespace") << QStringList { u"a login to IBM Cloud"_s, u"list and watch nodes in the whole cluster"_s };
    }
    void littleRightsDarkenLittle()
    {
        QFETCH(QByteArray, kubeconfig);
        QFETCH(QStringList, missing);
        SandboxProcess sandbox({ u"--speed"_s, u"120"_s });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        const QString path = sandbox.value(kubeconfig.constData());
        for (const ui::KnownConnection& one : bench.program->known()) {
            if (one.kind == ui::KnownConnection::Kind::Kubeconfig) {
                QVERIFY(bench.program->removeKnown(one.id)); // of the row before
            }
        }
        QVERIFY2(bench.program->addKubeconfig(path), "the sandbox's kubeconfig can be read");
        const QList<ui::KnownConnection> known = bench.program->known();
        const auto context = std::find_if(known.begin(), known.end(), [](const ui::KnownConnection& one) { return one.kind == ui::KnownConnection::Kind::Kubeconfig; });
        QVERIFY2(context != known.end(), "its context is on the list");
        bench.program->openKnown(context->id);
        QVERIFY(bench.until([&] { return bench.desk() != nullptr; }, 60));
        bench.window->openPlace(u"overview"_s);
        for (const QString& right : std::as_const(missing)) {
            QVERIFY2(bench.until([&] { return bench.said().count(u"Missing: "_s + right) == 1; }, 60), qPrintable(bench.said()));
        }
        auto* copy = bench.window->findChild<ui::OverviewPlace*>()->findChild<QPushButton*>(u"rights.copy"_s);
        // A login that is missing is no right to ask somebody for.
        QVERIFY(copy != nullptr && copy->isVisible() == (missing.size() > 1));
        QVERIFY(bench.button(u"rights.login"_s)->isVisible());
        bench.shoot(u"35-overview-"_s + QString::fromLatin1(kubeconfig));
        bench.window->openPlace(u"nodes"_s);
        bench.shoot(u"36-nodes-"_s + QString::fromLatin1(kubeconfig));
        if (kubeconfig == "kubeconfigNamespace") {
            QVERIFY2(bench.said().contains(u"You may not list nodes."), qPrintable(bench.said()));
            QVERIFY(!bench.window->findChild<QLineEdit*>(u"nodes.filter"_s)->isVisible() && !bench.button(u"nodes.turn"_s)->isVisible());
            bench.press(bench.window->nodesPlace()->findChild<QPushButton*>(u"rights.copy"_s));
            QVERIFY2(QGuiApplication::clipboard()->text().contains(u"kind: ClusterRole"), qPrintable(QGuiApplication::clipboard()->text()));
            bench.window->openPlace(u"overview"_s);
            QVERIFY2(bench.until([&] { return bench.window->overviewPlace()->sentence().contains(u"No confidential pod runs in namespace "_s); }, 60), qPrintable(bench.window->overviewPlace()->sentence()));
            QVERIFY2(bench.until([&] { return bench.said().contains(u"What may not be read is listed below; nothing else needs you."); }, 60), qPrintable(bench.said()));
            bench.shoot(u"35-overview-namespace-settled"_s);
        }
        if (kubeconfig == "kubeconfigViewer") {
            auto* table = bench.window->findChild<QTableView*>(u"nodes.table"_s);
            QVERIFY(bench.until([&] { return table->model()->rowCount() == 3; }, 30));
            QVERIFY(bench.until([&] { return bench.said().contains(u"“patch nodes” is missing"); }, 30));
            QVERIFY(!bench.button(u"nodes.cordon"_s)->isEnabled());
            // Who may only look is not invited to set up.
            bench.window->openPlace(u"overview"_s);
            QVERIFY2(bench.until([&] { return bench.said().contains(u"You cannot set up confidential containers here"); }, 30), qPrintable(bench.said()));
            QVERIFY(!bench.said().contains(u"can be set up here"));
            bench.press(bench.button(u"attention.not-installed"_s));
            QVERIFY(QGuiApplication::clipboard()->text().contains(u"kind: ClusterRole"));
        }
    }
};

COCOON_TEST(TstDashboard)
#include "tst_dashboard.moc"
