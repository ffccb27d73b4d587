// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QTest>

#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

/// From the welcome page to a running, attested pod through the window alone.
class TstWizard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pageByPageByKeyboard()
    {
        WindowBench bench;
        bench.open();
        bench.shoot(u"00-welcome"_s);
        QVERIFY(bench.enterSandbox());
        ui::SetupPlace* setup = bench.window->setupPlace();
        QVERIFY(setup != nullptr);

        int decisions = 1; // which door
        int approvals = 0;
        QStringList seen;
        const QDeadlineTimer limit(std::chrono::minutes(15));
        while (setup->page() != u"done") {
            QVERIFY2(!limit.hasExpired(), qPrintable(setup->page() + u": "_s + bench.said()));
            QPushButton* go = bench.button(u"go.primary"_s);
            QPushButton* agree = bench.button(u"approval.agree"_s);
            const bool canGo = bench.until([&] { return agree->isVisible() || (!bench.desk()->isRunning() && go->isVisible() && go->isEnabled()); }, 240);
            QVERIFY2(canGo, qPrintable(setup->page() + u": "_s + bench.said()));
            if (agree->isVisible()) {
                bench.shoot(u"%1-approval"_s.arg(seen.size(), 2, 10, QChar(u'0')));
                ++decisions;
                ++approvals;
                bench.press(agree);
                continue;
            }
            if (!seen.contains(setup->page())) {
                seen.append(setup->page());
                bench.shoot(u"%1-%2"_s.arg(seen.size(), 2, 10, QChar(u'0')).arg(setup->page()));
            }
            if (go->text().startsWith(u"Make")) {
                ++decisions;
            }
            bench.press(go);
        }
        bench.shoot(u"20-done"_s);
        QVERIFY2(bench.said().contains(u"a confidential pod runs"), qPrintable(bench.said()));
        QCOMPARE(seen, (QStringList { u"operator"_s, u"access"_s, u"image"_s, u"credential"_s, u"ssh-key"_s, u"nodes"_s, u"trust"_s, u"workload"_s }));
        std::printf("wizard page by page: %d key presses, %d decisions, 0 commands typed, 0 ids typed\n", bench.presses(), decisions);
        QCOMPARE(approvals, 1); // the adaptor's restart; everything else was on its page
        QVERIFY(bench.presses() <= 30);
        QVERIFY(decisions <= 12);

        // Another start finds the same, without a word from the user but the door.
        bench.open();
        QElapsedTimer since;
        since.start();
        QVERIFY(bench.enterSandbox());
        QVERIFY(bench.until([&] { return bench.window->setupPlace()->page() == u"done"; }, 10));
        std::printf("reopened: the true state after %lld ms\n", static_cast<long long>(since.elapsed()));
    }
};

COCOON_TEST(TstWizard)
#include "tst_wizard.moc"
