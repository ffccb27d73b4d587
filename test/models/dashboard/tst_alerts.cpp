// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/alerts.h"
#include "models/dashboard/sighting.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;

namespace {
    /// One look: what is told now, and then kept.
    QStringList look(test::Site& site, history::History& history, int minutes, double limit = 0)
    {
        site.world.setNow(QDateTime(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC).addSecs(minutes * 60));
        for (const QString& key : site.world.keys()) { // everything has answered again since
            const world::Query query = world::Query::fromKey(key);
            world::Answer answer = site.world.answer(query);
            answer.observedAt = site.world.now();
            site.world.set(query, answer);
        }
        const Scene scene = test::sceneOf(site);
        const QList<Attention> attention = attentionOf(scene, {}, limit);
        QStringList told;
        for (const Alert& alert : alertsOf(scene, attention, history)) {
            told.append(alert.attention.id);
        }
        const Result<Done> kept = history.record(sightingOf(scene, history, standingAlerts(attention)));
        return kept ? told : QStringList { kept.error().message };
    }
}

class TstAlerts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrphanIsToldOnceAlsoOverARestart()
    {
        QTemporaryDir dir;
        test::Site site = test::runningSite();
        {
            history::History history(dir.filePath(u"h"_s));
            QVERIFY(history.open());
            QCOMPARE(look(site, history, 0), QStringList());
            test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
            QCOMPARE(look(site, history, 1), QStringList { u"orphan/vsi-9"_s });
            QCOMPARE(look(site, history, 2), QStringList());
        }
        history::History history(dir.filePath(u"h"_s));
        QVERIFY(history.open());
        QCOMPARE(look(site, history, 60), QStringList());
        test::addVsi(site, test::vsi("vsi-10", "podvm-other-1f3a0000", "2026-01-15T09:00:00Z"));
        QCOMPARE(look(site, history, 61), QStringList { u"orphan/vsi-10"_s });
    }

    void anOrphanIsNotForgottenWhileNobodyCanTellWhoseItIs()
    {
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        const QJsonObject lost = test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z");
        test::addVsi(site, lost);
        QCOMPARE(look(site, history, 0), QStringList { u"orphan/vsi-9"_s });
        // The list of clusters fails: another one may share the VPC, so nobody is accused …
        const world::Answer clusters = site.world.answer(world::ask::clusters());
        site.world.fail(world::ask::clusters(), { Errc::Server, u"no"_s, {} });
        QCOMPARE(test::sceneOf(site).orphans().size(), 0);
        QCOMPARE(look(site, history, 1), QStringList());
        // … and when it is back, it is still the same orphan.
        site.world.set(world::ask::clusters(), clusters);
        QCOMPARE(test::sceneOf(site).orphans().size(), 1);
        QCOMPARE(look(site, history, 2), QStringList());
        // One that was removed and whose like comes back is news.
        const world::Query instances = world::ask::instances(u"eu-de"_s, u"r010-vpc"_s);
        const QJsonArray all = site.world.answer(instances).value.toArray();
        QJsonArray without = all;
        without.removeLast();
        site.world.set(instances, without);
        QCOMPARE(look(site, history, 3), QStringList());
        site.world.set(instances, all);
        QCOMPARE(look(site, history, 4), QStringList { u"orphan/vsi-9"_s });
    }

    void theSpendLimitIsToldAgainOnlyAfterItWasKept()
    {
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        QCOMPARE(look(site, history, 0, 0.05), QStringList { u"spend"_s });
        QCOMPARE(look(site, history, 1, 0.05), QStringList());
        QCOMPARE(look(site, history, 2, 5), QStringList());
        QCOMPARE(look(site, history, 3, 0.05), QStringList { u"spend"_s });
    }

    void aWorkerThatFallsOutOfInstalledIsTold()
    {
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        QCOMPARE(look(site, history, 0), QStringList());
        const QJsonObject healthy = site.node(1);
        site.setNode(1, with(healthy, { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, u"installing"_s));
        QCOMPARE(look(site, history, 1), QStringList { u"fell/10.240.0.5"_s });
        QCOMPARE(look(site, history, 2), QStringList());
        site.setNode(1, healthy);
        QCOMPARE(look(site, history, 3), QStringList());
        site.setNode(1, with(healthy, { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, QJsonValue(QJsonValue::Undefined)));
        QCOMPARE(look(site, history, 4), QStringList { u"fell/10.240.0.5"_s }); // it happened again
    }

    void aWorkerThatIsGoneIsToldOnce()
    {
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        QCOMPARE(look(site, history, 0), QStringList());
        const world::Query question = world::ask::list(kube::res::nodes);
        const QJsonArray all = site.world.answer(question).value.toArray();
        QJsonArray without = all;
        without.removeAt(1);
        // What is old, or may not be read, tells of nobody's end.
        site.world.set(question, without);
        site.world.fail(question, { Errc::Network, u"connection refused"_s, {} });
        QCOMPARE(look(site, history, 1), QStringList());
        site.world.fail(question, { Errc::Forbidden, u"no"_s, {} });
        QCOMPARE(look(site, history, 2), QStringList());
        site.world.set(question, without);
        const Scene scene = test::sceneOf(site);
        const QList<Alert> alerts = alertsOf(scene, attentionOf(scene, {}, 0), history);
        QCOMPARE(alerts.size(), 1);
        QCOMPARE(alerts.first().attention.title, u"Worker 10.240.0.5 is gone"_s);
        QVERIFY(!alerts.first().attention.action.isEmpty() && alerts.first().attention.place == u"nodes"_s);
        QCOMPARE(look(site, history, 3), QStringList { u"gone/10.240.0.5"_s });
        QCOMPARE(look(site, history, 4), QStringList());
        site.world.set(question, all);
        QCOMPARE(look(site, history, 5), QStringList());
        site.world.set(question, without);
        QCOMPARE(look(site, history, 6), QStringList { u"gone/10.240.0.5"_s });
        // One that was never installed is missed by nobody.
        site.world.set(question, all);
        site.setNode(1, with(site.node(1), { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, u"uninstalling"_s));
        (void)look(site, history, 7);
        site.world.set(question, without);
        QCOMPARE(look(site, history, 8), QStringList());
    }

    /// Of a pod that nobody saw come up only what can be its start counts as one: Ready comes and goes.
    void firstReady_data()
    {
        QTest::addColumn<QString>("started");
        QTest::addColumn<int>("restarts");
        QTest::addColumn<int>("seenFrom"); // minutes after twelve; < 0: Cocoon came later
        QTest::addColumn<qint64>("toReady");
        QTest::newRow("its containers had just started") << u"2026-01-15T12:13:40Z"_s << 0 << -1 << qint64(14 * 60000);
        QTest::newRow("hours after they did") << u"2026-01-15T08:13:40Z"_s << 0 << -1 << qint64(-1);
        QTest::newRow("after a restart") << u"2026-01-15T12:13:40Z"_s << 1 << -1 << qint64(-1);
        QTest::newRow("nobody knows when they did") << QString() << 0 << -1 << qint64(-1);
        QTest::newRow("somebody looked on, whatever it took") << u"2026-01-15T12:02:00Z"_s << 2 << 0 << qint64(14 * 60000);
    }
    void firstReady()
    {
        QFETCH(QString, started);
        QFETCH(int, restarts);
        QFETCH(int, seenFrom);
        QFETCH(qint64, toReady);
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        for (int minute = seenFrom; minute >= 0 && minute < 15; ++minute) { // before it was asked for, too
            (void)look(site, history, minute - 1);
        }
        QJsonObject pod = test::startingPod("default", "web", "2026-01-15T12:00:00Z");
        QJsonObject container { { u"restartCount"_s, restarts } };
        container.insert(u"state"_s, QJsonObject { { u"running"_s, started.isEmpty() ? QJsonObject() : QJsonObject { { u"startedAt"_s, started } } } });
        pod.insert(u"status"_s, QJsonObject { { u"phase"_s, u"Running"_s }, { u"containerStatuses"_s, QJsonArray { container } },
                                    { u"conditions"_s, QJsonArray { test::json(R"({"type":"Ready","status":"True","lastTransitionTime":"2026-01-15T12:14:00Z"})") } } });
        site.world.set(world::ask::list(kube::res::pods, u"default"_s), QJsonArray { pod });
        (void)look(site, history, 15);
        (void)look(site, history, 16);
        const QList<history::ThingSeen> starts = history.things(u"start"_s, site.world.now().addDays(-1));
        const auto found = std::find_if(starts.begin(), starts.end(), [](const history::ThingSeen& one) { return one.id == u"uid-web"; });
        QVERIFY(found != starts.end());
        const QDateTime ready = QDateTime::fromString(found->data.value("ready"_L1).toString(), Qt::ISODateWithMs);
        QCOMPARE(ready.isValid() ? found->created.msecsTo(ready) : qint64(-1), toReady);
    }

    void onItsWayInAWorkerIsNoAlert()
    {
        test::Site site;
        site.operatorInstalled(u"1.10.3"_s);
        site.configured();
        site.nodesAt({ u"installing"_s, u"waiting_for_reboot"_s, u"installed"_s });
        history::History history({});
        QVERIFY(history.open());
        QCOMPARE(look(site, history, 0), QStringList());
        QCOMPARE(look(site, history, 1), QStringList());
    }

    void whatIsSeenIsCountedByPile()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        history::History history({});
        QVERIFY(history.open());
        (void)look(site, history, 0);
        const auto figure = [&](const QString& name) {
            const auto samples = history.figure(name, QDateTime(QDate(2026, 1, 15), QTime(11, 0), Qt::UTC), QDateTime(QDate(2026, 1, 15), QTime(13, 0), Qt::UTC));
            return samples.isEmpty() ? -1.0 : samples.last().value;
        };
        QCOMPARE(figure(u"nodes/installed"_s), 3.0);
        QCOMPARE(figure(u"nodes/rebooting"_s), 0.0);
        QCOMPARE(figure(u"machines/running"_s), 1.0);
        QCOMPARE(figure(u"machines/orphan"_s), 1.0);
        QCOMPARE(qRound(figure(u"usd/hour"_s) * 1000), 226);
        QCOMPARE(figure(u"slots/used"_s), 1.0);
        QCOMPARE(history.things(u"machine"_s).size(), 2);
        QCOMPARE(history.things(u"start"_s).size(), 1);
    }

    void whatAPodWasIsKept()
    {
        test::Site site = test::runningSite();
        history::History history({});
        QVERIFY(history.open());
        const world::Query pods = world::ask::list(kube::res::pods, u"default"_s);
        const QJsonArray before = site.world.answer(pods).value.toArray();
        const auto told = [&history] {
            QStringList words;
            for (const history::StateSpan& span : podStates(history, u"uid-web"_s)) {
                words.append(span.until.isValid() ? span.state : span.state + u" …"_s);
            }
            return words.join(u' ');
        };
        QJsonObject pod = test::startingPod("default", "web", "2026-01-15T12:00:00Z");
        site.world.set(pods, QJsonArray { before.first(), pod });
        (void)look(site, history, 1);
        QCOMPARE(told(), u"requested …"_s);
        pod = with(pod, { u"status"_s, u"containerStatuses"_s }, QJsonArray { test::json(R"({"state":{"waiting":{"reason":"ImagePullBackOff"}}})") });
        site.world.set(pods, QJsonArray { before.first(), pod });
        (void)look(site, history, 2);
        QCOMPARE(told(), u"requested ImagePullBackOff …"_s);
        pod = with(pod, { u"status"_s }, test::json(R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}]})"));
        site.world.set(pods, QJsonArray { before.first(), pod });
        // What is known of servers is old for a while: nothing is said, and nothing ends.
        const world::Query instances = world::ask::instances(u"eu-de"_s, u"r010-vpc"_s);
        const QJsonValue servers = site.world.answer(instances).value;
        site.world.fail(instances, { Errc::Server, u"no"_s, {} });
        (void)look(site, history, 3);
        QCOMPARE(told(), u"requested ImagePullBackOff …"_s);
        site.world.set(instances, servers);
        (void)look(site, history, 4);
        QCOMPARE(told(), u"requested ImagePullBackOff running …"_s);
        site.world.set(pods, before);
        (void)look(site, history, 5);
        QCOMPARE(told(), u"requested ImagePullBackOff running"_s);
    }

    void noSecretIsKept()
    {
        QTemporaryDir dir;
        test::Site site = test::runningSite();
        site.keyMade();
        site.configured();
        site.installed();
        {
            history::History history(dir.filePath(u"h"_s));
            QVERIFY(history.open());
            (void)look(site, history, 0);
        }
        QFile file(dir.filePath(u"h"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("10.240.0.4"));
        for (const char* word : { "hmac", "API_KEY", "INITDATA", "kim@example" }) {
            QVERIFY2(!bytes.contains(word), word);
        }
    }
};

COCOON_TEST(TstAlerts)
#include "tst_alerts.moc"
