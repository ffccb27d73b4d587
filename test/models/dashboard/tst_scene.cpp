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
        QCOMPARE(scene.pods.first().ip, u"172.30.4.9"_s); // it is searched for
        QCOMPARE(scene.machines.size(), 1);
        QCOMPARE(scene.machines.first().owner, u"default/helloworld"_s);
        QCOMPARE(static_cast<int>(scene.machines.first().claim), static_cast<int>(MachineView::Claim::Owned));
        QVERIFY(scene.areOwnersSettled);
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
        QVERIFY2(sentence.contains(u"Peer pods cost 0.113 USD/h; every VSI has an owner."), qPrintable(sentence));
        QVERIFY2(attentionOf(scene, {}, 0).isEmpty(), qPrintable(ids(attentionOf(scene, {}, 0)).join(u' ')));
    }

    void nothingInstalledIsSaidPlainly()
    {
        test::Site site;
        site.world.set(ask::list(res::kataConfigs), QJsonArray());
        site.world.set(ask::list(res::peerPods), QJsonArray());
        site.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), QJsonArray());
        QCOMPARE(test::sceneOf(site).nodesPart.state, Part::State::Loading); // whether somebody else installed it is not read yet
        site.world.set(ask::list(res::runtimeClasses), QJsonArray());
        site.world.set(ask::list(res::daemonSets), QJsonArray());
        const Scene scene = test::sceneOf(site);
        QVERIFY(!scene.isInstalled);
        QVERIFY(ids(attentionOf(scene, {}, 0)).contains(u"not-installed"_s));
        site.world.fail(ask::list(res::nodes), kCut); // what is old stays, but nothing can be set up now
        QCOMPARE(ids(attentionOf(test::sceneOf(site), {}, 0)), QStringList { u"unreachable"_s });
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
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        test::addVsi(site, test::vsi("vsi-8", "podvm-young-77aa0000", "2026-01-15T11:58:00Z")); // its PeerPod may still come
        test::addVsi(site, test::vsi("vsi-7", "podvm-leaving-77aa0000", "2026-01-15T08:00:00Z", "deleting"));
        test::addVsi(site, test::vsi("vsi-6", "bastion", "2026-01-15T08:00:00Z")); // not a pod's
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.machines.size(), 4);
        QCOMPARE(scene.orphans().size(), 1);
        QCOMPARE(scene.orphans().first().id, u"vsi-9"_s);
        const QList<Attention> attention = attentionOf(scene, {}, 0);
        QCOMPARE(attention.first().id, u"orphan/vsi-9"_s);
        QCOMPARE(attention.first().weight, Attention::Weight::Money);
        QVERIFY2(attention.first().evidence.contains(u"3 h 00 min") && attention.first().evidence.contains(u"0.34 USD"), qPrintable(attention.first().evidence));
        QVERIFY2(sentenceOf(scene).contains(u"belong to nobody and cost 0.113 USD/h of 0.452"), qPrintable(sentenceOf(scene)));
    }

    void whatIsLeftIsCountedByOneRule()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-7", "podvm-leaving-77aa0000", "2026-01-15T08:00:00Z", "deleting"));
        QVERIFY2(sentenceOf(test::sceneOf(site)).contains(u"Peer pods cost 0.226 USD/h; 1 VSI(s) are being deleted."_s), qPrintable(sentenceOf(test::sceneOf(site))));
        QCOMPARE(test::sceneOf(site).ownerless(), 0);

        test::addVsi(site, test::vsi("vsi-8", "podvm-cart-1f3a0000", "2026-01-15T08:00:00Z"));
        QJsonArray all = site.world.answer(ask::list(res::peerPods)).value.toArray();
        all.append(test::json(R"({"metadata":{"name":"cart-resource-x","namespace":"default","ownerReferences":[{"kind":"Pod","name":"cart","uid":"gone"}]},"spec":{"instanceID":"vsi-8"}})"));
        site.world.set(ask::list(res::peerPods), all);
        QCOMPARE(test::sceneOf(site).ownerless(), 1);
        QVERIFY2(sentenceOf(test::sceneOf(site)).contains(u"1 VSI(s) are left of pods that are gone"_s), qPrintable(sentenceOf(test::sceneOf(site))));

        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        QCOMPARE(test::sceneOf(site).ownerless(), 2); // what the badge counts is what the sentence counts
        QVERIFY2(sentenceOf(test::sceneOf(site)).contains(u"2 VSI(s) belong to nobody and cost 0.226 USD/h of 0.452"_s), qPrintable(sentenceOf(test::sceneOf(site))));
    }

    /// Each look into all namespaces is a question of its own: 24 names are looked for, of the others it stays open.
    void notEveryNameIsLookedFor()
    {
        test::Site site = test::runningSite();
        for (int i = 0; i < 26; ++i) {
            test::addVsi(site, test::vsi(qPrintable(u"vsi-%1"_s.arg(i + 10)), qPrintable(u"podvm-lost%1-1f3a0000"_s.arg(i + 10)), "2026-01-15T09:00:00Z"));
        }
        const Scene scene = test::sceneOf(site);
        const auto looks = std::count_if(scene.needs.begin(), scene.needs.end(), [](const world::Query& query) { return query.key().contains(u"metadata.name=lost"_s); });
        QCOMPARE(looks, 24);
        QCOMPARE(scene.orphans().size(), 24);
        QCOMPARE(scene.claimed(MachineView::Claim::Unclaimed), 2); // nobody looked for their pods, so nobody is accused
    }

    void aNameThatWasCutIsNotLookedFor()
    {
        const QString whole = QString(45, u'a');
        QVERIFY(!setup::isNameCut(u"podvm-"_s + whole + u"-1f3a0000"_s));
        QVERIFY(setup::isNameCut(u"podvm-"_s + whole + u"a-1f3a0000"_s)); // two '-' may have been taken off its end
        QVERIFY(setup::isNameCut(u"podvm-"_s + whole + u"aaa-1f3a0000"_s));
        QVERIFY(!setup::isNameCut(u"podvm-web-1f3a0000"_s));
        QVERIFY(!setup::isNameCut({}));
        test::Site site = test::runningSite();
        const QString name = u"podvm-"_s + whole + u"aaa-1f3a0000"_s;
        test::addVsi(site, test::vsi("vsi-9", qPrintable(name), "2026-01-15T09:00:00Z"));
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.claimed(MachineView::Claim::Unclaimed), 1); // the pod's own name is longer: no look would find it
        QVERIFY(std::none_of(scene.needs.begin(), scene.needs.end(), [&whole](const world::Query& query) { return query.key().contains(whole); }));
    }

    void withoutTheClusterTheCloudStillSaysWhatItCosts()
    {
        test::Site site = test::runningSite();
        for (const world::Query& query : { ask::list(res::nodes), ask::list(res::peerPods), ask::list(res::pods, u"default"_s), ask::list(res::kataConfigs) }) {
            world::Answer none;
            none.state = world::Answer::State::Failed;
            none.error = kCut;
            site.world.set(query, none);
        }
        const Scene scene = test::sceneOf(site);
        QCOMPARE(sentenceOf(scene), u"The cluster does not answer. Peer pods cost 0.113 USD/h; the owner of 1 VSI(s) is not known."_s);
        QCOMPARE(scene.podsPart.state, Part::State::Failed); // and not being read
        const QList<Attention> attention = attentionOf(scene, {}, 0);
        QCOMPARE(ids(attention), QStringList { u"unreachable"_s }); // nobody is accused
        QCOMPARE(attention.first().place, u"retry"_s);
        QVERIFY2(attention.first().evidence.contains(u"connection refused"), qPrintable(attention.first().evidence));
        site.world.fail(ask::instances(u"eu-de"_s, u"r010-vpc"_s), kNoLogin);
        site.world.set(ask::instances(u"eu-de"_s, u"r010-vpc"_s), QJsonArray());
        QCOMPARE(sentenceOf(test::sceneOf(site)), u"The cluster does not answer. No VSI runs, nothing is charged for peer pods."_s);
    }

    void nobodyIsCalledAnOrphanWhilePeerPodsAreNotKnown()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        site.world.fail(ask::list(res::peerPods), kCut);
        QVERIFY(test::sceneOf(site).orphans().isEmpty());
        site.world.fail(ask::list(res::peerPods), kForbidden);
        QVERIFY(test::sceneOf(site).orphans().isEmpty());
    }

    /// Whose is the server "vsi-9", running for three hours? One row a world.
    void owners_data()
    {
        using Claim = MachineView::Claim;
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("facts");
        QTest::addColumn<int>("claim"); // -1: not one of ours
        const auto row = [](const char* name, const char* version, const QStringList& facts, int claim) { QTest::newRow(name) << QString::fromLatin1(version) << facts << claim; };
        const auto is = [](Claim claim) { return static_cast<int>(claim); };
        row("nobody's", "1.10.3", {}, is(Claim::Orphan));
        row("nobody's, in a worker's subnet", "1.10.3", { u"subnet sn1"_s }, is(Claim::Orphan));
        row("in a subnet no worker is in", "1.10.3", { u"subnet sn-other"_s }, -1);
        row("in the subnet the map pins", "1.10.3", { u"subnet sn-pinned"_s, u"pin sn-pinned"_s }, is(Claim::Orphan));
        row("in a subnet that the map may pin, which cannot be read", "1.10.3", { u"subnet sn-other"_s, u"map forbidden"_s }, is(Claim::Unclaimed));
        row("in a worker's subnet, whatever the map pins", "1.10.3", { u"subnet sn1"_s, u"map forbidden"_s }, is(Claim::Orphan));
        row("a neighbour, and nothing tells them apart", "1.10.3", { u"neighbour"_s }, is(Claim::Unclaimed));
        row("a neighbour, tagged for it", "1.12.0", { u"neighbour"_s, u"tag c2staging"_s }, -1);
        row("a neighbour, tagged for us", "1.12.0", { u"neighbour"_s, u"tag c1demo"_s }, is(Claim::Orphan));
        row("a neighbour, not tagged", "1.12.0", { u"neighbour"_s, u"tag none"_s }, is(Claim::Unclaimed));
        row("its PeerPod's pod is gone", "1.10.3", { u"peerpod"_s }, is(Claim::Leftover));
        row("a pod of its name in some namespace", "1.10.3", { u"namesake"_s }, is(Claim::Owned));
        row("whether there is such a pod is not known yet", "1.10.3", { u"namesake unasked"_s }, is(Claim::Unclaimed));
        row("such a pod may not be looked for", "1.10.3", { u"namesake forbidden"_s }, is(Claim::Unclaimed));
        row("clusters may not be listed any more", "1.10.3", { u"clusters forbidden"_s }, is(Claim::Unclaimed));
        row("pods of a namespace cannot be read", "1.10.3", { u"pods cut"_s }, is(Claim::Unknown));
    }
    void owners()
    {
        QFETCH(QString, version);
        QFETCH(QStringList, facts);
        QFETCH(int, claim);
        test::Site site = test::runningSite(version);
        QJsonObject vm = test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z");
        const world::Query namesakes = setup::podsCalled(u"billing"_s);
        test::tag(site, u"c1demo"_s, { u"vsi-1"_s });
        test::tag(site, u"c2staging"_s, {});
        for (const QString& fact : std::as_const(facts)) {
            const QString what = fact.section(u' ', 0, 0);
            const QString detail = fact.section(u' ', 1);
            if (what == u"subnet") {
                vm = test::inSubnet(vm, detail);
            } else if (what == u"pin") {
                site.world.set(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), QJsonObject { { u"data"_s, QJsonObject { { u"IBMCLOUD_VPC_SUBNET_ID"_s, detail } } } });
            } else if (what == u"neighbour") {
                test::addNeighbour(site);
            } else if (what == u"tag" && detail != u"none") {
                test::tag(site, detail, { u"vsi-9"_s });
            }
        }
        test::addVsi(site, vm);
        for (const QString& fact : std::as_const(facts)) {
            if (fact == u"peerpod") {
                QJsonArray all = site.world.answer(ask::list(res::peerPods)).value.toArray();
                all.append(test::json(R"({"metadata":{"name":"billing-resource-x","namespace":"default","ownerReferences":[{"kind":"Pod","name":"billing","uid":"gone"}]},"spec":{"instanceID":"vsi-9"}})"));
                site.world.set(ask::list(res::peerPods), all);
            } else if (fact == u"namesake") {
                site.world.set(namesakes, QJsonArray { test::startingPod("shop", "billing", "2026-01-15T08:59:00Z") });
            } else if (fact == u"namesake unasked") {
                site.world.set(namesakes, world::Answer());
            } else if (fact == u"namesake forbidden") {
                site.world.fail(namesakes, kForbidden);
            } else if (fact == u"map forbidden") {
                site.world.set(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), world::Answer());
                site.world.fail(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), kForbidden);
            } else if (fact == u"clusters forbidden") {
                site.world.fail(ask::clusters(), kForbidden);
            } else if (fact == u"pods cut") {
                site.world.fail(ask::list(res::pods, u"default"_s), kCut);
            }
        }
        const Scene scene = test::sceneOf(site);
        const auto found = std::find_if(scene.machines.begin(), scene.machines.end(), [](const MachineView& one) { return one.id == u"vsi-9"; });
        QCOMPARE(found == scene.machines.end() ? -1 : static_cast<int>(found->claim), claim);
        QCOMPARE(scene.areOwnersSettled, !facts.contains(u"namesake unasked"_s));
        const bool isOrphan = claim == static_cast<int>(MachineView::Claim::Orphan);
        QCOMPARE(ids(attentionOf(scene, {}, 0)).contains(u"orphan/vsi-9"_s), isOrphan);
        QCOMPARE(sentenceOf(scene).contains(u"belong to nobody"_s), isOrphan);
        QCOMPARE(qRound(scene.money.ownerlessPerHour * 1000), isOrphan || claim == static_cast<int>(MachineView::Claim::Leftover) ? 113 : 0);
        // What is another cluster's costs us nothing.
        QCOMPARE(qRound(scene.money.usdPerHour * 1000), claim < 0 ? 113 : 226);
        QCOMPARE(scene.capacity.vcpus, claim < 0 ? 0 : 2);
        QCOMPARE(scene.elsewhere, claim < 0 ? 1 : 0);
        if (claim == static_cast<int>(MachineView::Claim::Leftover)) {
            QVERIFY2(ids(attentionOf(scene, {}, 0)).contains(u"leftover/vsi-9"_s), "it costs money for nobody");
            QVERIFY2(sentenceOf(scene).contains(u"left of pods that are gone"), qPrintable(sentenceOf(scene)));
        }
        if (claim == static_cast<int>(MachineView::Claim::Unclaimed)) {
            QVERIFY(ids(attentionOf(scene, {}, 0)).contains(u"unclaimed"_s));
            QVERIFY2(!sentenceOf(scene).contains(u"every VSI has an owner"), qPrintable(sentenceOf(scene)));
        }
    }

    void aStartThatFailedInAnyNamespaceIsSeen()
    {
        test::Site site = test::runningSite();
        site.world.set(ask::list(res::pods, u"shop"_s), QJsonArray { test::startingPod("shop", "cart", "2026-01-15T11:50:00Z") });
        QCOMPARE(test::sceneOf(site).pods.size(), 1); // nobody looks into every namespace
        site.world.set(ask::list(res::events, {}, {}, u"reason=FailedCreatePodSandBox"_s), QJsonArray { test::event("FailedCreatePodSandBox", "shop", u"uid-cart"_s, u"no TDX capacity left"_s) });
        Scene scene = test::sceneOf(site);
        QCOMPARE(scene.pods.size(), 2);
        QCOMPARE(scene.failedPods(), 1);
        const QList<Attention> attention = attentionOf(scene, {}, 0);
        QCOMPARE(ids(attention), QStringList { u"pod-failed/uid-cart"_s });
        QVERIFY2(attention.first().evidence.contains(u"no TDX capacity left"), qPrintable(attention.first().evidence));
        // Its server failed: that is the failure, and it is said once.
        QJsonObject vm = test::vsi("vsi-3", "podvm-cart-1f3a0000", "2026-01-15T11:51:00Z", "failed");
        vm.insert(u"status_reasons"_s, QJsonArray { test::json(R"({"code":"cannot_start_capacity","message":"The zone is full."})") });
        test::addVsi(site, vm);
        scene = test::sceneOf(site);
        QCOMPARE(ids(attentionOf(scene, {}, 0)), QStringList { u"pod-failed/uid-cart"_s });
        QVERIFY(attentionOf(scene, {}, 0).first().evidence.contains(u"The zone is full."));
    }

    void aPodThatFindsNoPlaceIsSeen()
    {
        test::Site site = test::runningSite();
        const QString full = u"0/3 nodes are available: 3 Insufficient kata.peerpods.io/vm."_s;
        QJsonObject pod = test::startingPod("shop", "cart", "2026-01-15T11:30:00Z");
        pod = with(pod, { u"spec"_s, u"nodeName"_s }, QString());
        pod = with(pod, { u"status"_s }, QJsonObject { { u"phase"_s, u"Pending"_s }, { u"conditions"_s, QJsonArray { QJsonObject { { u"type"_s, u"PodScheduled"_s }, { u"status"_s, u"False"_s }, { u"message"_s, full } } } } });
        site.world.set(ask::list(res::pods, u"shop"_s), QJsonArray { pod });
        const world::Query events = ask::list(res::events, {}, {}, u"reason=FailedScheduling"_s);
        site.world.set(events, QJsonArray { test::event("FailedScheduling", "shop", u"uid-cart"_s, u"0/3 nodes are available: 3 Insufficient cpu."_s) });
        QCOMPARE(test::sceneOf(site).pods.size(), 1);
        site.world.set(events, QJsonArray { test::event("FailedScheduling", "shop", u"uid-cart"_s, full) });
        const QList<Attention> attention = attentionOf(test::sceneOf(site), {}, 0);
        QCOMPARE(ids(attention), QStringList { u"pod-slow/uid-cart"_s });
        QVERIFY2(attention.first().evidence.contains(u"Insufficient kata.peerpods.io/vm"), qPrintable(attention.first().evidence));
    }

    void aPodThatHasDoneItsWorkIsNotSlow()
    {
        test::Site site = test::runningSite();
        QJsonObject pod = test::startingPod("default", "job", "2026-01-15T09:00:00Z");
        pod = with(pod, { u"status"_s }, QJsonObject { { u"phase"_s, u"Succeeded"_s } });
        QJsonArray all = site.world.answer(ask::list(res::pods, u"default"_s)).value.toArray();
        all.append(pod);
        site.world.set(ask::list(res::pods, u"default"_s), all);
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.pods.size(), 2);
        QCOMPARE(scene.startingPods(), 0);
        QVERIFY2(attentionOf(scene, {}, 0).isEmpty(), qPrintable(ids(attentionOf(scene, {}, 0)).join(u' ')));
    }

    /// A place is taken by what runs, or is to run, in a server of the cloud.
    void whoHasEndedTakesNoPlace()
    {
        test::Site site = test::runningSite();
        QJsonArray all = site.world.answer(ask::list(res::pods, u"default"_s)).value.toArray();
        const auto add = [&all](const char* name, const QString& phase, const QString& runtimeClass) {
            const QJsonObject pod = with(test::startingPod("default", name, "2026-01-15T11:59:00Z"), { u"status"_s }, QJsonObject { { u"phase"_s, phase } });
            all.append(with(pod, { u"spec"_s, u"runtimeClassName"_s }, runtimeClass));
        };
        add("done", u"Succeeded"_s, coco::kRuntimeClass);
        add("broken", u"Failed"_s, coco::kRuntimeClass);
        add("bare-metal", u"Running"_s, u"kata-qemu-tdx"_s);
        add("starting", u"Pending"_s, coco::kRuntimeClass);
        site.world.set(ask::list(res::pods, u"default"_s), all);
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.pods.size(), 5);
        QCOMPARE(scene.capacity.used, 2); // helloworld, and the one that starts
        QCOMPARE(scene.nodes.first().used, 2);
        QCOMPARE(scene.nodes.first().pods, 3);
        QCOMPARE(scene.completedPods(), 1);
        QVERIFY2(sentenceOf(scene).contains(u"1 of 4 confidential pod(s) running. 1 completed."_s), qPrintable(sentenceOf(scene)));
        QVERIFY(!ids(attentionOf(scene, {}, 0)).contains(u"slots"_s));
    }

    void completedPodsDoNotFillTheCluster()
    {
        test::Site site = test::runningSite();
        QJsonArray all = site.world.answer(ask::list(res::pods, u"default"_s)).value.toArray();
        for (int i = 0; i < 30; ++i) {
            const QString name = u"job-%1"_s.arg(i);
            all.append(with(test::startingPod("default", qPrintable(name), "2026-01-15T09:00:00Z"), { u"status"_s }, QJsonObject { { u"phase"_s, u"Succeeded"_s } }));
        }
        site.world.set(ask::list(res::pods, u"default"_s), all);
        const Scene scene = test::sceneOf(site);
        QVERIFY2(attentionOf(scene, {}, 0).isEmpty(), qPrintable(ids(attentionOf(scene, {}, 0)).join(u' ')));
        QVERIFY2(sentenceOf(scene).contains(u"1 confidential pod(s) running. 30 completed."_s), qPrintable(sentenceOf(scene)));
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

    void aSubnetThatFillsUpLeadsSomewhere()
    {
        test::Site site = test::runningSite();
        site.world.set(ask::subnets(u"eu-de"_s, u"r010-vpc"_s), QJsonArray { test::json(R"({"id":"sn1","name":"demo-1","zone":{"name":"eu-de-1"},"available_ipv4_address_count":3,"total_ipv4_address_count":256})") });
        const Attention one = attentionOf(test::sceneOf(site), {}, 0).first();
        QCOMPARE(one.id, u"subnet/demo-1"_s);
        QVERIFY(!one.action.isEmpty() && one.place == u"pods"_s);
    }

    void theHeaviestComesFirst()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
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
        for (const QString& reason : { u"FailedCreatePodSandBox"_s, u"FailedScheduling"_s }) {
            site.world.set(ask::list(res::events, u"default"_s, {}, u"reason="_s + reason), QJsonArray());
        }
        const Scene scene = test::sceneOf(site);
        QCOMPARE(scene.onlyNamespace, u"default"_s);
        QCOMPARE(scene.pods.size(), 1);
        QCOMPARE(scene.podsPart.state, Part::State::Known);
        QVERIFY2(sentenceOf(scene).startsWith(u"You may not read workers."), qPrintable(sentenceOf(scene)));
        QVERIFY(scene.orphans().isEmpty());
    }
};

COCOON_TEST(TstScene)
#include "tst_scene.moc"
