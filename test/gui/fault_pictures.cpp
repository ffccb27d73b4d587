// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::SandboxProcess;
using test::WindowBench;

/// Every fault of the sandbox as somebody meets it who presses on, and its pictures. Long, and so not one of
/// ctest's: test/gui/screenshots.sh TstFaultPictures.
class TstFaultPictures : public QObject {
    Q_OBJECT

    /// Names the page a cause and what to do about it?
    static bool helps(const WindowBench& bench)
    {
        const QString said = bench.said();
        return said.contains(u"How to fix it"_s) || said.contains(u"Do next"_s);
    }

private Q_SLOTS:
    void everyFaultEndsOnAPageThatHelps_data()
    {
        QTest::addColumn<QString>("scenario");
        const QFileInfoList files = QDir(test::sourcePath(u"resources/scenarios"_s)).entryInfoList({ u"*.yaml"_s }, QDir::Files, QDir::Name);
        for (const QFileInfo& file : files) {
            QTest::newRow(qPrintable(file.completeBaseName())) << file.completeBaseName();
        }
    }
    void everyFaultEndsOnAPageThatHelps()
    {
        QFETCH(QString, scenario);
        SandboxProcess sandbox({ u"--speed"_s, u"600"_s, u"--scenario"_s, test::sourcePath(u"resources/scenarios/%1.yaml"_s.arg(scenario)) });
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        WindowBench bench;
        bench.open();
        const bool isOpen = bench.enter(sandbox);
        if (isOpen) {
            QVERIFY2(bench.until([&] { return bench.desk()->assessor().isComplete(); }, 60), qPrintable(bench.said()));
            ui::SetupPlace* setup = bench.window->setupPlace();
            bench.window->openPlace(u"setup"_s);
            setup->openPage(u"review"_s);
            QPushButton* go = bench.button(u"go.primary"_s);
            QPushButton* agree = bench.button(u"approval.agree"_s);
            if (bench.until([&] { return go->isVisible() && go->isEnabled(); }, 5)) {
                bench.press(go);
                const auto hasEnded = [&] { return !bench.desk()->isRunning() || agree->isVisible(); };
                while (bench.until(hasEnded, 300) && agree->isVisible()) {
                    bench.press(agree);
                }
                QVERIFY2(!bench.desk()->isRunning(), qPrintable(bench.said()));
            }
            setup->openFirstOpen();
            (void)bench.until([&] { return helps(bench); }, 10);
        }
        bench.shoot(u"fault-"_s + scenario);
        std::printf("%s: %s\n\n", qPrintable(scenario), qPrintable(bench.said()));
        std::fflush(stdout);
        const bool isHarmless = bench.desk() != nullptr && bench.window->setupPlace()->page() == u"done";
        QVERIFY2(isHarmless || helps(bench), qPrintable(bench.said()));
    }
};

COCOON_TEST(TstFaultPictures)
#include "fault_pictures.moc"
