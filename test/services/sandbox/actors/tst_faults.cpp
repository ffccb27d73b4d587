// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of a story that no scenario of our own uses, and the seed that makes two stories the same.
#include "services/sandbox/actors/kubelet.h"
#include "services/sandbox/actors/marketplace.h"
#include "test/services/sandbox/actors/actor_fixture.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kMarketplace = u"openshift-marketplace"_s;

    Scenario storyWith(const QString& fault, const QJsonValue& value)
    {
        Scenario story;
        story.faults.insert(fault, value);
        return story;
    }

    struct Names : Actor {
        using Actor::Actor;
        void start() override { }
        void reconcile() override { }
        QStringList some()
        {
            return { randomSuffix(), randomSuffix(10), QString::number(jitter(u"one"_s, 1s, 1h).count()), QString::number(jitter(u"two"_s, 1s, 1h).count()) };
        }
    };
}

class TstFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Nothing can be pulled from outside: the catalog comes once that is allowed, and stays when it is forbidden again.
    void theCatalogComesOnceOutboundIsOpen()
    {
        test::ActorFixture world;
        auto* market = world.add<Marketplace>();
        market->setOutbound(false);
        QVERIFY(world.seedWorld());
        const auto state = [&world] { return str(world.find(kube::res::catalogSources, kMarketplace, u"redhat-operators"_s), { u"status", u"connectionState", u"lastObservedState" }); };
        const auto isListed = [&world] { return world.exists(kube::res::packageManifests, kMarketplace, u"sandboxed-containers-operator"_s); };
        QVERIFY(world.until([&] { return state() == "TRANSIENT_FAILURE"_L1; }));
        world.run(1min);
        QCOMPARE(state(), u"TRANSIENT_FAILURE"_s);
        QVERIFY(!isListed());
        market->setOutbound(true);
        QVERIFY(world.until([&] { return state() == "READY"_L1 && isListed(); }));
        market->setOutbound(false);
        world.run(1min);
        QVERIFY(isListed());
    }

    void oneNodeNeverComesBack()
    {
        test::ActorFixture world(storyWith(u"node.neverReady"_s, 1));
        QVERIFY(world.seedWorld());
        NodeRuntime runtime(world.clock);
        auto* kubelet = world.add<Kubelet>(runtime);
        const auto node = [&world](int index) { return world.find(kube::res::nodes, {}, u"10.243.0.%1"_s.arg(4 + index)); };
        const auto boot = [&node](int index) { return str(node(index), { u"status", u"nodeInfo", u"bootID" }); };
        world.run(5s); // it knows the nodes
        const QStringList before { boot(0), boot(1) };
        QVERIFY(!before.at(0).isEmpty() && kube::isReady(node(0)) && kube::isReady(node(1)));
        for (int index : { 0, 1 }) {
            kubelet->reboot(kube::label(node(index), u"ibm-cloud.kubernetes.io/worker-id"_s));
        }
        QVERIFY(world.until([&] { return boot(0) != before.at(0) && kube::isReady(node(0)); }));
        world.run(2min);
        QCOMPARE(boot(1), before.at(1));
        QVERIFY(!kube::isReady(node(1)));
    }

    void workersOfRhel()
    {
        test::ActorFixture world(storyWith(u"workers"_s, u"rhel"_s));
        QVERIFY(world.seedWorld());
        const QJsonObject node = world.find(kube::res::nodes, {}, u"10.243.0.4"_s);
        const QString image = str(node, { u"status", u"nodeInfo", u"osImage" });
        QVERIFY2(image.startsWith("Red Hat Enterprise Linux 9"_L1) && !image.contains("CoreOS"_L1), qPrintable(image));
        QCOMPARE(kube::label(node, u"ibm-cloud.kubernetes.io/os"_s), u"REDHAT_9_64"_s);
    }

    void theSameSeedTellsTheSameStory()
    {
        const auto told = [](quint32 seed) {
            test::ActorFixture world;
            world.stage.random = QRandomGenerator(seed);
            return world.add<Names>()->some();
        };
        QCOMPARE(told(3), told(3));
        QVERIFY(told(3) != told(4));
    }
};

COCOON_TEST(TstFaults)
#include "tst_faults.moc"
