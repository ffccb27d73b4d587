// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/node_installer.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/osc_operator.h"
#include "services/sandbox/actors/templates.h"
#include "test/services/sandbox/actors/actor_fixture.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kNs = QString(osc::kNamespace);
    const QString kKata = u"kata-runtime-settings"_s;
    const QStringList kNodes { u"10.243.0.4"_s, u"10.243.0.5"_s, u"10.243.0.6"_s };

    /// A cluster whose operator runs already.
    struct World : test::ActorFixture {
        explicit World(const Scenario& story = {}, const QString& version = u"1.10.3"_s)
            : ActorFixture(story)
        {
            seedWorld();
            for (const QJsonObject& crd : loadTemplates(u"operator_crds"_s)) {
                wait(client.create(kube::res::crds, {}, crd));
            }
            make(kube::res::namespaces, {}, kNs);
            add<test::InstantDeployments>();
            auto* webhook = add<PodWebhook>();
            add<OscOperator>(*webhook);
            add<NodeInstaller>();
            const QJsonObject labels { { u"control-plane"_s, u"controller-manager"_s } };
            const QJsonObject container { { u"name"_s, u"manager"_s }, { u"image"_s, u"operator"_s } };
            make(kube::res::deployments, kNs, u"controller-manager"_s,
                { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { u"olm.owner"_s, u"sandboxed-containers-operator.v"_s + version } } } } },
                    { u"spec"_s, QJsonObject { { u"replicas"_s, 1 }, { u"selector"_s, QJsonObject { { u"matchLabels"_s, labels } } },
                                     { u"template"_s, QJsonObject { { u"metadata"_s, QJsonObject { { u"labels"_s, labels } } },
                                                          { u"spec"_s, QJsonObject { { u"containers"_s, QJsonArray({ container }) } } } } } } } });
            map(u"osc-feature-gates"_s, { { u"confidential"_s, u"true"_s } });
            map(u"peer-pods-cm"_s, { { u"CLOUD_PROVIDER"_s, u"ibmcloud"_s } });
            until([this] { return exists(osc::kValidatingWebhooks, {}, u"vkataconfig.kb.io"_s); });
        }
        void map(const QString& name, const QJsonObject& data) { make(kube::res::configMaps, kNs, name, { { u"data"_s, data } }); }
        Result<QJsonObject> kataConfig(const QString& name = kKata)
        {
            return make(kube::res::kataConfigs, {}, name, { { u"spec"_s, QJsonObject { { u"enablePeerPods"_s, true } } } });
        }
        QJsonObject kata() const { return find(kube::res::kataConfigs, {}, kKata); }
        QString reason() const { return kube::condition(kata(), u"InProgress"_s).value(u"reason"_s).toString(); }
        QString state(const QString& node) const { return kube::label(find(kube::res::nodes, {}, node), osc::kStateLabel); }
        bool allAre(QLatin1String wanted) const
        {
            return std::all_of(kNodes.begin(), kNodes.end(), [&](const QString& node) { return state(node) == wanted; });
        }
        bool install()
        {
            kataConfig();
            if (!until([this] { return allAre(osc::kWaitingForReboot); })) {
                return false;
            }
            for (const QString& node : kNodes) {
                reboot(node);
            }
            return until([this] { return !at(kata(), { u"status", u"runtimeClasses" }).toArray().isEmpty(); });
        }
    };
}

class TstOscOperator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWorkerGoesItsOwnWayAndWaitsForItsReboot()
    {
        World world;
        QVERIFY(world.kataConfig());
        QVERIFY(world.until([&] { return world.reason() == "Installing"_L1; }));
        QVERIFY(at(world.kata(), { u"metadata", u"finalizers" }).toArray().contains(osc::kFinalizer));
        QVERIFY(world.exists(kube::res::secrets, kNs, u"auth-json-secret"_s));
        QVERIFY(world.exists(kube::res::daemonSets, kNs, u"osc-config-sync-install"_s));
        QStringList walk;
        QVERIFY(world.until([&] {
            const QString state = world.state(kNodes.first());
            if (walk.isEmpty() || walk.last() != state) {
                walk.append(state);
            }
            return state == osc::kWaitingForReboot;
        }));
        walk.removeAll(QString());
        QCOMPARE(walk, (QStringList { osc::kWaitingToInstall, osc::kInstalling, osc::kWaitingForReboot }));
        QVERIFY(world.until([&] { return world.allAre(osc::kWaitingForReboot); }));
        world.run(30min);
        QVERIFY2(world.allAre(osc::kWaitingForReboot), "nothing reboots a worker but the admin");
        // 1.10 counts a node that waits for its reboot as installing.
        QCOMPARE(at(world.kata(), { u"status", u"kataNodes", u"installing" }).toArray().size(), 3);

        world.reboot(kNodes.at(0));
        QVERIFY(world.until([&] { return world.state(kNodes.at(0)) == osc::kInstalled; }));
        world.reboot(kNodes.at(1));
        QVERIFY(world.until([&] { return world.state(kNodes.at(1)) == osc::kInstalled; }));
        world.run(5min);
        QVERIFY(!world.exists(kube::res::daemonSets, kNs, u"osc-caa-ds"_s));
        QVERIFY(!world.exists(kube::res::runtimeClasses, {}, u"kata-remote"_s));
        QCOMPARE(at(world.kata(), { u"status", u"kataNodes", u"readyNodeCount" }).toInt(), 2);

        world.reboot(kNodes.at(2));
        QVERIFY(world.until([&] { return world.exists(kube::res::runtimeClasses, {}, u"kata-remote"_s); }));
        QVERIFY(world.exists(kube::res::daemonSets, kNs, u"osc-caa-ds"_s));
        QVERIFY(world.exists(kube::res::mutatingWebhooks, {}, u"mutating-webhook-configuration"_s));
        QVERIFY(world.until([&] { return kube::condition(world.kata(), u"InProgress"_s).value(u"status"_s).toString() == "False"_L1; }));
        QCOMPARE(world.reason(), QString());
        QCOMPARE(at(world.kata(), { u"status", u"runtimeClasses" }).toArray(), (QJsonArray { u"kata"_s, u"kata-remote"_s }));
    }

    void rebootThatComesTooEarlyStartsTheWorkAgain()
    {
        World world;
        QVERIFY(world.kataConfig());
        const QString node = kNodes.first();
        QVERIFY(world.until([&] { return world.state(node) == osc::kInstalling; }));
        world.run(60s);
        world.reboot(node);
        world.run(100s); // the first attempt would be over by its longest time soon
        QCOMPARE(world.state(node), QString(osc::kInstalling));
        QVERIFY(world.until([&] { return world.state(node) == osc::kWaitingForReboot; }));
    }

    void oneStuckWorkerKeepsTheLateObjectsAway()
    {
        Scenario story;
        story.faults = QJsonObject { { u"stuckNode"_s, 2 } };
        World world(story);
        QVERIFY(world.kataConfig());
        QVERIFY(world.until([&] { return world.state(kNodes.at(0)) == osc::kWaitingForReboot && world.state(kNodes.at(2)) == osc::kWaitingForReboot; }));
        world.reboot(kNodes.at(0));
        world.reboot(kNodes.at(2));
        QVERIFY(world.until([&] { return world.state(kNodes.at(2)) == osc::kInstalled; }));
        world.run(30min);
        QCOMPARE(world.state(kNodes.at(1)), QString(osc::kInstalling));
        QVERIFY(!world.exists(kube::res::daemonSets, kNs, u"osc-caa-ds"_s));
        QVERIFY2(at(world.kata(), { u"status", u"kataNodes", u"failedToInstall" }).toArray().isEmpty(), "never filled in DaemonSet mode");
    }

    void operatorOwnsDisableCvm()
    {
        World world;
        QVERIFY(world.kataConfig());
        const auto value = [&] { return str(world.find(kube::res::configMaps, kNs, u"peer-pods-cm"_s), { u"data", u"DISABLECVM" }); };
        QVERIFY(world.until([&] { return value() == "false"_L1; }));
        bool byManager = false;
        for (const QJsonValue& entry : at(world.find(kube::res::configMaps, kNs, u"peer-pods-cm"_s), { u"metadata", u"managedFields" }).toArray()) {
            byManager = byManager || entry.toObject().value(u"manager"_s).toString() == "manager"_L1;
        }
        QVERIFY(byManager);
        world.merge(kube::res::configMaps, kNs, u"osc-feature-gates"_s, { { u"data"_s, QJsonObject { { u"confidential"_s, u"false"_s } } } });
        QVERIFY(world.until([&] { return value() == "true"_L1; }));
    }

    void secondKataConfigIsRefused()
    {
        World world;
        QVERIFY(world.kataConfig());
        const auto second = world.kataConfig(u"another"_s);
        QVERIFY(!second);
        QVERIFY2(second.error().message.contains("A KataConfig instance already exists"_L1), qPrintable(second.error().message));
    }

    void restartAnnotationDoesNotLast()
    {
        World world;
        QVERIFY(world.install());
        world.merge(kube::res::daemonSets, kNs, u"osc-caa-ds"_s,
            { { u"spec"_s, QJsonObject { { u"template"_s, QJsonObject { { u"metadata"_s,
                                                QJsonObject { { u"annotations"_s, QJsonObject { { u"kubectl.kubernetes.io/restartedAt"_s, u"2026-01-15T10:00:00Z"_s } } } } } } } } } });
        QVERIFY(world.until([&] {
            return at(world.find(kube::res::daemonSets, kNs, u"osc-caa-ds"_s), { u"spec", u"template", u"metadata", u"annotations" }).toObject().isEmpty();
        }));
    }

    void newerOperatorRollsOutWhenTheMapChanges()
    {
        World world({}, u"1.12.1"_s);
        QVERIFY(world.install());
        const auto stamp = [&] {
            return at(world.find(kube::res::daemonSets, kNs, u"osc-caa-ds"_s), { u"spec", u"template", u"metadata", u"annotations", u"peer-pods-cm/version" }).toString();
        };
        QVERIFY(world.until([&] { return stamp() == kube::resourceVersionOf(world.find(kube::res::configMaps, kNs, u"peer-pods-cm"_s)); }));
        const QString before = stamp();
        world.merge(kube::res::configMaps, kNs, u"peer-pods-cm"_s, { { u"data"_s, QJsonObject { { u"PEERPODS_LIMIT_PER_NODE"_s, u"5"_s } } } });
        QVERIFY(world.until([&] { return stamp() != before && !stamp().isEmpty(); }));
        QVERIFY(!world.exists(kube::res::daemonSets, kNs, u"osc-config-sync-install"_s));
    }

    void deletionIsBlockedEvenByACompletedPodThenRunsToItsEnd()
    {
        World world;
        QVERIFY(world.install());
        // In a namespace the webhook leaves alone: this test is not about admission.
        QVERIFY(world.make(kube::res::pods, u"kube-system"_s, u"done"_s,
            { { u"spec"_s, QJsonObject { { u"runtimeClassName"_s, u"kata-remote"_s },
                               { u"containers"_s, QJsonArray({ QJsonObject { { u"name"_s, u"c"_s }, { u"image"_s, u"i"_s } } }) } } } }));
        world.merge(kube::res::pods, u"kube-system"_s, u"done"_s, { { u"status"_s, QJsonObject { { u"phase"_s, u"Succeeded"_s } } } }, u"status"_s);
        world.wait(world.client.remove(kube::res::kataConfigs, {}, kKata));
        QVERIFY(world.until([&] { return world.reason() == "BlockedByExistingKataPods"_L1; }));
        world.run(10min);
        QCOMPARE(world.reason(), u"BlockedByExistingKataPods"_s);
        QVERIFY(world.allAre(osc::kInstalled));

        kube::DeleteOptions now;
        now.gracePeriodSeconds = 0;
        world.wait(world.client.remove(kube::res::pods, u"kube-system"_s, u"done"_s, now));
        QVERIFY(world.until([&] { return world.allAre(osc::kWaitingForReboot); }));
        QCOMPARE(world.reason(), u"Uninstalling"_s);
        for (const QString& node : kNodes) {
            QVERIFY(world.exists(kube::res::kataConfigs, {}, kKata));
            world.reboot(node);
        }
        QVERIFY(world.until([&] { return !world.exists(kube::res::kataConfigs, {}, kKata); }));
        for (const QString& node : kNodes) {
            const QJsonObject labels = at(world.find(kube::res::nodes, {}, node), { u"metadata", u"labels" }).toObject();
            QVERIFY(!labels.contains(osc::kPoolLabel) && !labels.contains(osc::kStateLabel) && !labels.contains(osc::kSyncLabel));
        }
        world.run(2min);
        QVERIFY(!world.exists(kube::res::runtimeClasses, {}, u"kata-remote"_s));
        QVERIFY(!world.exists(kube::res::mutatingWebhooks, {}, u"mutating-webhook-configuration"_s));
        QCOMPARE(world.server.findAll(u"apps"_s, u"daemonsets"_s, kNs).size(), 0);
    }

    void deletionIsIgnoredWhileInstalling()
    {
        World world;
        QVERIFY(world.kataConfig());
        QVERIFY(world.until([&] { return world.allAre(osc::kWaitingForReboot); }));
        world.wait(world.client.remove(kube::res::kataConfigs, {}, kKata));
        world.run(20min);
        QCOMPARE(world.reason(), u"Installing"_s);
        for (const QString& node : kNodes) {
            world.reboot(node);
        }
        QVERIFY(world.until([&] { return world.reason() == "Uninstalling"_L1; }));
    }
};

COCOON_TEST(TstOscOperator)
#include "tst_osc_operator.moc"
