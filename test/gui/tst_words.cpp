// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/world.h"
#include "test/gui/window_bench.h"
#include "test/gui/words_scan.h"
#include "test/support/test_main.h"

#include "ui/setup/login_card.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/commands.h"
#include "ui/shell/palette.h"

#include <QAction>
#include <QFile>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

class TstWords : public QObject {
    Q_OBJECT

    QStringList m_bad;

    void look(WindowBench& bench, const QString& where)
    {
        QStringList wrongs; // a live table makes room a moment later
        bench.until([&] { return (wrongs = test::wrongWords(*bench.window, bench.theme)).isEmpty(); }, 1);
        for (const QString& wrong : std::as_const(wrongs)) {
            m_bad.append(u"%1, %2 %: %3"_s.arg(where).arg(bench.theme.textPercent()).arg(wrong));
        }
    }

    /// What is there without a connection too.
    void lookAround(WindowBench& bench)
    {
        bench.window->openPlace(u"welcome"_s);
        look(bench, u"welcome"_s);
        bench.button(u"door.cloud"_s)->click();
        look(bench, u"login"_s);
        bench.window->openPlace(u"settings"_s);
        look(bench, u"settings"_s);
        bench.window->openPlace(u"fleet"_s);
        look(bench, u"fleet"_s);
    }

    void lookAtTabs(WindowBench& bench, const QString& place, const QString& tabs)
    {
        auto* bar = bench.window->findChild<QTabBar*>(tabs);
        for (int i = 0; i < bar->count(); ++i) {
            if (bar->isTabVisible(i)) {
                bar->setCurrentIndex(i);
                look(bench, u"%1, tab %2"_s.arg(place).arg(i));
            }
        }
    }

    void lookInside(WindowBench& bench)
    {
        bench.window->openPlace(u"overview"_s);
        look(bench, u"overview"_s);
        bench.window->openPlace(u"nodes"_s);
        auto* nodes = bench.window->findChild<QTableView*>(u"nodes.table"_s);
        QVERIFY(bench.until([nodes] { return nodes->model()->rowCount() > 0; }, 30));
        nodes->setCurrentIndex(nodes->model()->index(0, 0));
        lookAtTabs(bench, u"nodes"_s, u"nodes.tabs"_s);
        bench.window->openPlace(u"pods"_s);
        look(bench, u"pods"_s);
        for (const QString& page : bench.window->setupPlace()->pageIds() + QStringList { u"review"_s }) {
            bench.window->setupPlace()->openPage(page);
            bench.window->openPlace(u"setup"_s);
            look(bench, page);
        }
        bench.window->openPlace(u"setup"_s);
        bench.window->setupPlace()->openPage(u"connect"_s);
        world::World nobody;
        nobody.fail(world::ask::me(), { Errc::Unauthorized, {}, {} });
        if (bench.window->findChild<ui::LoginCard*>() == nullptr) {
            bench.window->setupPlace()->offerLogin(); // which the sandbox does not: it has its own key
        }
        auto* login = bench.window->findChild<ui::LoginCard*>();
        QVERIFY(login != nullptr);
        login->refresh(nobody, {});
        look(bench, u"login card"_s);
        login->hide();
        bench.window->openPlace(u"activity"_s);
        look(bench, u"activity"_s);
        bench.window->commands().find(u"work.palette"_s)->trigger();
        look(bench, u"palette"_s);
        bench.window->findChild<ui::Palette*>()->hide();
        ui::CheatSheet sheet(bench.theme, bench.window->commands(), bench.window.get());
        sheet.show();
        look(bench, u"cheat sheet"_s);
    }

private Q_SLOTS:
    void everyWordIsTranslatedAndFits()
    {
        test::Pseudo pseudo;
        {
            WindowBench bench;
            QCoreApplication::installTranslator(&pseudo); // after the bench's own, so that it is asked first
            bench.open();
            bench.window->resize(1024, 640);
            lookAround(bench);
            bench.window->openPlace(u"welcome"_s);
            QVERIFY(bench.enterSandbox());
            lookInside(bench);
            bench.theme.setTextPercent(200);
            lookInside(bench);
            lookAround(bench);
        }
        QCoreApplication::removeTranslator(&pseudo);
        m_bad.removeDuplicates();
        for (const QString& bad : std::as_const(m_bad)) {
            qWarning("%s", qPrintable(bad));
        }
        QVERIFY(m_bad.isEmpty());
    }

    void allLanguagesAreComplete()
    {
        QCOMPARE(words::Language::available(), QStringList({ u"en"_s, u"de"_s, u"ja"_s }));
        for (const QString& file : { u"de"_s, u"ja"_s }) {
            QFile source(test::sourcePath(u"translations/cocoon_%1.ts"_s.arg(file)));
            QVERIFY(source.open(QIODevice::ReadOnly));
            QVERIFY(!source.readAll().contains("type=\"unfinished\""));
        }
        const words::Language german(u"de"_s);
        QCOMPARE(german.code(), u"de"_s);
        QVERIFY(!QCoreApplication::translate("cocoon::ui::SetupPlace", "Next").isEmpty());
        QVERIFY(QCoreApplication::translate("cocoon::ui::GoBar", "Back") != u"Back");
        QCOMPARE(words::Language(u"tlh"_s).code(), u"en"_s);
    }
};

COCOON_TEST(TstWords)
#include "tst_words.moc"
