// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/clock.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QElapsedTimer>

using namespace cocoon;
using namespace std::chrono_literals;

class TstClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deadlinesShrinkButNotBelowHalfAMinute_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<qint64>("world");
        QTest::addColumn<qint64>("expected");
        const qint64 minute = 60'000;
        QTest::newRow("real time") << 1.0 << 20 * minute << 20 * minute;
        QTest::newRow("short ones are longer") << 1.0 << qint64(1000) << minute / 2;
        QTest::newRow("60 times faster") << 60.0 << 60 * minute << 60 * minute; // one real minute
        QTest::newRow("60 times faster, floor") << 60.0 << minute << 30 * minute; // half a real minute
        QTest::newRow("no waits, floor") << 0.0 << 20 * minute << 500 * minute;
        QTest::newRow("negative scale is no waits") << -3.0 << 20 * minute << 500 * minute;
    }

    void deadlinesShrinkButNotBelowHalfAMinute()
    {
        QFETCH(double, scale);
        QFETCH(qint64, world);
        QFETCH(qint64, expected);
        QCOMPARE(qint64(SystemClock(scale).deadline(milliseconds(world)).count()), expected);
    }

    void waitsShrink_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<qint64>("world");
        QTest::addColumn<qint64>("atLeast");
        QTest::newRow("real time") << 1.0 << qint64(40) << qint64(39);
        QTest::newRow("1000 times faster") << 1000.0 << qint64(40'000) << qint64(39);
        QTest::newRow("no waits") << 0.0 << qint64(24 * 3600 * 1000) << qint64(0);
    }

    void waitsShrink()
    {
        QFETCH(double, scale);
        QFETCH(qint64, world);
        QFETCH(qint64, atLeast);
        SystemClock clock(scale);
        bool called = false;
        QElapsedTimer timer;
        timer.start();
        clock.after(milliseconds(world), this, [&] { called = true; });
        QVERIFY(!called);
        QTRY_VERIFY(called);
        QVERIFY(timer.elapsed() >= atLeast);
        QVERIFY(timer.elapsed() < 4000);
    }

    void neverCallsFromInside()
    {
        for (const milliseconds delay : { 0ms, -5ms }) {
            SystemClock clock;
            bool called = false;
            clock.after(delay, this, [&] { called = true; });
            QVERIFY(!called);
            QTRY_VERIFY(called);
        }
    }

    void veryLongWaitsDoNotWrapAround()
    {
        SystemClock clock;
        bool called = false;
        bool later = false;
        clock.after(std::chrono::hours(24 * 60), this, [&] { called = true; });
        clock.after(30ms, this, [&] { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!called);
    }

    void aDeadContextIsNotCalled()
    {
        SystemClock system(0);
        test::ManualClock manual;
        for (Clock* clock : { static_cast<Clock*>(&system), static_cast<Clock*>(&manual) }) {
            auto context = std::make_unique<QObject>();
            bool wrong = false;
            bool right = false;
            clock->after(1ms, context.get(), [&] { wrong = true; });
            clock->after(2ms, this, [&] { right = true; });
            context.reset();
            manual.advance(5ms);
            QTRY_VERIFY(right);
            QVERIFY(!wrong);
        }
    }

    void ageIsWorldTime()
    {
        SystemClock fast(1000);
        const milliseconds before = fast.monotonic();
        const QDateTime wall = fast.now();
        bool called = false;
        fast.after(20s, this, [&] { called = true; });
        QTRY_VERIFY(called);
        QVERIFY(fast.monotonic() - before >= 19s);
        QVERIFY(wall.msecsTo(fast.now()) < 4000); // wall time is never scaled
        QCOMPARE(fast.now().timeSpec(), Qt::UTC);
    }

    void manualTimeMovesWhenTold()
    {
        test::ManualClock clock;
        QStringList calls;
        clock.after(20ms, this, [&] { calls.append(QStringLiteral("b")); });
        clock.after(10ms, this, [&] {
            calls.append(QStringLiteral("a"));
            clock.after(5ms, this, [&] { calls.append(QStringLiteral("a2")); });
        });
        clock.after(20ms, this, [&] { calls.append(QStringLiteral("c")); });
        const QDateTime start = clock.now();
        clock.advance(9ms);
        QCOMPARE(calls, QStringList());
        clock.advance(91ms);
        QCOMPARE(calls.join(u' '), QStringLiteral("a a2 b c"));
        QCOMPARE(clock.monotonic(), milliseconds(100));
        QCOMPARE(start.msecsTo(clock.now()), 100);
        QVERIFY(!clock.advanceToNext());
    }
};

COCOON_TEST(TstClock)
#include "tst_clock.moc"
