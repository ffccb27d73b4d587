// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/machine_task.h"
#include "models/dashboard/node_actions.h"
#include "models/dashboard/node_task.h"
#include "services/kube/object.h"
#include "test/models/dashboard/scenes.h"
#include "test/support/test_main.h"

#include <QTest>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
using Kind = NodeTask::Kind;
using plan::StepState;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const QString kNode = u"10.240.0.4"_s;

    void allow(test::Site& site, bool patch = true, bool evict = true)
    {
        site.world.set(ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {}), patch);
        site.world.set(ask::canI(u"create"_s, {}, u"pods"_s, u"eviction"_s, {}), evict);
    }

    QJsonObject pod(const char* name, const char* controller, const QString& runtimeClass = {})
    {
        QJsonObject made = test::json(R"({"metadata":{"namespace":"default"},"spec":{"nodeName":"10.240.0.4"},"status":{"phase":"Running"}})");
        made = with(made, { u"metadata"_s, u"name"_s }, QString::fromLatin1(name));
        made = with(made, { u"metadata"_s, u"uid"_s }, QString::fromLatin1(name));
        if (controller[0] != 0) {
            made = with(made, { u"metadata"_s, u"ownerReferences"_s }, QJsonArray { QJsonObject { { u"kind"_s, QString::fromLatin1(controller) }, { u"controller"_s, true } } });
        }
        return runtimeClass.isEmpty() ? made : with(made, { u"spec"_s, u"runtimeClassName"_s }, runtimeClass);
    }

    void carry(test::Site& site, const QJsonArray& pods)
    {
        site.world.set(ask::list(res::pods, {}, {}, u"spec.nodeName="_s + kNode), pods);
        site.world.set(ask::list(res::podDisruptionBudgets), QJsonArray());
    }

    plan::Assessment assess(const test::Site& site, Kind kind, const QString& bootId = u"boot-0"_s)
    {
        return NodeTask(kind, kNode, bootId, coco::Facts::builtIn()).assess(site.world, site.intent);
    }

    void setUnschedulable(test::Site& site, bool is)
    {
        site.setNode(0, with(site.node(0), { u"spec"_s, u"unschedulable"_s }, is));
    }
}

class TstTasks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsProposedBeforeItIsKnown()
    {
        const test::Site site = test::runningSite();
        for (const Kind kind : { Kind::Cordon, Kind::Uncordon, Kind::Drain, Kind::Reboot }) {
            const plan::Assessment assessment = assess(site, kind);
            QCOMPARE(assessment.state, StepState::Unknown);
            QVERIFY(!assessment.needs.isEmpty());
        }
    }

    void cordonAndUncordon()
    {
        test::Site site = test::runningSite();
        allow(site);
        plan::Assessment assessment = assess(site, Kind::Cordon);
        QCOMPARE(assessment.state, StepState::Ready);
        QCOMPARE(test::changeKeys(assessment), QStringList { u"unschedule nodes/10.240.0.4"_s });
        QCOMPARE(assessment.changes.first().commands, QStringList { u"oc adm cordon 10.240.0.4"_s });
        QCOMPARE(at(assessment.changes.first().body, { u"spec", u"unschedulable" }), QJsonValue(true));
        setUnschedulable(site, true);
        QCOMPARE(assess(site, Kind::Cordon).state, StepState::Done);
        assessment = assess(site, Kind::Uncordon);
        QCOMPARE(test::changeKeys(assessment), QStringList { u"schedule nodes/10.240.0.4"_s });
        setUnschedulable(site, false);
        QCOMPARE(assess(site, Kind::Uncordon).state, StepState::Done);
    }

    void aSupervisedRebootIsNotCutShort()
    {
        test::Site site = test::runningSite();
        allow(site);
        site.setNode(0, with(with(site.node(0), { u"spec"_s, u"unschedulable"_s }, true), { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, u"{\"bootId\":\"boot-0\",\"cordonedBy\":\"cocoon\"}"_s));
        const plan::Assessment assessment = assess(site, Kind::Uncordon);
        QCOMPARE(assessment.state, StepState::Blocked);
        QVERIFY(assessment.changes.isEmpty());
    }

    void aDrainShowsEveryPodItMoves()
    {
        test::Site site = test::runningSite();
        allow(site);
        carry(site, { pod("web", "ReplicaSet"), pod("daemon", "DaemonSet"), pod("bare", ""), pod("secret", "ReplicaSet", coco::kRuntimeClass) });
        plan::Assessment assessment = assess(site, Kind::Drain);
        QCOMPARE(assessment.state, StepState::Ready);
        QCOMPARE(test::changeKeys(assessment), (QStringList { u"unschedule nodes/10.240.0.4"_s, u"evict pods/default/web web"_s, u"evict pods/default/bare bare"_s, u"evict pods/default/secret secret"_s }));
        QCOMPARE(assessment.changes.at(3).allow, u"evict-peer-pods"_s); // their memory is gone: a word of its own
        QVERIFY(assessment.changes.at(1).allow.isEmpty());
        QVERIFY2(test::finding(assessment, u"drain-bare-pods"_s).evidence.contains(u"default/bare"), "bare pods are named");
        QVERIFY(!test::finding(assessment, u"drain-bare-pods"_s).evidence.contains(u"default/web"));
        QCOMPARE(test::finding(assessment, u"drain-confidential"_s).evidence, u"default/secret"_s);

        setUnschedulable(site, true);
        carry(site, { pod("daemon", "DaemonSet") });
        QCOMPARE(assess(site, Kind::Drain).state, StepState::Done);
    }

    void aPodOnItsWayIsAwaited()
    {
        test::Site site = test::runningSite();
        allow(site);
        setUnschedulable(site, true);
        carry(site, { with(pod("web", "ReplicaSet"), { u"metadata"_s, u"deletionTimestamp"_s }, u"2026-01-15T12:00:00Z"_s) });
        const plan::Assessment assessment = assess(site, Kind::Drain);
        QCOMPARE(assessment.state, StepState::InProgress);
        QCOMPARE(assessment.waits.size(), 1);
    }

    void aRebootOfAnInstalledWorkerGoesAllTheWay()
    {
        test::Site site = test::runningSite();
        allow(site);
        carry(site, { pod("web", "ReplicaSet") });
        plan::Assessment assessment = assess(site, Kind::Reboot);
        QCOMPARE(assessment.state, StepState::Ready);
        QVERIFY(test::changeKeys(assessment).first().startsWith(u"cordon nodes/10.240.0.4"));
        QVERIFY(test::changeKeys(assessment).contains(u"[reboot worker kube-c1demo-demo-default-00000000 boot-0]"_s));
        QVERIFY(test::changeKeys(assessment).contains(u"[uncordon nodes/10.240.0.4]"_s));
        for (const plan::Change& change : assessment.changes) {
            QCOMPARE(change.approvalGroup, u"reboot:10.240.0.4"_s); // one word for all of it
        }
        // Cordoned and empty: now the reboot itself, although the label says installed.
        const QString memory = str(assessment.changes.first().body, { u"metadata", u"annotations", coco::kRebootAnnotation });
        site.setNode(0, with(with(site.node(0), { u"spec"_s, u"unschedulable"_s }, true), { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, memory));
        carry(site, {});
        assessment = assess(site, Kind::Reboot);
        QCOMPARE(test::changeKeys(assessment).first(), u"reboot worker kube-c1demo-demo-default-00000000 boot-0"_s);
        // The set-up's own step would bring it to its end as well, and not just uncordon it.
        QVERIFY(test::changeKeys(site.assess(u"nodes"_s)).contains(u"reboot worker kube-c1demo-demo-default-00000000 boot-0"_s));
        // It came back with another boot id.
        site.setNode(0, with(site.node(0), { u"status"_s, u"nodeInfo"_s, u"bootID"_s }, u"boot-new"_s));
        assessment = assess(site, Kind::Reboot);
        QCOMPARE(test::changeKeys(assessment), QStringList { u"uncordon nodes/10.240.0.4"_s });
        site.setNode(0, with(with(site.node(0), { u"spec"_s, u"unschedulable"_s }, false), { u"metadata"_s, u"annotations"_s }, QJsonValue(QJsonValue::Undefined)));
        assessment = assess(site, Kind::Reboot);
        QCOMPARE(assessment.state, StepState::Done);
        QVERIFY2(assessment.summary.contains(u"boot-new"), qPrintable(assessment.summary));
    }

    void withoutTheRightItSaysWhich()
    {
        test::Site site = test::runningSite();
        allow(site, false, true);
        QCOMPARE(assess(site, Kind::Cordon).state, StepState::Blocked);
        QVERIFY(assess(site, Kind::Cordon).changes.isEmpty());
        const Scene scene = test::sceneOf(site);
        QVERIFY(whyNot(Kind::Cordon, scene.nodes.first(), scene, site.world, false).contains(u"patch nodes"));
        allow(site, true, false);
        carry(site, {});
        QCOMPARE(assess(site, Kind::Drain).state, StepState::Blocked);
        QVERIFY(whyNot(Kind::Drain, scene.nodes.first(), scene, site.world, false).contains(u"pods/eviction"));
        QVERIFY(whyNot(Kind::Cordon, scene.nodes.first(), scene, site.world, false).isEmpty());
    }

    void buttonsSayWhyNot()
    {
        test::Site site = test::runningSite();
        allow(site);
        Scene scene = test::sceneOf(site);
        for (const Kind kind : { Kind::Cordon, Kind::Drain, Kind::Reboot }) {
            QCOMPARE(whyNot(kind, scene.nodes.first(), scene, site.world, false), QString());
            QVERIFY(!whyNot(kind, scene.nodes.first(), scene, site.world, true).isEmpty());
        }
        QVERIFY(!whyNot(Kind::Uncordon, scene.nodes.first(), scene, site.world, false).isEmpty());
        // Nothing is done to a worker that nobody sees.
        Scene old = scene;
        old.nodesPart.state = Part::State::Stale;
        for (const Kind kind : { Kind::Cordon, Kind::Drain, Kind::Reboot }) {
            QVERIFY2(whyNot(kind, old.nodes.first(), old, site.world, false).startsWith(u"The cluster does not answer"), qPrintable(whyNot(kind, old.nodes.first(), old, site.world, false)));
        }
        scene.clusterId.clear();
        QVERIFY(whyNot(Kind::Reboot, scene.nodes.first(), scene, site.world, false).contains(u"login"));
    }

    void onlyAnOrphanIsRemoved()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        const auto remove = [&site](const QString& id) { return MachineTask(id, coco::Facts::builtIn()).assess(site.world, site.intent); };
        const plan::Assessment assessment = remove(u"vsi-9"_s);
        QCOMPARE(assessment.state, StepState::Ready);
        QCOMPARE(assessment.changes.first().target.operation, u"vpc.deleteInstance"_s);
        QCOMPARE(assessment.changes.first().target.args.value(u"id"_s).toString(), u"vsi-9"_s);
        QVERIFY(assessment.changes.first().price->usdPerHour < 0); // it saves
        QCOMPARE(remove(u"vsi-1"_s).state, StepState::Blocked); // a pod's
        QVERIFY(remove(u"vsi-1"_s).changes.isEmpty());
        QCOMPARE(remove(u"vsi-gone"_s).state, StepState::Done);
        test::addVsi(site, test::vsi("vsi-5", "podvm-leaving-1f3a0000", "2026-01-15T09:00:00Z", "deleting"));
        QCOMPARE(remove(u"vsi-5"_s).state, StepState::InProgress);
        site.world.fail(ask::list(res::peerPods), { Errc::Network, u"cut"_s, {} });
        QVERIFY(remove(u"vsi-9"_s).changes.isEmpty()); // who owns it cannot be told now
    }

    /// The product never offers to delete what may be another's.
    void whatMayBeAnothersIsNotRemoved_data()
    {
        QTest::addColumn<QString>("world");
        QTest::newRow("another cluster's, by its subnet") << u"subnet"_s;
        QTest::newRow("another cluster's, by its tag") << u"tag"_s;
        QTest::newRow("perhaps a neighbour's") << u"neighbour"_s;
        QTest::newRow("held by a PeerPod whose pod is gone") << u"peerpod"_s;
        QTest::newRow("a pod of its name lives") << u"namesake"_s;
        QTest::newRow("pods of its name may not be looked for") << u"namesake forbidden"_s;
    }
    void whatMayBeAnothersIsNotRemoved()
    {
        QFETCH(QString, world);
        test::Site site = test::runningSite(world == u"tag" ? u"1.12.0"_s : u"1.10.3"_s);
        const QJsonObject vm = test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z");
        test::addVsi(site, world == u"subnet" ? test::inSubnet(vm, u"sn-other"_s) : vm);
        const world::Query namesakes = setup::podsCalled(u"billing"_s);
        if (world == u"tag" || world == u"neighbour") {
            test::addNeighbour(site);
            test::tag(site, u"c1demo"_s, {});
            test::tag(site, u"c2staging"_s, { u"vsi-9"_s });
        } else if (world == u"peerpod") {
            QJsonArray all = site.world.answer(ask::list(res::peerPods)).value.toArray();
            all.append(test::json(R"({"metadata":{"name":"billing-resource-x","namespace":"default","ownerReferences":[{"kind":"Pod","name":"billing","uid":"gone"}]},"spec":{"instanceID":"vsi-9"}})"));
            site.world.set(ask::list(res::peerPods), all);
        } else if (world == u"namesake") {
            site.world.set(namesakes, QJsonArray { test::startingPod("shop", "billing", "2026-01-15T08:59:00Z") });
        } else if (world == u"namesake forbidden") {
            site.world.fail(namesakes, { Errc::Forbidden, u"no"_s, {} });
        }
        const plan::Assessment assessment = MachineTask(u"vsi-9"_s, coco::Facts::builtIn()).assess(site.world, site.intent);
        QCOMPARE(assessment.state, StepState::Blocked);
        QVERIFY(assessment.changes.isEmpty());
        QVERIFY2(!assessment.findings.isEmpty() && !assessment.findings.last().remedy.isEmpty(), qPrintable(assessment.summary));
    }

    void nothingIsRemovedBeforeOwnersAreLookedFor()
    {
        test::Site site = test::runningSite();
        test::addVsi(site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        const world::Query namesakes = setup::podsCalled(u"billing"_s);
        site.world.set(namesakes, world::Answer());
        const plan::Assessment assessment = MachineTask(u"vsi-9"_s, coco::Facts::builtIn()).assess(site.world, site.intent);
        QCOMPARE(assessment.state, StepState::Unknown);
        QVERIFY(assessment.changes.isEmpty());
        QVERIFY(assessment.needs.contains(namesakes));
    }
};

COCOON_TEST(TstTasks)
#include "tst_tasks.moc"
