// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/task/task_panel.h"

#include "models/setup/desk.h"
#include "services/base/job.h"
#include "test/models/plan/runner_bench.h"

#include <QApplication>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::plan::bench;
using setup::Desk;

namespace {
    /// A panel open on a task that would evict a pod, on a desk of its own.
    struct PanelBench : Bench {
        QTemporaryDir folder;
        ui::Theme theme { *qApp };
        std::unique_ptr<Desk> desk;
        std::unique_ptr<ui::TaskPanel> panel;
        Desk::Task task;

        void open(const FakeStep::Judge& judge)
        {
            QFile file(folder.filePath(u"intent.yaml"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("cluster: demo\n");
            file.close();
            runner = std::make_unique<Runner>(steps, source, executor, journal, clock);
            desk = std::make_unique<Desk>(Desk::Parts { steps, source, *runner, journal, clock, folder.path(), u"demo"_s, {}, 1,
                [this] { return settledJob<Done>(runner.get(), Done {}); }, [this] { return settledJob<Done>(runner.get(), Done {}); },
                [this](const Steps& mine) { return std::make_unique<Runner>(mine, source, executor, journal, clock); } });
            worksAtOnce();
            desk->begin();
            spin();
            source.set(u"drain"_s, u"missing"_s);
            auto mine = std::make_shared<Steps>();
            mine->push_back(std::make_unique<FakeStep>(u"drain"_s, QStringList(), judge));
            task = mine;
            panel = std::make_unique<ui::TaskPanel>(theme, *desk);
            panel->resize(900, 600);
            panel->open(task);
            spin();
        }
        bool isWhole(const QString& name) const
        {
            const QPushButton* one = button(name);
            return one->isVisible() && one->visibleRegion().boundingRect() == one->rect() && panel->rect().contains(QRect(one->mapTo(panel.get(), QPoint()), one->size()));
        }
        QPushButton* button(const QString& name) const { return panel->findChild<QPushButton*>(name); }
        QLineEdit* typed() const { return panel->findChild<QLineEdit*>(u"guard.name"_s); }
        void passAWhile()
        {
            for (int i = 0; i < 10 && desk->isRunning(); ++i) {
                pass(1s);
            }
        }
    };

    void evicts(const QString&, Assessment& assessment)
    {
        Change change = makeChange(u"drain"_s);
        change.verb = Verb::Evict;
        change.risk = Risk::Disruptive;
        assessment.changes = { change };
    }
}

class TstTaskPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onAProtectedConnectionNothingIsSentBeforeItsNameIsTyped()
    {
        PanelBench b;
        b.open(evicts);
        b.panel->protect(u"prod"_s);
        b.button(u"task.go"_s)->click();
        b.passAWhile();
        QVERIFY(!b.desk->isRunning());
        QCOMPARE(b.executor.sent, QStringList());
        QVERIFY(b.typed()->isVisible());
        b.typed()->setText(u"demo"_s);
        QVERIFY(!b.button(u"guard.go"_s)->isEnabled());
        b.typed()->setText(u"prod"_s);
        QVERIFY(b.button(u"guard.go"_s)->isEnabled());
        b.button(u"guard.go"_s)->click();
        b.passAWhile();
        QCOMPARE(b.executor.sent, QStringList { u"drain"_s });
        QVERIFY(!b.typed()->isVisible());
    }

    void whatIsNewIsGuardedToo()
    {
        PanelBench b;
        b.open([](const QString& answer, Assessment& assessment) {
            if (answer == u"missing") {
                assessment.changes = { makeChange(u"cordon"_s) };
            } else {
                evicts(answer, assessment);
            }
        });
        b.panel->protect(u"prod"_s);
        b.executor.onExecute = [&b](const Change& change, Job<Outcome>* job) {
            b.source.set(u"drain"_s, change.key == u"cordon" ? u"half"_s : u"done"_s);
            job->resolve(Outcome { QJsonObject(), u"made"_s });
        };
        b.button(u"task.go"_s)->click(); // cordoning disturbs nothing
        b.pass(1s);
        b.pass(1s);
        QCOMPARE(b.executor.sent, QStringList { u"cordon"_s });
        QVERIFY(!b.desk->wanted().isEmpty());
        b.button(u"task.go"_s)->click();
        b.pass(1s);
        QCOMPARE(b.executor.sent, QStringList { u"cordon"_s });
        b.typed()->setText(u"prod"_s);
        b.button(u"guard.go"_s)->click();
        b.pass(1s);
        QCOMPARE(b.executor.sent, QStringList({ u"cordon"_s, u"drain"_s }));
    }

    void theAnswersStayOnScreenHoweverLittleRoomThereIs()
    {
        PanelBench b;
        b.open([](const QString&, Assessment& assessment) {
            for (int i = 0; i < 20; ++i) {
                assessment.changes.append(makeChange(u"change %1"_s.arg(i)));
            }
        });
        b.panel->resize(600, 220);
        b.spin();
        QVERIFY(b.isWhole(u"task.go"_s) && b.isWhole(u"task.close"_s));
    }

    void whatDisturbsDoesNotLookLikeTheWayToGoOn()
    {
        PanelBench harmless;
        harmless.open([](const QString&, Assessment& assessment) { assessment.changes = { makeChange(u"cordon"_s) }; });
        QCOMPARE(harmless.button(u"task.go"_s)->property("kind").toString(), u"primary"_s);
        PanelBench b;
        b.open(evicts);
        QCOMPARE(b.button(u"task.go"_s)->property("kind").toString(), u"danger"_s);
        QCOMPARE(b.button(u"task.close"_s)->property("kind").toString(), u"primary"_s);
    }

    void unprotectedItGoesAtOnceAndSaysWhatAndWhere()
    {
        PanelBench b;
        b.open(evicts);
        QCOMPARE(b.panel->accessibleName(), u"drain · demo"_s);
        QCOMPARE(b.button(u"task.go"_s)->text(), u"drain"_s);
        b.button(u"task.go"_s)->click();
        b.passAWhile();
        QCOMPARE(b.executor.sent, QStringList { u"drain"_s });
    }
};

COCOON_TEST(TstTaskPanel)
#include "tst_task_panel.moc"
