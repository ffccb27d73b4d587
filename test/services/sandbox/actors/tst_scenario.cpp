// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/hand_made.h"
#include "services/sandbox/scenario.h"
#include "test/services/sandbox/actors/actor_fixture.h"
#include "test/support/test_main.h"

#include <QFile>

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstScenario : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void builtInOnesAreSound()
    {
        const QStringList names = Scenario::builtInNames();
        QVERIFY(names.size() >= 12);
        for (const QString& name : names) {
            const auto scenario = Scenario::builtIn(name);
            QVERIFY2(scenario.has_value(), qPrintable(name + u": "_s + (scenario ? QString() : scenario.error().message)));
            QCOMPARE(scenario->name, name);
            QVERIFY2(scenario->about.size() > 40, qPrintable(name));
            QVERIFY2(!scenario->faults.isEmpty() || !scenario->objects.isEmpty(), qPrintable(name));
        }
        QVERIFY(!Scenario::builtIn(u"no-such"_s));
    }

    void mistakesNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("unknown key") << QByteArray("name: a\nfault: {}\n") << u"s.yaml:2: unknown key \"fault\""_s;
        QTest::newRow("unknown world key") << QByteArray("name: a\nworld:\n  nodes: 3\n  podz: 3\n") << u"s.yaml:4: unknown key \"podz\""_s;
        QTest::newRow("version as a number") << QByteArray("name: a\nworld:\n  openshift: 4.20\n") << u"s.yaml:3: world.openshift must be quoted"_s;
        QTest::newRow("count as text") << QByteArray("name: a\nworld:\n  nodes: many\n") << u"s.yaml:3: world.nodes must be a whole number"_s;
        QTest::newRow("no nodes") << QByteArray("name: a\nworld: { nodes: 0 }\n") << u"s.yaml:2: world.nodes"_s;
        QTest::newRow("no name") << QByteArray("about: x\n") << u"name is missing"_s;
        QTest::newRow("object without kind") << QByteArray("name: a\nobjects:\n  - metadata: { name: x }\n") << u"s.yaml:3: each of objects"_s;
        QTest::newRow("a list") << QByteArray("- 1\n") << u"a scenario is a map"_s;
    }
    void mistakesNameTheLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const auto scenario = Scenario::fromYaml(text, u"s.yaml"_s);
        QVERIFY(!scenario);
        QVERIFY2(scenario.error().message.contains(expected), qPrintable(scenario.error().message));
    }

    void truncatedTextNeverCrashes()
    {
        Scenario::builtInNames();
        QFile file(u":/cocoon/scenarios/hand-made.yaml"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto scenario = Scenario::fromYaml(whole.left(length), u"cut.yaml"_s);
            QVERIFY(scenario || !scenario.error().message.isEmpty());
        }
    }

    void seedingTwiceChangesNothing()
    {
        test::ActorFixture world;
        QVERIFY(world.seedWorld());
        const QJsonObject node = world.find(kube::res::nodes, {}, u"10.243.0.5"_s);
        QCOMPARE(kube::label(node, u"ibm-cloud.kubernetes.io/worker-id"_s), u"kube-demo-default-00000002"_s);
        QVERIFY(kube::isReady(node));
        QVERIFY(str(node, { u"status", u"nodeInfo", u"osImage" }).contains("CoreOS"_L1));
        const QJsonObject version = world.find(kube::res::clusterVersions, {}, u"version"_s);
        QCOMPARE(str(version, { u"status", u"desired", u"version" }), u"4.19.12"_s);
        QCOMPARE(str(world.find(kube::res::configMaps, u"kube-system"_s, u"cluster-info"_s), { u"data", u"cluster_id" }), u"cdemo0000"_s);
        const qint64 before = world.server.currentResourceVersion();
        QVERIFY(world.seedWorld());
        QCOMPARE(world.server.currentResourceVersion(), before);
    }

    void handMadeObjectsAreMadeOnceAndOwnedByKubectl()
    {
        const auto story = Scenario::builtIn(u"wrong-region-endpoint"_s);
        QVERIFY(story);
        test::ActorFixture world(*story);
        QVERIFY(world.seedWorld());
        world.add<HandMade>();
        const QString ns = u"openshift-sandboxed-containers-operator"_s;
        QVERIFY(world.until([&] { return world.exists(kube::res::configMaps, ns, u"peer-pods-cm"_s); }));
        const QJsonObject map = world.find(kube::res::configMaps, ns, u"peer-pods-cm"_s);
        QCOMPARE(str(map, { u"data", u"IBMCLOUD_VPC_ID" }), u"r010-vpc"_s);
        QCOMPARE(at(map, { u"metadata", u"managedFields", u"0", u"manager" }).toString(), u"kubectl-client-side-apply"_s);
        QVERIFY(kube::annotation(map, u"kubectl.kubernetes.io/last-applied-configuration"_s).contains("us-east"_L1));
        world.run(10s);
        world.wait(world.client.remove(kube::res::configMaps, ns, u"peer-pods-cm"_s));
        world.actors.clear(); // a new start of the sandbox
        world.add<HandMade>();
        world.run(5min);
        QVERIFY2(!world.exists(kube::res::configMaps, ns, u"peer-pods-cm"_s), "what somebody deleted stays deleted");
    }
};

COCOON_TEST(TstScenario)
#include "tst_scenario.moc"
