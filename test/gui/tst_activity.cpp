// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/journal_model.h"
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/task/task_panel.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QTabBar>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

/// A whole set-up of a protected connection that is begun, looked at from the activity place and stopped there.
class TstActivity : public QObject {
    Q_OBJECT

    static QWidget* part(const WindowBench& bench, const char* name) { return bench.window->findChild<QWidget*>(QLatin1String(name)); }

private Q_SLOTS:
    void aProtectedSetUpAsksForTheNameAndActivityShowsTheRun()
    {
        WindowBench bench;
        bench.open();
        QVERIFY(bench.program->protectKnown(u"sandbox"_s, true));
        QVERIFY(bench.enterSandbox());
        const QImage framed = bench.window->grab().toImage();
        QCOMPARE(framed.pixelColor(framed.width() - 2, framed.height() / 2), bench.theme.color(u"error"_s));

        // A place that is opened later asks for the name too.
        bench.window->openPlace(u"nodes"_s);
        auto* nodes = bench.window->findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([&] { return nodes->model()->rowCount() > 0; }, 30));
        nodes->selectRow(0);
        QVERIFY(bench.until([&] { return bench.button(u"nodes.reboot"_s)->isEnabled(); }, 30));
        bench.press(bench.button(u"nodes.reboot"_s));
        auto* task = bench.window->nodesPlace()->task();
        QVERIFY(bench.until([&] { return task->findChild<QPushButton*>(u"task.go"_s)->isEnabled(); }, 30));
        bench.press(task->findChild<QPushButton*>(u"task.go"_s));
        QVERIFY2(task->findChild<QLineEdit*>(u"guard.name"_s)->isVisible() && !bench.desk()->isRunning(), qPrintable(bench.said()));
        bench.press(task->findChild<QPushButton*>(u"guard.cancel"_s));
        bench.press(task->findChild<QPushButton*>(u"task.close"_s));

        bench.window->openPlace(u"setup"_s);
        bench.window->setupPlace()->openPage(u"review"_s);
        bench.press(bench.button(u"go.primary"_s));
        auto* name = bench.window->setupPlace()->findChild<QLineEdit*>(u"guard.name"_s);
        QVERIFY2(name->isVisible(), qPrintable(bench.said()));
        QVERIFY2(name->hasFocus(), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"Type the name demo to go on."_s), qPrintable(bench.said()));
        QVERIFY(!bench.button(u"go.primary"_s)->isEnabled()); // the guard has the word
        bench.shoot(u"protected-1-name"_s);
        QTest::keyClicks(name, u"prod"_s);
        bench.key(Qt::Key_Return);
        QVERIFY(name->isVisible() && !bench.window->setupPlace()->findChild<QPushButton*>(u"guard.go"_s)->isEnabled() && !bench.desk()->isRunning());
        name->selectAll();
        QTest::keyClicks(name, u"demo"_s);
        QVERIFY(bench.desk()->journal().entries().isEmpty()); // nothing was changed so far
        bench.key(Qt::Key_Return);
        QVERIFY(bench.until([&] { return bench.desk()->isRunning() && !bench.desk()->journal().entries().isEmpty(); }, 60));

        bench.key(Qt::Key_9, Qt::ControlModifier);
        QVERIFY2(bench.until([&] { return part(bench, "running.what")->isVisible() && part(bench, "running.waits")->isVisible(); }, 60), qPrintable(bench.said()));
        QVERIFY2(bench.said().contains(u"The set-up"_s) && bench.said().contains(u"Running now"_s), qPrintable(bench.said()));
        QVERIFY2(bench.until([&] { return bench.said().contains(u"Waiting for"_s); }, 60), qPrintable(bench.said()));
        bench.shoot(u"activity-1-running"_s);

        // Put away, it comes back when the run waits for somebody or has ended; when it is closed, that is offered too.
        bench.press(bench.button(u"running.behind"_s));
        QVERIFY(!bench.window->isVisible() && bench.desk()->isRunning());
        bench.window->show();
        QTimer::singleShot(0, bench.window.get(), [] {
            auto* box = QApplication::activeModalWidget();
            auto* behind = box != nullptr ? box->findChild<QPushButton*>(u"leaving.behind"_s) : nullptr;
            if (behind != nullptr) {
                behind->click();
            }
        });
        QVERIFY(!bench.window->close());
        QVERIFY(!bench.window->isVisible() && bench.desk()->isRunning());
        bench.desk()->stop();
        QVERIFY(bench.until([&] { return bench.window->isVisible(); }, 120));
        QVERIFY(!bench.desk()->isRunning() || !bench.desk()->wanted().isEmpty());
        bench.key(Qt::Key_9, Qt::ControlModifier);
        if (bench.desk()->isRunning()) {
            bench.press(bench.button(u"running.stop"_s));
        }
        QVERIFY2(bench.said().contains(u"stopping at a clean point"_s) || !bench.desk()->isRunning(), qPrintable(bench.said()));
        QVERIFY(bench.until([&] { return !bench.desk()->isRunning(); }, 120));
        QVERIFY(!part(bench, "running.what")->isVisible());

        // The first change that was made: its command and the raw answer can be taken along.
        for (ui::DataTable* table : bench.window->findChildren<ui::DataTable*>()) {
            if (table->isVisible()) {
                table->selectRow(table->model()->rowCount() - 1);
            }
        }
        // The detail took its room, and the row that it speaks of is still seen.
        for (ui::DataTable* table : bench.window->findChildren<ui::DataTable*>()) {
            if (table->isVisible()) {
                QVERIFY(bench.until([&] { return table->viewport()->rect().contains(table->visualRect(table->currentIndex()).center()); }, 5));
                QVERIFY2(table->currentIndex().siblingAtColumn(items::JournalModel::Note).data().toString().startsWith(u"resourceVersion "_s), qPrintable(bench.said()));
            }
        }
        auto* tabs = bench.window->findChild<QTabBar*>(u"activity.tabs"_s);
        tabs->setCurrentIndex(1);
        bench.press(bench.button(u"activity.copy"_s));
        QVERIFY2(QApplication::clipboard()->text().contains(u"oc "_s), qPrintable(QApplication::clipboard()->text()));
        tabs->setCurrentIndex(2);
        bench.press(bench.button(u"activity.copy"_s));
        QVERIFY2(QApplication::clipboard()->text().contains(u"\"kind\": \"Namespace\""_s), qPrintable(QApplication::clipboard()->text()));
        QVERIFY2(!QApplication::clipboard()->text().contains(u"\"ok\""_s), qPrintable(QApplication::clipboard()->text())); // the service's words alone
        bench.shoot(u"activity-2-detail"_s);
        bench.key(Qt::Key_Slash);
        auto* filter = bench.window->findChild<QLineEdit*>(u"activity.filter"_s);
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"operator !Namespace"_s);
        for (ui::DataTable* table : bench.window->findChildren<ui::DataTable*>()) {
            for (int row = 0; table->isVisible() && row < table->model()->rowCount(); ++row) {
                QCOMPARE(table->model()->index(row, items::JournalModel::Step).data().toString(), u"1 · Operator"_s);
                QVERIFY(!table->model()->index(row, items::JournalModel::Title).data().toString().contains(u"Namespace"_s));
            }
        }

        // In a table "?" asks for help, and seeks no row.
        bench.window->openPlace(u"nodes"_s);
        nodes->setFocus();
        bool isHelp = false;
        QTimer::singleShot(0, bench.window.get(), [&isHelp] {
            auto* sheet = qobject_cast<ui::CheatSheet*>(QApplication::activeModalWidget());
            isHelp = sheet != nullptr;
            if (isHelp) {
                sheet->close();
            }
        });
        bench.key(Qt::Key_Question);
        QVERIFY(isHelp);
    }
};

COCOON_TEST(TstActivity)
#include "tst_activity.moc"
