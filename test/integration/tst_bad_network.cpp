// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole set-up over a network that spoils every twentieth read and every few writes, by each kind of fault in turn: every
// stop says what was tried, what came back and what to do, and the next apply goes on. The end is that of a quiet run.
#include "test/integration/kill/world_census.h"
#include "test/integration/programs.h"
#include "test/support/matrix.h"
#include "test/support/test_main.h"

#include <QRegularExpression>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    constexpr int kMostRuns = 12;

    QStringList world(const QString& scenario = {})
    {
        QStringList arguments { u"--speed"_s, u"1000"_s, u"--nodes"_s, u"2"_s };
        if (!scenario.isEmpty()) {
            arguments << u"--scenario"_s << scenario;
        }
        return arguments;
    }

    /// Why it stopped, in three parts each: the error of the run, or the findings that block it.
    QList<QStringList> reasons(const QJsonObject& result)
    {
        const QJsonObject error = result[u"error"_s].toObject();
        if (!error.isEmpty()) {
            return { { error[u"tried"_s].toString(), error[u"cameBack"_s].toString(), error[u"doNext"_s].toString() } };
        }
        QList<QStringList> all;
        for (const QJsonValue& step : result[u"steps"_s].toArray()) {
            for (const QJsonValue& finding : step[u"findings"_s].toArray()) {
                if (finding[u"severity"_s] == u"blocker"_s) {
                    all.append({ finding[u"title"_s].toString(), finding[u"evidence"_s].toString(), finding[u"remedy"_s].toString() });
                }
            }
        }
        return all;
    }

    QStringList census(SandboxProcess& sandbox)
    {
        sandbox.stop();
        QStringList lines = worldCensus(sandbox.path(u"world"_s));
        // The last request gives the Lease of the run back. When that one is spoilt, the Lease runs out by itself.
        static const QRegularExpression held(u"^(leases\\..*/cocoon) .*$"_s);
        lines.replaceInStrings(held, u"\\1"_s);
        return lines;
    }
}

class TstBadNetwork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStopIsExplainedAndTheEndIsTheSame_data()
    {
        QTest::addColumn<int>("reads");
        QTest::addColumn<int>("writes");
        QTest::newRow("as the scenario has it") << 20 << 12;
        QTest::newRow("every fourth write") << 50 << 4;
    }
    void everyStopIsExplainedAndTheEndIsTheSame()
    {
        QFETCH(int, reads);
        QFETCH(int, writes);
        if (m_expected.isEmpty()) {
            SandboxProcess quiet(world());
            QVERIFY(quiet.start());
            const Finished applied = quiet.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
            QVERIFY2(applied.exitCode == 0, applied.err.constData());
            m_expected = census(quiet);
            QVERIFY(m_expected.size() > 150);
        }
        QTemporaryDir folder;
        QFile scenario(folder.filePath(u"network.yaml"_s));
        QVERIFY(scenario.open(QIODevice::WriteOnly));
        scenario.write(u"name: network\nabout: as the row says\nfaults: { network.reads: %1, network.writes: %2 }\n"_s.arg(reads).arg(writes).toUtf8());
        scenario.close();

        SandboxProcess sandbox(world(scenario.fileName()));
        QVERIFY(sandbox.start());
        int runs = 0;
        bool isDone = false;
        while (!isDone && ++runs <= kMostRuns) {
            const Finished applied = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
            QVERIFY2(!applied.crashed, applied.err.constData());
            isDone = applied.exitCode == 0;
            if (!isDone) {
                const QList<QStringList> why = reasons(applied.json());
                QVERIFY2(!why.isEmpty(), (applied.out.right(3000) + applied.err.right(2000)).constData());
                for (const QStringList& parts : why) {
                    qInfo("run %d: exit %d, %s", runs, applied.exitCode, qPrintable(parts.join(u" | "_s)));
                    QVERIFY2(!parts.contains(QString()), (applied.out.right(3000) + applied.err.right(2000)).constData());
                }
            }
        }
        QVERIFY2(isDone, "twenty runs did not come to an end");
        noteTable(u"bad network, %1: done in %2 runs, each stop explained in three parts\n"_s.arg(QString::fromUtf8(QTest::currentDataTag())).arg(runs));
        QStringList extra = census(sandbox);
        QStringList missing;
        for (const QString& line : m_expected) {
            if (!extra.removeOne(line)) {
                missing.append(line);
            }
        }
        QVERIFY2(extra.isEmpty() && missing.isEmpty(), qPrintable(u"extra:\n%1\nmissing:\n%2"_s.arg(extra.join(u'\n'), missing.join(u'\n'))));
    }

private:
    QStringList m_expected;
};

COCOON_TEST(TstBadNetwork)
#include "tst_bad_network.moc"
