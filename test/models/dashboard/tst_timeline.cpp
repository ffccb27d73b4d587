// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/sighting.h"
#include "models/dashboard/timeline.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;

namespace {
    const QDateTime kStart(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);

    void look(history::History& history, int seconds, double a, double b)
    {
        history::Sighting sighting;
        sighting.time = kStart.addSecs(seconds);
        sighting.figures = { { u"n/a"_s, a }, { u"n/b"_s, b }, { u"n/never"_s, 0 } };
        QVERIFY(history.record(sighting));
    }

    QString told(const Stack& stack)
    {
        QStringList all;
        for (const Stack::Step& step : stack.steps) {
            QStringList values;
            for (const double value : step.values) {
                values.append(QString::number(value));
            }
            all.append(u"%1:%2"_s.arg(kStart.secsTo(step.time)).arg(step.isWatched() ? values.join(u'+') : u"?"_s));
        }
        return all.join(u' ');
    }

    Start start(qint64 toReady, qint64 toRunning = -1)
    {
        return { u"default/x"_s, u"node"_s, kStart, toRunning, -1, toReady };
    }
}

class TstTimeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsHoldUntilTheyChange()
    {
        history::History history({});
        QVERIFY(history.open());
        look(history, 0, 3, 0);
        look(history, 60, 2, 1);
        look(history, 120, 2, 1);
        const Stack stack = stackOf(history, u"n"_s, { u"a"_s, u"b"_s, u"never"_s }, kStart.addSecs(-3600), kStart.addSecs(120));
        QCOMPARE(stack.piles, (QStringList { u"a"_s, u"b"_s })); // what never was is no line
        QCOMPARE(told(stack), u"0:3+0 60:2+1"_s);
        QCOMPARE(stack.from, kStart); // not an hour of nothing
        QCOMPARE(stack.highest, 3.0);
    }

    void aCordonIsNoNewInstallState()
    {
        history::History history({});
        QVERIFY(history.open());
        const auto look = [&history](int seconds, const QString& state) {
            history::Sighting sighting;
            sighting.time = kStart.addSecs(seconds);
            sighting.whole = { u"node"_s };
            if (!state.isEmpty()) {
                sighting.states = { { u"node"_s, u"a"_s, state } };
            }
            QVERIFY(history.record(sighting));
        };
        const auto since = [&history] { return kStart.secsTo(installStandings(history).value(u"a"_s).span.since); };
        const auto sawItCome = [&history] { return installStandings(history).value(u"a"_s).sawItCome; };
        look(0, u"installed"_s);
        look(10, u"installed,cordoned"_s);
        look(20, u"installed"_s);
        QCOMPARE(since(), 0);
        QVERIFY(!sawItCome()); // it may have been installed for longer
        QCOMPARE(installStandings(history).value(u"a"_s).span.state, u"installed"_s);
        look(30, u"waiting_to_uninstall"_s);
        QCOMPARE(since(), 30);
        QVERIFY(sawItCome());
        look(40, u"waiting_to_uninstall,not-ready"_s);
        look(50, u"waiting_to_uninstall"_s);
        QCOMPARE(since(), 30);
        QVERIFY(sawItCome());
        look(60, {});
        look(70, u"waiting_to_uninstall,cordoned"_s);
        look(80, u"waiting_to_uninstall"_s);
        QCOMPARE(since(), 70); // another node of the same name
        QVERIFY(!sawItCome());
    }

    void whereNobodyLookedThereIsNoValue()
    {
        history::History history({});
        QVERIFY(history.open());
        look(history, 0, 3, 0);
        look(history, 60, 3, 0);
        look(history, 3600, 1, 0); // after a break
        const Stack stack = stackOf(history, u"n"_s, { u"a"_s }, kStart.addSecs(-10), kStart.addSecs(3660));
        QCOMPARE(told(stack), u"0:3 60:? 3600:1"_s);
        // Whoever looked a moment ago still does; later nobody did.
        QCOMPARE(told(stackOf(history, u"n"_s, { u"a"_s }, kStart.addSecs(-10), kStart.addSecs(9000))), u"0:3 60:? 3600:1 3720:?"_s);
    }

    void aWindowBeginsWithWhatStoodThen()
    {
        history::History history({});
        QVERIFY(history.open());
        for (int second = 0; second <= 600; second += 60) {
            look(history, second, second < 300 ? 1 : 2, 0);
        }
        const Stack stack = stackOf(history, u"n"_s, { u"a"_s }, kStart.addSecs(200), kStart.addSecs(600));
        QCOMPARE(told(stack), u"200:1 300:2"_s);
    }

    void nothingSeenIsEmpty()
    {
        history::History history({});
        QVERIFY(history.open());
        QVERIFY(stackOf(history, u"n"_s, { u"a"_s }, kStart, kStart.addSecs(60)).isEmpty());
        QVERIFY(histogramOf({}, 10, 1000).counts.isEmpty());
    }

    void manyStepsAreThinnedToTheLastOfEachPlace()
    {
        Stack stack { kStart, kStart.addSecs(10000), { u"a"_s }, {}, 1 };
        for (int i = 0; i < 10000; ++i) {
            stack.steps.append({ kStart.addSecs(i), { static_cast<double>(i) } });
        }
        const Stack thin = thinned(stack, 100);
        QVERIFY(thin.steps.size() <= 101);
        QCOMPARE(thin.steps.last().values.first(), 9999.0);
        QCOMPARE(told(thinned(thin, 1000)), told(thin));
    }

    void histogram_data()
    {
        QTest::addColumn<QList<qint64>>("ready");
        QTest::addColumn<qint64>("binMs");
        QTest::addColumn<QList<int>>("counts");
        QTest::addColumn<qint64>("median");
        QTest::addColumn<int>("slow");
        QTest::newRow("one") << QList<qint64> { 200000 } << qint64(1000) << QList<int> { 1 } << qint64(200000) << 0;
        QTest::newRow("spread") << QList<qint64> { 180000, 200000, 200000, 239000 } << qint64(15000) << QList<int> { 1, 2, 0, 1 } << qint64(200000) << 0;
        QTest::newRow("one of them slow") << QList<qint64> { 200000, 1000000 } << qint64(120000) << QList<int> { 1, 0, 0, 0, 0, 0, 0, 1 } << qint64(200000) << 1;
        QTest::newRow("unfinished ones do not count") << QList<qint64> { 200000, -1, -1 } << qint64(1000) << QList<int> { 1 } << qint64(200000) << 0;
    }
    void histogram()
    {
        QFETCH(QList<qint64>, ready);
        QFETCH(qint64, binMs);
        QFETCH(QList<int>, counts);
        QFETCH(qint64, median);
        QFETCH(int, slow);
        QList<Start> starts;
        for (const qint64 ms : ready) {
            starts.append(start(ms));
        }
        const Histogram histogram = histogramOf(starts, ready.size() == 4 ? 4 : 7, 900000);
        QCOMPARE(histogram.binMs, binMs);
        QCOMPARE(histogram.counts, counts);
        QCOMPARE(histogram.medianMs, median);
        QCOMPARE(histogram.slow, slow);
    }

    void stagesOfAStartComeFromWhatWasSeen()
    {
        history::History history({});
        QVERIFY(history.open());
        history::Sighting sighting;
        sighting.time = kStart.addSecs(300);
        sighting.things = { { u"start"_s, u"uid"_s, kStart, { { u"ns"_s, u"default"_s }, { u"name"_s, u"hello"_s }, { u"running"_s, u"2026-01-15T12:03:00.000Z"_s }, { u"ready"_s, u"2026-01-15T12:03:30.000Z"_s } } } };
        QVERIFY(history.record(sighting));
        const QList<Start> starts = startsOf(history);
        QCOMPARE(starts.size(), 1);
        QCOMPARE(starts.first().pod, u"default/hello"_s);
        QCOMPARE(starts.first().toRunning, 180000);
        QCOMPARE(starts.first().toAgent, -1);
        QCOMPARE(starts.first().toReady, 210000);
    }
};

COCOON_TEST(TstTimeline)
#include "tst_timeline.moc"
