// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole set-up, killed around every change and started again: the end is that of a run that nobody disturbed.
// COCOON_LONG=1: three workers instead of two, and every evicted pod by itself instead of one of each kind.
#include "test/integration/kill/kill_story.h"
#include "test/support/matrix.h"
#include "test/support/test_main.h"

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// May be made again: a lost key is deleted and another one made; asking the guest changes nothing.
    bool mayBeTwice(const QString& taken)
    {
        return taken.startsWith(u"create api key") || taken.startsWith(u"delete api key") || taken.startsWith(u"attest");
    }

    void print(const KillStory& story)
    {
        for (const KillStory::Cell& cell : story.cells()) {
            qInfo("| %-8s | %-90s | %6.1f s |", qPrintable(cell.point), qPrintable(cell.change.left(90)), static_cast<double>(cell.ms) / 1000);
        }
    }
}

class TstKillMatrix : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedAroundEveryChangeItEndsTheSame_data()
    {
        QTest::addColumn<QByteArray>("intent");
        QTest::addColumn<QStringList>("steps");
        QTest::addColumn<QString>("made");
        QTest::newRow("the proposed Intent") << QByteArray() << QStringList() << u"cloud apikeys cocoon-demo in peer-pods-secret"_s;
        if (m_isLong) { // what the proposed one does not make, without the reboots
            QTest::newRow("trusted profile and SSH key") << QByteArray("cluster: demo\ncredential: { kind: trusted-profile }\nsshKey: { name: desk, publicKeyFile: desk.pub }\ntrust: { skip: true }\n")
                                                         << QStringList { u"operator"_s, u"image"_s, u"credential"_s, u"ssh-key"_s } << u"cloud keys"_s;
        }
    }
    void killedAroundEveryChangeItEndsTheSame()
    {
        QFETCH(QByteArray, intent);
        QFETCH(QStringList, steps);
        QFETCH(QString, made);
        const int workers = m_isLong ? 3 : 2;
        // After "reply" and after "journal" the service has made the change: one world can be killed at only one of them.
        KillStory undisturbed({}, m_isLong, workers);
        KillStory early({ u"before"_s, u"reply"_s }, m_isLong, workers);
        KillStory late({ u"journal"_s }, m_isLong, workers);
        KillStory* const stories[] = { &undisturbed, &early, &late };
        QElapsedTimer wall;
        wall.start();
        for (KillStory* story : stories) {
            story->play(intent, steps);
            story->start();
        }
        for (const KillStory* story : stories) {
            QTRY_VERIFY_WITH_TIMEOUT(story->isFinished(), 1400000);
            QVERIFY2(story->error().isEmpty(), qPrintable(story->error()));
        }

        print(early);
        print(late);
        qint64 slowest = 0;
        QSet<QString> struck;
        for (const KillStory* story : { &early, &late }) {
            for (const KillStory::Cell& cell : story->cells()) {
                struck.insert(cell.point + u' ' + cell.change);
                slowest = std::max(slowest, cell.ms);
            }
        }
        QStringList missed;
        for (const KillStory* story : { &early, &late }) {
            for (const QString& change : story->sent()) {
                for (const QString& point : story->points()) {
                    missed += story->wasKilled(point, change) ? QStringList() : QStringList { point + u' ' + change };
                }
            }
        }
        for (const QString& change : undisturbed.sent()) {
            if (m_isLong && change.startsWith(u"evict")) {
                continue; // each world names its pods itself
            }
            for (const QString& point : { u"before"_s, u"reply"_s, u"journal"_s }) {
                missed += struck.contains(point + u' ' + change) ? QStringList() : QStringList { point + u' ' + change };
            }
        }
        const QString figures = QString::fromUtf8(QTest::currentDataTag()) + u", kill matrix: %1 cells, %2 restarts, slowest life %3 s, undisturbed %4 s, before and reply %5 s, journal %6 s, all %7 s\n"_s
                                    .arg(struck.size())
                                    .arg(early.restarts() + late.restarts())
                                    .arg(static_cast<double>(slowest) / 1000, 0, 'f', 1)
                                    .arg(undisturbed.seconds())
                                    .arg(early.seconds())
                                    .arg(late.seconds())
                                    .arg(wall.elapsed() / 1000);
        qInfo("%s", qPrintable(figures));
        noteTable(figures);
        QVERIFY2(missed.isEmpty(), qPrintable(u"never killed there:\n"_s + missed.join(u'\n')));

        const QStringList expected = undisturbed.census();
        QVERIFY(expected.size() > (steps.isEmpty() ? 150 : 60));
        QVERIFY2(std::any_of(expected.begin(), expected.end(), [&made](const QString& line) { return line.startsWith(made); }), qPrintable(expected.join(u'\n')));
        for (KillStory* story : { &early, &late }) {
            QStringList again = story->twice();
            again.removeIf(mayBeTwice);
            QVERIFY2(again.isEmpty(), qPrintable(u"made twice:\n"_s + again.join(u'\n')));
            QStringList extra = story->census();
            QStringList missing;
            for (const QString& line : expected) {
                if (!extra.removeOne(line)) {
                    missing.append(line);
                }
            }
            QVERIFY2(extra.isEmpty() && missing.isEmpty(),
                qPrintable(u"extra:\n%1\nmissing:\n%2"_s.arg(extra.join(u'\n'), missing.join(u'\n'))));
        }
    }

private:
    const bool m_isLong = qEnvironmentVariableIntValue("COCOON_LONG") != 0;
};

COCOON_TEST(TstKillMatrix)
#include "tst_kill_matrix.moc"
