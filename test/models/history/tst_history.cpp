// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/history/history.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <cstdio>

using namespace cocoon;
using namespace cocoon::history;
using namespace Qt::StringLiterals;

namespace {
    const QDateTime kStart(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);

    QDateTime at(int seconds)
    {
        return kStart.addSecs(seconds);
    }

    Sighting look(int seconds, const QHash<QString, QString>& nodes, double installed = 0)
    {
        Sighting sighting;
        sighting.time = at(seconds);
        sighting.figures.insert(u"nodes/installed"_s, installed);
        for (auto it = nodes.cbegin(); it != nodes.cend(); ++it) {
            sighting.states.append({ u"node"_s, it.key(), it.value() });
        }
        sighting.whole = { u"node"_s };
        return sighting;
    }

    QStringList told(const QList<StateSpan>& spans)
    {
        QStringList all;
        for (const StateSpan& span : spans) {
            all.append(u"%1 %2–%3"_s.arg(span.state).arg(kStart.secsTo(span.since)).arg(span.until.isValid() ? QString::number(kStart.secsTo(span.until)) : QString()));
        }
        return all;
    }
}

class TstHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyDifferencesAreKept()
    {
        History history({});
        QVERIFY(history.open());
        QVERIFY(history.record(look(0, { { u"a"_s, u"installing"_s } }, 0)));
        QVERIFY(history.record(look(10, { { u"a"_s, u"installing"_s } }, 0)));
        QVERIFY(history.record(look(20, { { u"a"_s, u"installed"_s } }, 1)));
        QVERIFY(history.record(look(30, { { u"a"_s, u"installed"_s } }, 1)));
        QCOMPARE(told(history.states(u"node"_s, u"a"_s, at(-100), at(100))), (QStringList { u"installing 0–20"_s, u"installed 20–"_s }));
        const QList<Sample> samples = history.figure(u"nodes/installed"_s, at(-100), at(100));
        QCOMPARE(samples.size(), 2);
        QCOMPARE(samples.at(1).time, at(20));
        QCOMPARE(samples.at(1).value, 1.0);
        // A window that begins later still knows what stood at its beginning.
        QCOMPARE(history.figure(u"nodes/installed"_s, at(25), at(100)).size(), 1);
        const QList<Standing> standing = history.standing(u"node"_s);
        QCOMPARE(standing.size(), 1);
        QCOMPARE(standing.first().span.since, at(20));
        QVERIFY(standing.first().sawItCome);
    }

    void aStateCanBeLookedUpLater()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"history.sqlite"_s);
        {
            History history(path);
            QVERIFY(history.open());
            QVERIFY(history.record(look(0, { { u"a"_s, u"waiting_for_reboot"_s } })));
            QVERIFY(history.record(look(60, { { u"a"_s, u"installed"_s } })));
            QVERIFY(history.record(look(120, { { u"a"_s, u"installed"_s } })));
        }
        History history(path); // the next day, after a restart
        QVERIFY(history.open());
        QVERIFY(history.record(look(86400, { { u"a"_s, u"installing"_s } })));
        const auto then = history.stateAt(u"node"_s, u"a"_s, at(30));
        QVERIFY(then.has_value());
        QCOMPARE(then->span.state, u"waiting_for_reboot"_s);
        QVERIFY(then->wasWatched);
        const auto gap = history.stateAt(u"node"_s, u"a"_s, at(40000));
        QVERIFY(gap.has_value());
        QCOMPARE(gap->span.state, u"installed"_s);
        QVERIFY(!gap->wasWatched); // nobody looked, and it says so
        QCOMPARE(gap->lastSeen, at(120));
        QVERIFY(!history.stateAt(u"node"_s, u"a"_s, at(-5)).has_value());
        QCOMPARE(history.stateAt(u"node"_s, u"a"_s, at(90000))->span.state, u"installing"_s);
        QCOMPARE(history.watched(at(0), at(90000)).size(), 2);
    }

    void aRestartContinuesWhatStands()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"history.sqlite"_s);
        for (int start = 0; start < 3; ++start) {
            History history(path);
            QVERIFY(history.open());
            QVERIFY(history.record(look(start * 3600, { { u"a"_s, u"installed"_s } }, 1)));
        }
        History history(path);
        QVERIFY(history.open());
        QCOMPARE(told(history.states(u"node"_s, u"a"_s, at(0), at(90000))), QStringList { u"installed 0–"_s });
        QCOMPARE(history.watched(at(0), at(90000)).size(), 3);
    }

    void whatAFailedAnswerDoesNotShowHasNotGone()
    {
        History history({});
        QVERIFY(history.open());
        QVERIFY(history.record(look(0, { { u"a"_s, u"installed"_s }, { u"b"_s, u"installed"_s } })));
        Sighting blind;
        blind.time = at(10);
        QVERIFY(history.record(blind));
        QCOMPARE(told(history.states(u"node"_s, u"b"_s, at(0), at(90))), QStringList { u"installed 0–"_s });
        QVERIFY(history.record(look(20, { { u"a"_s, u"installed"_s } })));
        QCOMPARE(told(history.states(u"node"_s, u"b"_s, at(0), at(90))), QStringList { u"installed 0–20"_s });
        QVERIFY(!history.stateAt(u"node"_s, u"b"_s, at(30)).has_value());
    }

    void thingsBeginAndEnd()
    {
        History history({});
        QVERIFY(history.open());
        Sighting sighting;
        sighting.whole = { u"machine"_s };
        sighting.time = at(10);
        sighting.things = { { u"machine"_s, u"vsi-1"_s, at(0), { { u"usdPerHour"_s, 0.1 } } } };
        QVERIFY(history.record(sighting));
        sighting.time = at(20);
        sighting.things.clear();
        QVERIFY(history.record(sighting));
        const QList<ThingSeen> all = history.things(u"machine"_s);
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().created, at(0));
        QCOMPARE(all.first().ended, at(20));
        QCOMPARE(all.first().data.value(u"usdPerHour"_s).toDouble(), 0.1);
        QVERIFY(history.things(u"machine"_s, at(30)).isEmpty());
        sighting.time = at(3600);
        sighting.things = { { u"machine"_s, u"vsi-2"_s, at(1800), { { u"usdPerHour"_s, 2 } } }, { u"machine"_s, u"vsi-3"_s, at(0), { { u"usdPerHour"_s, -1 } } } };
        QVERIFY(history.record(sighting));
        const Total total = history.lasted(u"machine"_s, u"usdPerHour"_s, at(3600));
        QCOMPARE(total.since, at(0));
        QCOMPARE(qRound(total.sum * 100000), qRound((0.1 * 20 / 3600 + 2 * 0.5) * 100000));
        QCOMPARE(history.things(u"machine"_s, {}, 1).first().id, u"vsi-2"_s);
    }

    void itNeverGrowsBeyondItsCap()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"history.sqlite"_s);
        constexpr qint64 cap = 200 * 1024;
        History history(path, cap);
        QVERIFY(history.open());
        for (int i = 0; i < 1500; ++i) {
            QHash<QString, QString> nodes;
            for (int node = 0; node < 8; ++node) {
                nodes.insert(u"10.240.0.%1"_s.arg(node), i % 2 == 0 ? u"installed"_s : u"waiting_for_reboot"_s);
            }
            QVERIFY(history.record(look(i * 10, nodes, i)));
        }
        QVERIFY2(history.size() <= cap * 5 / 4, qPrintable(QString::number(history.size())));
        const qint64 onDisk = QFileInfo(path).size() + QFileInfo(path + u"-wal"_s).size();
        QVERIFY2(onDisk <= cap * 2 + 4 * 1024 * 1024, qPrintable(QString::number(onDisk)));
        // The newest is there, the oldest went, what stands still stands.
        QVERIFY(!history.figure(u"nodes/installed"_s, at(14000), at(15000)).isEmpty());
        QVERIFY(history.states(u"node"_s, {}, at(0), at(2000)).isEmpty());
        QCOMPARE(history.stateAt(u"node"_s, u"10.240.0.1"_s, at(15000))->span.state, u"waiting_for_reboot"_s);
    }

    void whatPodsWereGoesFirst()
    {
        constexpr qint64 cap = 200 * 1024;
        History history({}, cap);
        QVERIFY(history.open());
        QVERIFY(history.record(look(0, { { u"a"_s, u"installed"_s } })));
        QVERIFY(history.record(look(10, { { u"a"_s, u"installing"_s } })));
        for (int i = 2; i < 1500; ++i) {
            Sighting sighting;
            sighting.time = at(i * 10);
            for (int pod = 0; pod < 8; ++pod) {
                sighting.states.append({ u"pod"_s, u"uid-%1"_s.arg(pod), i % 2 == 0 ? u"running"_s : u"requested"_s });
            }
            QVERIFY(history.record(sighting));
        }
        QVERIFY2(history.size() <= cap * 5 / 4, qPrintable(QString::number(history.size())));
        QVERIFY(history.states(u"pod"_s, {}, at(0), at(2000)).isEmpty());
        QVERIFY(!history.states(u"pod"_s, {}, at(14000), at(15000)).isEmpty());
        QCOMPARE(told(history.states(u"node"_s, u"a"_s, at(0), at(15000))), (QStringList { u"installed 0–10"_s, u"installing 10–"_s }));
    }

    void onlyItsOwnerMayReadIt()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"history.sqlite"_s);
        History history(path);
        QVERIFY(history.open());
        QVERIFY(history.record(look(0, { { u"a"_s, u"installed"_s } })));
        for (const QString& file : { path, path + u"-wal"_s, path + u"-shm"_s }) {
            if (QFile::exists(file)) {
                QVERIFY2((QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)) == 0, qPrintable(file));
            }
        }
    }

    void aDamagedFileIsPutAside()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"history.sqlite"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(9000, 'x'));
        file.close();
        History history(path);
        QVERIFY(history.open());
        QVERIFY(history.record(look(0, { { u"a"_s, u"installed"_s } })));
        QVERIFY(history.stateAt(u"node"_s, u"a"_s, at(0)).has_value());
        QCOMPARE(QDir(dir.path()).entryList({ u"*set-aside*"_s }, QDir::Files).size(), 1);
    }

    void severalThreadsMayUseIt()
    {
        QTemporaryDir dir;
        History history(dir.filePath(u"history.sqlite"_s));
        QVERIFY(history.open());
        std::atomic_int failures = 0;
        QList<QThread*> threads;
        for (int n = 0; n < 3; ++n) {
            threads.append(QThread::create([&history, &failures, n] {
                for (int i = 0; i < 60; ++i) {
                    Sighting sighting;
                    sighting.time = at(i);
                    sighting.states = { { u"kind%1"_s.arg(n), u"x"_s, QString::number(i) } };
                    sighting.whole = { u"kind%1"_s.arg(n) };
                    failures += history.record(sighting) ? 0 : 1;
                    failures += history.states(u"kind%1"_s.arg(n), u"x"_s, at(-1), at(100)).size() == i + 1 ? 0 : 1;
                }
            }));
        }
        for (QThread* thread : std::as_const(threads)) {
            thread->start();
        }
        for (QThread* thread : std::as_const(threads)) {
            QVERIFY(thread->wait(60000));
            delete thread;
        }
        QCOMPARE(failures.load(), 0);
    }

    void fiveThousandNodesAreNoteWorthyOnlyOnce()
    {
        QTemporaryDir dir;
        History history(dir.filePath(u"history.sqlite"_s));
        QVERIFY(history.open());
        QHash<QString, QString> nodes;
        for (int node = 0; node < 5000; ++node) {
            nodes.insert(u"10.240.%1.%2"_s.arg(node / 250).arg(node % 250), u"installed"_s);
        }
        QElapsedTimer first;
        first.start();
        QVERIFY(history.record(look(0, nodes, 5000)));
        const qint64 firstMs = first.restart();
        QVERIFY(history.record(look(10, nodes, 5000)));
        const qint64 laterMs = first.elapsed();
        std::printf("history: 5000 nodes first %lld ms, unchanged %lld ms, %lld bytes\n", static_cast<long long>(firstMs), static_cast<long long>(laterMs), static_cast<long long>(history.size()));
        QVERIFY(laterMs <= qMax<qint64>(500, 2 * firstMs));
        QCOMPARE(history.states(u"node"_s, {}, at(0), at(20)).size(), 5000);
    }
};

COCOON_TEST(TstHistory)
#include "tst_history.moc"
