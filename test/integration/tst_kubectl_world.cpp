// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The world after a set-up, looked at and worked on with kubectl: a stranger must not notice that it is simulated.
#include "test/integration/programs.h"
#include "test/support/kubectl.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

#include <memory>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QString kOperator = u"openshift-sandboxed-containers-operator"_s;

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.out.right(4000) + "\n" + finished.err.right(4000);
    }
}

class TstKubectlWorld : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!hasNewKubectl()) {
            QSKIP(kNoKubectl);
        }
        m_sandbox = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"600"_s });
        QVERIFY(m_sandbox->start());
        const Finished applied = m_sandbox->ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
        QVERIFY2(applied.exitCode == 0, describe(applied).constData());
    }
    void cleanupTestCase()
    {
        if (m_sandbox) {
            noteStranger(u"kubectl"_s, kubectlVersion() + u" (after a set-up)"_s, m_points);
        }
        m_sandbox.reset();
    }
    void cleanup() { m_points += QTest::currentTestFailed() ? 0 : 1; }

    void readsLogs()
    {
        const Finished log = ok(u"logs ds/osc-caa-ds -n "_s + kOperator);
        QVERIFY2(log.out.contains("[adaptor] server started"), describe(log).constData());
        const Finished tail = ok(u"logs ds/osc-caa-ds --tail=1 --timestamps -n "_s + kOperator);
        QVERIFY2(tail.out.count('\n') == 1 && tail.out.startsWith("20"), describe(tail).constData());
        const Finished previous = kubectl(u"logs ds/osc-caa-ds --previous -n "_s + kOperator);
        QVERIFY2(previous.exitCode == 1 && previous.err.contains("previous terminated container"), describe(previous).constData());
        // The installer's pods have seen a reboot.
        const Finished restarted = ok(u"get pods -l name=osc-rpm-install -o jsonpath={.items[0].status.containerStatuses[0].restartCount} -n "_s + kOperator);
        QVERIFY2(restarted.out.trimmed().toInt() >= 1, describe(restarted).constData());
    }

    void runsCommands()
    {
        for (const int code : { 0, 3, 7 }) {
            const Finished run = m_sandbox->kubectl({ u"exec"_s, u"helloworld"_s, u"--"_s, u"sh"_s, u"-c"_s, u"exit %1"_s.arg(code) });
            QVERIFY2(run.exitCode == code, describe(run).constData());
        }
        QCOMPARE(ok(u"exec helloworld -- cat /etc/hostname"_s).out, QByteArray("helloworld\n"));
        QProcess cat;
        cat.start(u"kubectl"_s, { u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"exec"_s, u"-i"_s, u"-n"_s, u"shop"_s, firstPod(u"shop"_s, u"app=web"_s), u"--"_s, u"cat"_s });
        cat.write("through and back\n");
        cat.closeWriteChannel();
        QVERIFY(cat.waitForFinished(20000));
        QCOMPARE(cat.readAllStandardOutput(), QByteArray("through and back\n"));
        const Finished missing = kubectl(u"exec helloworld -- cat /no/such/file"_s);
        QVERIFY2(missing.exitCode == 1 && missing.err.contains("No such file"), describe(missing).constData());
        const Finished absent = kubectl(u"exec no-such-pod -- true"_s);
        QVERIFY2(absent.exitCode == 1 && absent.err.contains("pods \"no-such-pod\" not found"), describe(absent).constData());
    }

    // An adaptor that ends takes the peer pods of its node with it: nothing after this may count on helloworld.
    void followsALog()
    {
        const QString pod = firstPod(kOperator, u"name=osc-caa-ds"_s);
        QProcess follow;
        follow.start(u"kubectl"_s, { u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"logs"_s, u"-f"_s, u"-n"_s, kOperator, pod });
        QVERIFY(follow.waitForReadyRead(20000)); // what is there comes at once, the stream stays open
        QVERIFY(follow.state() == QProcess::Running);
        QByteArray said = follow.readAllStandardOutput();
        QVERIFY2(!said.contains("for pod written-later"), said.constData());
        // The adaptor of a node says so when a peer pod is made there.
        const QString node = QString::fromUtf8(ok(u"get pod %1 -n %2 -o jsonpath={.spec.nodeName}"_s.arg(pod, kOperator)).out);
        const Finished made = m_sandbox->kubectl({ u"run"_s, u"written-later"_s, u"--image=docker.io/library/nginx"_s, u"--restart=Never"_s, u"--overrides"_s,
            u"{\"spec\":{\"runtimeClassName\":\"kata-remote\",\"nodeName\":\"%1\"}}"_s.arg(node) });
        QVERIFY2(made.exitCode == 0, describe(made).constData());
        while (!said.contains("for pod written-later") && follow.waitForReadyRead(20000)) {
            said += follow.readAllStandardOutput();
        }
        QVERIFY2(said.contains("for pod written-later"), said.constData());
        QVERIFY(follow.state() == QProcess::Running);
        ok(u"delete pod written-later"_s);
        ok(u"delete pod "_s + pod + u" -n "_s + kOperator);
        QVERIFY2(follow.waitForFinished(20000), "the log of a pod that is gone must end");
        QVERIFY((said + follow.readAllStandardOutput()).contains("server started"));
        ok(u"rollout status ds/osc-caa-ds --timeout=30s -n "_s + kOperator);
    }

    void describes_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QByteArrayList>("phrases");
        const QString inOperator = u" -n "_s + kOperator;
        QTest::newRow("node") << u"nodes"_s << QByteArrayList { "Boot ID:", "kata.peerpods.io/vm", "KubeletReady", "Non-terminated Pods:", "Rebooted" };
        QTest::newRow("pod") << u"pod helloworld"_s << QByteArrayList { "Runtime Class Name:  kata-remote", "kata.peerpods.io/vm:  1", "Scheduled", "Started container" };
        QTest::newRow("daemon set") << QString(u"ds osc-caa-ds"_s + inOperator) << QByteArrayList { "3 Running / 0 Waiting", "peer-pods-cm" };
        QTest::newRow("deployment") << u"deploy web -n shop"_s << QByteArrayList { "3 desired | 3 updated | 3 total | 3 available", "NewReplicaSetAvailable" };
        QTest::newRow("custom resource") << u"kataconfigs"_s << QByteArrayList { "Kind:         KataConfig", "Enable Peer Pods" };
    }
    void describes()
    {
        QFETCH(QString, what);
        QFETCH(QByteArrayList, phrases);
        const Finished description = ok(u"describe "_s + what);
        for (const QByteArray& phrase : std::as_const(phrases)) {
            QVERIFY2(description.out.contains(phrase), (phrase + "\nin\n" + description.out).constData());
        }
    }

    void tellsEventsOnce()
    {
        const Finished events = ok(u"get events --field-selector involvedObject.name=helloworld,reason=Started -o name"_s);
        QCOMPARE(events.out.count('\n'), qsizetype(1));
        QVERIFY(ok(u"events"_s).out.contains("Rebooted"));
    }

    void drainsANode()
    {
        const QString node = QString::fromUtf8(ok(u"get pods -n shop -o jsonpath={.items[0].spec.nodeName}"_s).out);
        const Finished drained = kubectl(u"drain %1 --ignore-daemonsets --delete-emptydir-data --force --timeout=40s"_s.arg(node));
        QVERIFY2(drained.exitCode == 0 && drained.out.contains("evicted"), describe(drained).constData());
        QVERIFY(ok(u"get node "_s + node).out.contains("SchedulingDisabled"));
        const Finished left = ok(u"get pods -n shop -o wide"_s);
        QVERIFY2(!left.out.contains(' ' + node.toUtf8() + ' '), left.out.constData());
        ok(u"uncordon "_s + node);
        QVERIFY(!ok(u"get node "_s + node).out.contains("SchedulingDisabled"));
        ok(u"rollout status deploy/web -n shop --timeout=30s"_s);
    }

    void rollsOut()
    {
        ok(u"rollout restart ds/osc-caa-ds -n "_s + kOperator);
        const Finished daemons = ok(u"rollout status ds/osc-caa-ds --timeout=40s -n "_s + kOperator);
        QVERIFY2(daemons.out.contains("successfully rolled out"), describe(daemons).constData());
        const QByteArray image = ok(u"get deploy web -n shop -o jsonpath={.spec.template.spec.containers[0].image}"_s).out;
        ok(u"set image deploy/web *=registry.sandbox.invalid/shop/web:next -n shop"_s);
        ok(u"rollout status deploy/web -n shop --timeout=30s"_s);
        ok(u"rollout undo deploy/web -n shop"_s);
        ok(u"rollout status deploy/web -n shop --timeout=30s"_s);
        QCOMPARE(ok(u"get deploy web -n shop -o jsonpath={.spec.template.spec.containers[0].image}"_s).out, image);
        ok(u"scale deploy/web --replicas=2 -n shop"_s);
        ok(u"wait deploy/web --for=jsonpath={.status.replicas}=2 -n shop --timeout=20s"_s);
    }

    void watchesAPodComeBack()
    {
        const QString pod = firstPod(u"shop"_s, u"app=web"_s);
        QProcess watch;
        watch.start(u"kubectl"_s, { u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"get"_s, u"pods"_s, u"-n"_s, u"shop"_s, u"-w"_s });
        QVERIFY(watch.waitForReadyRead(20000));
        ok(u"delete pod %1 -n shop"_s.arg(pod));
        QByteArray seen = watch.readAllStandardOutput();
        const auto hasAll = [&seen] { return seen.contains("Terminating") && seen.contains("Pending") && seen.count("Running") >= 3; };
        while (!hasAll() && watch.waitForReadyRead(20000)) {
            seen += watch.readAllStandardOutput();
        }
        watch.kill();
        watch.waitForFinished(5000);
        QVERIFY2(hasAll(), seen.constData());
        QVERIFY(kubectl(u"get pod %1 -n shop"_s.arg(pod)).err.contains("NotFound"));
    }

    void makesAndEmptiesANamespace()
    {
        ok(u"create namespace passing"_s);
        ok(u"create deployment nginx --image=nginx --replicas=2 --port=80 -n passing"_s);
        ok(u"rollout status deploy/nginx -n passing --timeout=20s"_s);
        ok(u"expose deploy/nginx --port=80 -n passing"_s);
        ok(u"create configmap settings --from-literal=a=b -n passing"_s);
        ok(u"create ingress web --rule=example.com/*=nginx:80 -n passing"_s);
        ok(u"create quota small --hard=pods=20,requests.cpu=4 -n passing"_s);
        ok(u"create cronjob nightly --image=busybox --schedule=0+3+*+*+* -n passing"_s);
        const Finished quota = ok(u"get quota small -n passing -o jsonpath={.spec.hard}"_s);
        QVERIFY2(quota.out.contains("\"pods\":\"20\""), quota.out.constData());
        QVERIFY(ok(u"get ingress web -n passing -o jsonpath={.spec.rules[0].http.paths[0].backend.service.name}"_s).out == "nginx");
        ok(u"delete namespace passing --timeout=30s"_s);
        QVERIFY(kubectl(u"get namespace passing"_s).err.contains("NotFound"));
        QVERIFY(ok(u"get all,configmaps,ingress -n passing"_s).out.isEmpty());
    }

    void knowsItsKinds()
    {
        const Finished kinds = ok(u"api-resources"_s);
        for (const char* kind : { "KataConfig", "PeerPod", "Subscription", "ClusterServiceVersion", "DaemonSet", "RuntimeClass", "PodDisruptionBudget" }) {
            QVERIFY2(kinds.out.contains(kind), kind);
        }
    }

    void guardsItsRights()
    {
        const auto as = [this](const char* who, const QString& line) {
            return runProgram(u"kubectl"_s, QStringList({ u"--kubeconfig"_s, m_sandbox->value(who) }) + line.split(u' '), 60);
        };
        const Finished viewer = as("kubeconfigViewer", u"auth can-i --list"_s);
        QVERIFY2(viewer.exitCode == 0 && viewer.out.contains("kataconfiguration.openshift.io") && !viewer.out.contains("delete"), describe(viewer).constData());
        QVERIFY(as("kubeconfigViewer", u"get pods -A"_s).exitCode == 0);
        QVERIFY(as("kubeconfigViewer", u"get secrets -n "_s + kOperator).err.contains("Forbidden"));
        QCOMPARE(as("kubeconfigViewer", u"auth can-i delete nodes"_s).exitCode, 1);
        const Finished one = as("kubeconfigNamespace", u"auth can-i --list"_s);
        QVERIFY2(one.exitCode == 0 && one.out.contains("deployments.apps") && !one.out.contains("nodes"), describe(one).constData());
        QCOMPARE(as("kubeconfigNamespace", u"auth can-i create pods"_s).exitCode, 0);
        QVERIFY(as("kubeconfigNamespace", u"get pods -A"_s).err.contains("cannot list resource \"pods\" in API group \"\" at the cluster scope"));
    }

private:
    Finished kubectl(const QString& line) const { return m_sandbox->kubectl(line.split(u' ')); }
    /// Runs it and fails the test when it fails.
    Finished ok(const QString& line) const
    {
        QStringList arguments = line.split(u' ');
        for (QString& argument : arguments) {
            if (argument.startsWith("--schedule="_L1)) {
                argument.replace(u'+', u' '); // the one argument with blanks in it
            }
        }
        const Finished finished = m_sandbox->kubectl(arguments);
        if (finished.exitCode != 0) {
            QTest::qFail(("kubectl " + line.toUtf8() + ": " + describe(finished)).constData(), __FILE__, __LINE__);
        }
        return finished;
    }
    QString firstPod(const QString& ns, const QString& selector) const
    {
        return QString::fromUtf8(ok(u"get pods -n %1 -l %2 --field-selector status.phase=Running -o jsonpath={.items[0].metadata.name}"_s.arg(ns, selector)).out);
    }

    std::unique_ptr<SandboxProcess> m_sandbox;
    int m_points = 0;
};

COCOON_TEST(TstKubectlWorld)
#include "tst_kubectl_world.moc"
