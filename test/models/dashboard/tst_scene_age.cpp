// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/age.h"
#include "models/dashboard/attention.h"
#include "models/dashboard/sentence.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

/// What was seen long ago, and prices that nobody confirmed.
class TstSceneAge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAWatchLeftBehindIsOld()
    {
        test::Site site = test::runningSite();
        world::Answer nodes = site.world.answer(ask::list(res::nodes));
        nodes.error = { Errc::Network, u"connection refused"_s, {} };
        site.world.set(ask::list(res::nodes), nodes);
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.nodesPart.state, Part::State::Stale);
        QCOMPARE(scene.nodes.size(), 3);
        QCOMPARE(howLong(scene.now.addSecs(-7), scene.now), u"7 s"_s);
        const QString sentence = sentenceOf(scene, scene.nodesPart.since.addSecs(8));
        QVERIFY2(sentence.startsWith(u"As it was 8 s ago: 3 of 3 worker"), qPrintable(sentence));
        QCOMPARE(attentionOf(scene, {}, 0).first().id, u"unreachable"_s);
    }

    void timesAreWrittenOneWay_data()
    {
        QTest::addColumn<int>("ms");
        QTest::addColumn<QString>("measured");
        QTest::addColumn<QString>("stamped");
        QTest::addColumn<QString>("since");
        QTest::newRow("an instant") << 400 << u"0.4 s"_s << u"under 1 s"_s << u"0 s"_s;
        QTest::newRow("seconds") << 3000 << u"3.0 s"_s << u"3 s"_s << u"3 s"_s;
        QTest::newRow("minutes") << 125000 << u"2 min 05 s"_s << u"2 min 05 s"_s << u"2 min"_s;
        QTest::newRow("hours") << 3 * 3600000 + 300000 << u"3 h 05 min"_s << u"3 h 05 min"_s << u"3 h 05 min"_s;
        QTest::newRow("days") << 51 * 3600000 << u"2 d 3 h"_s << u"2 d 3 h"_s << u"2 d 3 h"_s;
    }
    void timesAreWrittenOneWay()
    {
        QFETCH(int, ms);
        QFETCH(QString, measured);
        QFETCH(QString, stamped);
        QFETCH(QString, since);
        QCOMPARE(durationText(std::chrono::milliseconds(ms)), measured);
        QCOMPARE(secondsText(std::chrono::milliseconds(ms)), stamped);
        const QDateTime now(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
        QCOMPARE(howLong(now.addMSecs(-ms), now), since);
        QCOMPARE(howLong(QDateTime(), now), QString()); // nobody knows
    }

    /// The cloud's answers are polled: one that was not given again in time is old, and so is what it costs.
    void whatTheCloudSaidLongAgoIsOld_data()
    {
        using State = world::Answer::State;
        QTest::addColumn<int>("answer");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<int>("part");
        const auto row = [](const char* name, State answer, int seconds, Part::State part) { QTest::newRow(name) << static_cast<int>(answer) << seconds << static_cast<int>(part); };
        row("asked again", State::Pending, 8, Part::State::Known);
        row("asked again, in vain", State::Pending, 60, Part::State::Stale);
        row("not heard of since", State::Known, 60, Part::State::Stale);
        row("young", State::Known, 8, Part::State::Known);
    }
    void whatTheCloudSaidLongAgoIsOld()
    {
        QFETCH(int, answer);
        QFETCH(int, seconds);
        QFETCH(int, part);
        test::Site site = test::runningSite();
        const world::Query question = ask::instances(u"eu-de"_s, u"r010-vpc"_s);
        world::Answer instances = site.world.answer(question);
        instances.state = static_cast<world::Answer::State>(answer);
        instances.observedAt = site.world.now().addSecs(-seconds);
        site.world.set(question, instances);
        const Scene scene = test::sceneOf(site);
        QCOMPARE(static_cast<int>(scene.machinesPart.state), part);
        QCOMPARE(static_cast<int>(scene.moneyPart.state), part);
        QCOMPARE(scene.moneyPart.since, instances.observedAt);
        QCOMPARE(scene.machines.size(), 1);
    }

    void aRecordedPriceIsMarked()
    {
        test::Site site = test::runningSite();
        site.world.set(ask::price(u"bx3dc-2x10"_s, u"eu-de"_s), QJsonObject { { u"usdPerHour"_s, 0.113 }, { u"listPriceOf"_s, u"2026-03-05"_s }, { u"source"_s, u"fallback"_s } });
        const Scene scene = test::sceneOf(site);
        QVERIFY(scene.money.isRecorded);
        QVERIFY2(sentenceOf(scene).contains(u"cost ≈ 0.113 USD/h"), qPrintable(sentenceOf(scene)));
        QVERIFY2(scene.money.note.contains(u"2026-03-05"), qPrintable(scene.money.note));
    }
};

COCOON_TEST(TstSceneAge)
#include "tst_scene_age.moc"
