// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/attention.h"
#include "models/dashboard/sentence.h"
#include "models/dashboard/sighting.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    QStringList ids(const QList<Attention>& attention)
    {
        QStringList all;
        for (const Attention& one : attention) {
            all.append(one.id);
        }
        return all;
    }
    const Error kForbidden { Errc::Forbidden, u"nodes is forbidden"_s, {} };
    const Error kNoLogin { Errc::Unauthorized, u"There is no credential for IBM Cloud."_s, {} };
    const Error kCut { Errc::Network, u"connection refused"_s, {} };
}

class TstScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHealthyClusterIsSaidInOneBreath()
    {
        const test::Site site = test::runningSite();
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.workers(), 3);
        QCOMPARE(scene.installedWorkers(), 3);
        QCOMPARE(scene.readyPods(), 1);
        QCOMPARE(scene.machines.size(), 1);
        QCOMPARE(scene.machines.first().owner, u"default/helloworld"_s);
        QVERIFY(!scene.machines.first().isUnclaimed);
        QCOMPARE(scene.capacity.places, 30);
        QCOMPARE(scene.capacity.used, 1);
        QCOMPARE(scene.nodes.first().used, 1);
        QCOMPARE(scene.nodes.first().cloudHealth, u"normal"_s);
        QCOMPARE(scene.nodes.first().flavor, u"bx2.4x16"_s);
        QCOMPARE(scene.nodes.first().adaptor, u"osc-caa-ds-0"_s);
        QVERIFY(scene.nodes.first().isHealthy());
        QVERIFY(scene.money.isKnown);
        QCOMPARE(qRound(scene.money.usdPerHour * 1000), 113);
        const QString sentence = sentenceOf(scene);
        QVERIFY2(sentence.startsWith(u"3 of 3 worker"), qPrintable(sentence));
        QVERIFY2(sentence.contains(u"Peer pods cost 0.11 USD/h; every VSI has an owner."), qPrintable(sentence));
        QVERIFY2(attentionOf(scene, {}, 0).isEmpty(), qPrintable(ids(attentionOf(scene, {}, 0)).join(u' ')));
    }

    void nothingInstalledIsSaidPlainly()
    {
        test::Site site;
        site.world.set(ask::list(res::kataConfigs), QJsonArray());
        site.world.set(ask::list(res::peerPods), QJsonArray());
        site.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), QJsonArray());
        const Scene scene = test::sceneOf(site);
        QVERIFY(!scene.isInstalled);
        QVERIFY2(sentenceOf(scene).contains(u"not installed on the 3"), qPrintable(sentenceOf(scene)));
    }

    void whatIsNotAnsweredIsNotZero()
    {
        test::Site site;
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.machinesPart.state, Part::State::Loading);
        QCOMPARE(scene.podsPart.state, Part::State::Loading);
        QVERIFY(!scene.money.isKnown);
    }

    void parts_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<int>("errc");
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("state");
        const auto row = [](const char* name, const QString& question, Errc errc, const char* part, Part::State state) {
            QTest::newRow(name) << question << static_cast<int>(errc) << QString::fromLatin1(part) << static_cast<int>(state);
        };
        row("nodes forbidden", ask::list(res::nodes).key(), Errc::Forbidden, "nodes", Part::State::Forbidden);
        row("nodes cut", ask::list(res::nodes).key(), Errc::Network, "nodes", Part::State::Stale);
        row("peer pods forbidden", ask::list(res::peerPods).key(), Errc::Forbidden, "pods", Part::State::Forbidden);
        row("no login", ask::clusters().key(), Errc::Unauthorized, "machines", Part::State::NoCredential);
        row("servers forbidden", ask::instances(u"eu-de"_s, u"r010-vpc"_s).key(), Errc::Forbidden, "machines", Part::State::Forbidden);
        row("servers stale", ask::instances(u"eu-de"_s, u"r010-vpc"_s).key(), Errc::Server, "money", Part::State::Stale);
        row("subnets forbidden", ask::subnets(u"eu-de"_s, u"r010-vpc"_s).key(), Errc::Forbidden, "subnets", Part::State::Forbidden);
        row("workers of the cloud", ask::workers(u"c1demo"_s).key(), Errc::Server, "cloud", Part::State::Stale);
    }
    void parts()
    {
        QFETCH(QString, question);
        QFETCH(int, errc);
        QFETCH(QString, part);
        QFETCH(int, state);
        test::Site site = test::runningSite();
        const world::Query query = world::Query::fromKey(question);
        if (static_cast<Errc>(errc) == Errc::Unauthorized) {
            world::Answer none;
            none.state = world::Answer::State::Failed;
            none.error = kNoLogin;
            site.world.set(query, none);
        } else {
            site.world.fail(query, { static_cast<Errc>(errc), u"no"_s, {} });
        }
        const Scene scene = test::sceneOf(site);
        const Part& seen = part == u"nodes" ? scene.nodesPart : part == u"pods" ? scene.podsPart
            : part == u"machines"                                               ? scene.machinesPart
            : part == u"money"                                                  ? scene.moneyPart
            : part == u"subnets"                                                ? scene.subnetsPart
                                                                                : scene.cloudWorkersPart;
        QCOMPARE(static_cast<int>(seen.state), state);
        QVERIFY(!sentenceOf(scene).isEmpty());
    }

    void anOrphanIsNamedAndPriced()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a", "2026-01-15T09:00:00Z"));
        test::addVsi(site, test::vsi("vsi-8", "podvm-young-77aa", "2026-01-15T11:58:00Z")); // its PeerPod may still come
        test::addVsi(site, test::vsi("vsi-7", "podvm-leaving-77aa", "2026-01-15T08:00:00Z", "deleting"));
        test::addVsi(site, test::vsi("vsi-6", "bastion", "2026-01-15T08:00:00Z")); // not a pod's
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.machines.size(), 4);
        QCOMPARE(scene.orphans().size(), 1);
        QCOMPARE(scene.orphans().first().id, u"vsi-9"_s);
        const QList<Attention> attention = attentionOf(scene, {}, 0);
        QCOMPARE(attention.first().id, u"orphan/vsi-9"_s);
        QCOMPARE(attention.first().weight, Attention::Weight::Money);
        QVERIFY2(attention.first().evidence.contains(u"3 h 0 min") && attention.first().evidence.contains(u"0.34 USD"), qPrintable(attention.first().evidence));
        QVERIFY2(sentenceOf(scene).contains(u"belong to nobody and cost 0.11 USD/h of 0.45"), qPrintable(sentenceOf(scene)));
    }

    void nobodyIsCalledAnOrphanWhilePeerPodsAreNotKnown()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a", "2026-01-15T09:00:00Z"));
        site.world.fail(ask::list(res::peerPods), kCut);
        QVERIFY(test::sceneOf(site).orphans().isEmpty());
        site.world.fail(ask::list(res::peerPods), kForbidden);
        QVERIFY(test::sceneOf(site).orphans().isEmpty());
    }

    void whoMayOnlyLookIsNotInvitedToSetUp()
    {
        Scene scene;
        scene.nodesPart.state = Part::State::Known;
        const setup::Rights lacks { { { u"create"_s, u"operators.coreos.com"_s, u"subscriptions"_s, {}, {} } }, true };
        QCOMPARE(attentionOf(scene, {}, 0).first().place, u"setup"_s);
        const Attention one = attentionOf(scene, {}, 0, lacks, u"viewer"_s).first();
        QVERIFY2(one.title.startsWith(u"You cannot set up") && one.evidence.contains(u"create subscriptions.operators.coreos.com"), qPrintable(one.title + one.evidence));
        QVERIFY(one.place.isEmpty());
        QVERIFY2(one.copied.contains(u"kind: ClusterRole") && one.copied.contains(u"name: viewer"), qPrintable(one.copied));
    }

    void whatIsNowCanBeDrawnBeforeAnythingIsRecorded()
    {
        Scene scene = test::sceneOf(test::runningSite());
        const Stack nodes = stackNow(scene, u"nodes"_s, nodePiles());
        QCOMPARE(nodes.piles, QStringList { u"installed"_s });
        QCOMPARE(nodes.steps.size(), 1);
        QCOMPARE(nodes.steps.first().values, QList<double> { 3 });
        QCOMPARE(stackNow(scene, u"usd"_s, { u"hour"_s }).highest, scene.money.usdPerHour);
        scene.nodesPart.state = Part::State::Forbidden;
        QVERIFY(stackNow(scene, u"nodes"_s, nodePiles()).isEmpty());
    }

    void theHeaviestComesFirst()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a", "2026-01-15T09:00:00Z"));
        QJsonObject node = site.node(1);
        node = with(node, { u"status"_s, u"conditions"_s }, QJsonArray { test::json(R"({"type":"Ready","status":"False"})"), test::json(R"({"type":"DiskPressure","status":"True"})") });
        site.setNode(1, node);
        node = with(site.node(2), { u"spec"_s, u"unschedulable"_s }, true);
        site.setNode(2, node);
        const QList<Attention> attention = attentionOf(test::sceneOf(site), {}, 0.05);
        QCOMPARE(ids(attention), (QStringList { u"not-ready/10.240.0.5"_s, u"spend"_s, u"orphan/vsi-9"_s, u"condition/10.240.0.5"_s, u"cordoned/10.240.0.6"_s }));
        for (const Attention& one : attention) {
            QVERIFY2(!one.title.isEmpty() && !one.place.isEmpty() && !one.action.isEmpty(), qPrintable(one.id));
        }
    }

    void aPodThatFailsOrIsNotProtectedIsAnError()
    {
        test::Site site = test::runningSite();
        const QJsonObject waiting = test::json(R"({"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ImagePullBackOff"}}}]})");
        QJsonObject pod = site.world.answer(ask::list(res::pods, u"default"_s)).value.toArray().first().toObject();
        pod.insert(u"status"_s, waiting);
        site.world.set(ask::list(res::pods, u"default"_s), QJsonArray { pod });
        Scene scene = test::sceneOf(site);
        QCOMPARE(scene.failedPods(), 1);
        QCOMPARE(ids(attentionOf(scene, {}, 0)), QStringList { u"pod-failed/pod-uid"_s });

        site.podRunning(u"disabled"_s);
        QVERIFY(ids(attentionOf(test::sceneOf(site), {}, 0)).contains(u"not-confidential/vsi-1"_s));
    }

    void withOneNamespaceOnlyThatIsSaid()
    {
        test::Site site = test::runningSite();
        QJsonObject connection = site.world.answer(ask::connection()).value.toObject();
        connection.insert(u"namespace"_s, u"default"_s);
        site.world.set(ask::connection(), connection);
        const QJsonValue peerPods = site.world.answer(ask::list(res::peerPods)).value;
        site.world.fail(ask::list(res::peerPods), kForbidden);
        site.world.fail(ask::list(res::nodes), kForbidden);
        site.world.set(ask::list(res::peerPods, u"default"_s), peerPods);
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.onlyNamespace, u"default"_s);
        QCOMPARE(scene.pods.size(), 1);
        QCOMPARE(scene.podsPart.state, Part::State::Known);
        QVERIFY2(sentenceOf(scene).startsWith(u"Workers may not be read"), qPrintable(sentenceOf(scene)));
        QVERIFY(scene.orphans().isEmpty());
    }
};

COCOON_TEST(TstScene)
#include "tst_scene.moc"
