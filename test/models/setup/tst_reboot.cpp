// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/setup.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "test/models/setup/site.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::plan;
using namespace cocoon::test;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

class TstReboot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSkippedWorkerIsRebootedLast()
    {
        Site site = ready();
        site.nodesAt({ u"waiting_for_reboot"_s, u"waiting_for_reboot"_s, u"installing"_s });
        site.intent.configuration.rebootLast = { u"10.240.0.4"_s };
        const auto cordon = [](const plan::Assessment& assessment, const QString& node) {
            for (const plan::Change& change : assessment.changes) {
                if (change.key.startsWith(u"cordon nodes/"_s + node)) {
                    return change.waitsFor;
                }
            }
            return u"no such change"_s;
        };
        plan::Assessment nodes = site.assess(u"nodes"_s);
        QCOMPARE(cordon(nodes, u"10.240.0.5"_s), QString());
        QCOMPARE(cordon(nodes, u"10.240.0.4"_s), u"after all other workers"_s);
        // Once it is the only one left it is its turn.
        site.nodesAt({ u"waiting_for_reboot"_s, u"installed"_s, u"installed"_s });
        nodes = site.assess(u"nodes"_s);
        QCOMPARE(cordon(nodes, u"10.240.0.4"_s), QString());
    }

    void rebootsOneWorkerAtATime()
    {
        Site site = ready();
        site.nodesAt({ u"installing"_s, u"waiting_for_reboot"_s, u"waiting_for_reboot"_s });
        Assessment assessment = site.assess(u"nodes"_s);
        QCOMPARE(changeKeys(assessment).first(), u"cordon nodes/10.240.0.5 boot-1"_s);
        QCOMPARE(changeKeys(assessment).filter(QRegularExpression(u"^[^\\[]"_s)).size(), 1);
        QCOMPARE(assessment.changes.first().approvalGroup, u"reboot:10.240.0.5"_s);

        // Cordoned: the pods leave, DaemonSet pods stay.
        const QString memory = str(assessment.changes.first().body, { u"metadata", u"annotations", coco::kRebootAnnotation });
        QJsonObject node = with(site.node(1), { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, memory);
        node = with(node, { u"spec"_s, u"unschedulable"_s }, true);
        site.setNode(1, node);
        const auto podsOnNode = ask::list(res::pods, {}, {}, u"spec.nodeName=10.240.0.5"_s);
        site.world.set(podsOnNode, QJsonArray { json(R"({"metadata":{"name":"web-1","namespace":"shop","uid":"u1","ownerReferences":[{"kind":"ReplicaSet","controller":true}]},"status":{"phase":"Running"}})"),
            json(R"({"metadata":{"name":"ds-1","namespace":"kube-system","uid":"u2","ownerReferences":[{"kind":"DaemonSet","controller":true}]},"status":{"phase":"Running"}})") });
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(changeKeys(assessment).first(), u"evict pods/shop/web-1 u1"_s);
        QVERIFY(changeKeys(assessment).contains(u"[reboot worker kube-c1demo-demo-default-00000001 boot-1]"_s));

        // Drained: reboot; then nothing but waiting.
        site.world.set(podsOnNode, QJsonArray());
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(changeKeys(assessment).first(), u"reboot worker kube-c1demo-demo-default-00000001 boot-1"_s);
        site.journal(json(R"({"id":"o7","of":"s7","time":"2026-01-15T11:59:00.000Z","kind":"outcome","key":"reboot worker kube-c1demo-demo-default-00000001 boot-1","ok":true})"));
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(assessment.state, StepState::InProgress);

        // Back with a new boot id and the next label: uncordon, then the next worker.
        node = with(with(node, { u"status"_s, u"nodeInfo"_s, u"bootID"_s }, u"boot-1b"_s), { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, u"installed"_s);
        site.setNode(1, node);
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(changeKeys(assessment).first(), u"uncordon nodes/10.240.0.5"_s);
        QCOMPARE(at(assessment.changes.first().body, { u"spec", u"unschedulable" }), QJsonValue(false));
    }

    // The service says when a worker ignores the request; waiting longer would not help.
    void aWorkerThatIgnoresTheRequestIsNamed()
    {
        Site site = ready();
        site.nodesAt({ u"waiting_for_reboot"_s, u"installed"_s, u"installed"_s });
        QJsonObject node = with(site.node(0), { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, R"({"bootId":"boot-0","cordonedBy":"cocoon"})"_L1);
        site.setNode(0, with(node, { u"spec"_s, u"unschedulable"_s }, true));
        site.world.set(ask::list(res::pods, {}, {}, u"spec.nodeName=10.240.0.4"_s), QJsonArray());
        site.journal(json(R"({"id":"o7","time":"2026-01-15T11:59:00.000Z","kind":"outcome","key":"reboot worker kube-c1demo-demo-default-00000000 boot-0","ok":true})"));
        const auto says = [&](const char* message) {
            QJsonObject worker = json(R"({"id":"kube-c1demo-demo-default-00000000","health":{"state":"warning"}})");
            worker = with(worker, { u"health"_s, u"message"_s }, QString::fromLatin1(message));
            site.world.set(ask::workers(u"c1demo"_s), QJsonArray { json(R"({"id":"kube-c1demo-demo-default-00000001","health":{"message":"Worker did not respond to the soft reboot request"}})"), worker });
        };
        says("Reboot initiated");
        Assessment assessment = site.assess(u"nodes"_s);
        QCOMPARE(assessment.state, StepState::InProgress);
        QVERIFY(finding(assessment, u"reboot-hangs"_s).id.isEmpty());
        says("Worker did not respond to the soft reboot request");
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(assessment.state, StepState::InProgress); // it may come back all the same
        const Finding hangs = finding(assessment, u"reboot-hangs"_s);
        QCOMPARE(hangs.severity, Severity::Warning);
        QCOMPARE(hangs.evidence, u"Worker did not respond to the soft reboot request"_s);
        QCOMPARE(hangs.object, u"nodes/10.240.0.4"_s);
        QVERIFY(changeKeys(assessment).filter(u"reboot worker"_s).isEmpty());
        site.world.setNow(site.world.now().addSecs(3600)); // later it is not asked once more
        QVERIFY(changeKeys(site.assess(u"nodes"_s)).filter(u"reboot worker"_s).isEmpty());
        QVERIFY2(hangs.remedy.contains(u"ibmcloud oc worker reboot --cluster c1demo --worker kube-c1demo-demo-default-00000000 --hard"_s), qPrintable(hangs.remedy));
    }

    void whatAHumanCordonedStaysCordoned()
    {
        Site site = ready();
        site.nodesAt({ u"waiting_for_reboot"_s, u"installed"_s, u"installed"_s });
        site.setNode(0, with(site.node(0), { u"spec"_s, u"unschedulable"_s }, true));
        const Assessment assessment = site.assess(u"nodes"_s);
        QVERIFY(str(assessment.changes.first().body, { u"metadata", u"annotations", coco::kRebootAnnotation }).contains(u"human"_s));
        QVERIFY(!at(assessment.changes.last().body, { u"spec" }).toObject().contains("unschedulable"_L1));
    }

    // The service refuses: a pod on the worker asks its systemd, once, when that was allowed; afterwards it is taken away.
    void refusedByTheServiceItRebootsFromInside()
    {
        Site site = ready();
        site.nodesAt({ u"waiting_for_reboot"_s, u"waiting_for_reboot"_s, u"installed"_s });
        QJsonObject node = with(site.node(0), { u"metadata"_s, u"annotations"_s, coco::kRebootAnnotation }, R"({"bootId":"boot-0","cordonedBy":"cocoon"})"_L1);
        node = with(node, { u"spec"_s, u"unschedulable"_s }, true);
        site.setNode(0, node);
        const auto podsOnNode = ask::list(res::pods, {}, {}, u"spec.nodeName=10.240.0.4"_s);
        site.world.set(podsOnNode, QJsonArray());
        const QString asked = u"reboot worker kube-c1demo-demo-default-00000000 boot-0"_s;
        QCOMPARE(changeKeys(site.assess(u"nodes"_s)).first(), asked);
        site.journal(json(R"({"id":"o1","time":"2026-01-15T11:59:00.000Z","kind":"outcome","key":"reboot worker kube-c1demo-demo-default-00000000 boot-0","ok":false,
            "error":{"code":"precondition","message":"Cluster provider not permitted for given operation. [G3917]"}})"));

        // Nobody lends an image: by hand.
        Assessment assessment = site.assess(u"nodes"_s);
        QVERIFY(finding(assessment, u"reboot-by-hand"_s).remedy.contains(u"ibmcloud oc worker reboot"_s));
        QCOMPARE(assessment.state, StepState::InProgress);
        QVERIFY(changeKeys(assessment).filter(u"boot-0"_s).isEmpty());

        site.world.set(ask::list(res::pods, coco::kNamespace), QJsonArray { json(R"({"metadata":{"name":"osc-rpm-install-a","namespace":"openshift-sandboxed-containers-operator"},
            "spec":{"nodeName":"10.240.0.4","containers":[{"image":"registry.example/installer@sha256:1"}]}})") });
        assessment = site.assess(u"nodes"_s);
        const Change change = assessment.changes.first();
        QCOMPARE(change.key, u"reboot inside nodes/10.240.0.4 boot-0"_s);
        QCOMPARE(change.allow, u"reboot-from-inside"_s);
        QCOMPARE(change.risk, Risk::Disruptive);
        QCOMPARE(change.exclusive, u"node-reboot"_s);
        QCOMPARE(str(change.body, { u"spec", u"nodeName" }), u"10.240.0.4"_s);
        QCOMPARE(str(change.body, { u"spec", u"restartPolicy" }), u"Never"_s);
        QCOMPARE(str(change.body, { u"spec", u"containers", u"0", u"image" }), u"registry.example/installer@sha256:1"_s);
        QVERIFY(change.isConcrete());

        // Made: it is not made twice, neither drained away nor thought to be somebody's work.
        const QJsonObject pod = with(change.body.toObject(), { u"status"_s, u"phase"_s }, u"Running"_s);
        site.world.set(podsOnNode, QJsonArray { pod });
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(assessment.state, StepState::InProgress);
        QVERIFY(changeKeys(assessment).filter(u"inside"_s).isEmpty() && changeKeys(assessment).filter(u"evict"_s).isEmpty());
        site.world.set(podsOnNode, QJsonArray { with(with(pod, { u"status"_s, u"phase"_s }, u"Failed"_s), { u"status"_s, u"reason"_s }, u"ErrImagePull"_s) });
        const Finding failed = finding(site.assess(u"nodes"_s), u"reboot-from-inside-failed"_s);
        QVERIFY2(failed.evidence.contains(u"ErrImagePull"_s), qPrintable(failed.evidence));

        // Proven by the boot id; the pod goes before the worker takes work again.
        node = with(with(node, { u"status"_s, u"nodeInfo"_s, u"bootID"_s }, u"boot-0b"_s), { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, u"installed"_s);
        site.setNode(0, node);
        assessment = site.assess(u"nodes"_s);
        QCOMPARE(changeKeys(assessment).first(), u"delete pods/openshift-sandboxed-containers-operator/cocoon-reboot-10.240.0.4"_s);
        QVERIFY(changeKeys(assessment).contains(u"[uncordon nodes/10.240.0.4]"_s));
        site.world.set(podsOnNode, QJsonArray());
        QCOMPARE(changeKeys(site.assess(u"nodes"_s)).first(), u"uncordon nodes/10.240.0.4"_s);
    }
};

COCOON_TEST(TstReboot)
#include "tst_reboot.moc"
