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

    /// Is the cause's own remedy on screen? "" = the fault stops nothing.
    static bool helps(const WindowBench& bench, const QString& cause)
    {
        for (const plan::Assessment& assessment : bench.desk() != nullptr ? bench.desk()->assessments() : QList<plan::Assessment>()) {
            for (const plan::Finding& finding : assessment.findings) {
                if (finding.id == cause && !finding.remedy.isEmpty() && bench.said().contains(finding.remedy)) {
                    return true;
                }
            }
        }
        return false;
    }
    static QString causeOf(const QString& scenario)
    {
        static const QHash<QString, QString> causes {
            { u"drain-blocked"_s, u"TS-87-eviction-refused"_s },
            { u"expired-api-key"_s, u"credential-refused"_s },
            { u"full-subnet"_s, u"TS-47-subnet-full"_s },
            { u"guest-unreachable"_s, u"TS-50-agent-timeout"_s },
            { u"image-partial"_s, u"image-partial"_s },
            { u"no-tdx-capacity"_s, u"TS-45-no-tdx-capacity"_s },
            { u"quota-exceeded"_s, u"TS-44-quota"_s },
            { u"reboot-hangs"_s, u"reboot-hangs"_s },
            { u"stuck-node"_s, u"TS-17-install-pod"_s },
            { u"version-not-in-catalog"_s, u"TS-03-version-available"_s },
            { u"vm-not-confidential"_s, u"G7-vm-confidential"_s },
            { u"webhook-down"_s, u"TS-28-webhook-down"_s },
        };
        return causes.value(scenario);
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
            QVERIFY2(bench.until([&] { return bench.desk()->assessor().isComplete() || helps(bench, causeOf(scenario)); }, 60), qPrintable(bench.said()));
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
            (void)bench.until([&] {
                setup->openFirstOpen(); // what the run made may be read a moment later
                return helps(bench, causeOf(scenario)) || setup->page() == u"done";
            },
                10);
        }
        (void)bench.until([&] { return bench.desk() == nullptr || bench.desk()->assessor().isComplete(); }, 20);
        bench.shoot(u"fault-"_s + scenario);
        std::printf("%s: %s\n\n", qPrintable(scenario), qPrintable(bench.said()));
        std::fflush(stdout);
        if (causeOf(scenario).isEmpty()) { // what only asks for one more word, or is put right on the way
            QVERIFY2(bench.desk() != nullptr && bench.window->setupPlace()->page() == u"done", qPrintable(bench.said()));
        } else {
            QVERIFY2(helps(bench, causeOf(scenario)), qPrintable(bench.said()));
        }
    }
};

COCOON_TEST(TstFaultPictures)
#include "fault_pictures.moc"
