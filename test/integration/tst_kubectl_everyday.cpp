// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everyday commands of kubectl against the bare world, one row each: what a suspicious user tries first.
#include "test/integration/programs.h"
#include "test/support/kubectl.h"
#include "test/support/test_main.h"

#include <QFile>
#include <QRegularExpression>

#include <memory>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// Blanks separate, single quotes keep together.
    QStringList words(const QString& line)
    {
        QStringList list;
        bool quoted = false, open = false;
        QString word;
        for (const QChar c : line) {
            if (c == u'\'') {
                quoted = !quoted;
                open = true;
            } else if (c == u' ' && !quoted) {
                if (open) {
                    list.append(std::exchange(word, QString()));
                }
                open = false;
            } else {
                word += c;
                open = true;
            }
        }
        return open ? list << word : list;
    }

    QByteArray fixture(const QString& name)
    {
        QFile file(sourcePath(u"test/integration/everyday/"_s + name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
}

class TstKubectlEveryday : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!hasNewKubectl()) {
            QSKIP(kNoKubectl);
        }
        m_sandbox = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"300"_s });
        QVERIFY(m_sandbox->start());
        const Finished made = kubectl(u"create -f -"_s, fixture(u"objects.yaml"_s));
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const Finished ready = kubectl(u"wait pod --for=condition=Ready two --timeout=60s"_s);
        QVERIFY2(ready.exitCode == 0, ready.err.constData());
        QVERIFY(kubectl(u"wait pod -n shop -l app=web --for=condition=Ready --timeout=60s"_s).exitCode == 0);
        m_pod = QString::fromUtf8(kubectl(u"get pods -n shop -o jsonpath={.items[0].metadata.name}"_s).out);
        m_node = QString::fromUtf8(kubectl(u"get nodes -o jsonpath={.items[0].metadata.name}"_s).out);
    }
    void cleanupTestCase()
    {
        if (m_sandbox) {
            noteStranger(u"kubectl"_s, kubectlVersion() + u" (everyday)"_s, m_points);
        }
        m_sandbox.reset();
    }
    void cleanup() { m_points += QTest::currentTestFailed() ? 0 : 1; }

    void answers_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("pattern"); // of stdout and stderr together
        QTest::addColumn<QByteArray>("input");
        const auto row = [](const char* line, int code, const char* pattern, const char* input = "") {
            QTest::newRow(line) << QString::fromUtf8(line) << code << QString::fromUtf8(pattern) << QByteArray(input);
        };
        // looking around
        row("cluster-info", 0, "control plane.* is running at .*https://127.0.0.1:");
        row("version -o json", 0, "\"gitVersion\": \"v1\\.32\\.");
        row("api-versions", 0, "^policy/v1$");
        row("api-resources --namespaced=false --verbs=list -o name", 0, "^nodes$(.|\\n)*^runtimeclasses.node.k8s.io$");
        row("get --raw /version", 0, "^  \"major\": \"1\",$");
        row("get --raw /readyz?verbose", 0, "^\\[\\+\\]etcd ok\\n(.|\\n)*^readyz check passed$");
        row("get --raw /livez/ping", 0, "^ok$");
        row("get --raw /healthz/nothing", 1, "NotFound");
        row("get --raw /nothing", 1, "NotFound.*could not find the requested resource");
        row("get nothing", 1, "the server doesn't have a resource type \"nothing\"");
        row("get componentstatuses", 1, "the server doesn't have a resource type");
        row("get pod nothing", 1, "^Error from server \\(NotFound\\): pods \"nothing\" not found$");
        row("get ns,nodes -o name", 0, "^namespace/default$(.|\\n)*^node/");
        row("get pods -A --sort-by=.metadata.name", 0, "^calico-system +calico-node(.|\\n)*^shop +web-");
        row("get pods --show-labels", 0, "^two .* app=two$");
        row("get pods -L app", 0, "APP$(.|\\n)*^two .* two$");
        row("get pods two -o custom-columns=N:.metadata.name,I:.spec.containers[*].image", 0, "^two +registry.example/one:1,registry.example/other:1$");
        row("get pods two -o 'go-template={{.metadata.name}}/{{len .spec.containers}}'", 0, "^two/2$");
        row("get pods two -o jsonpath={.spec.containers[*].name}", 0, "^one other$");
        row("get cm settings -o yaml", 0, "^  colour: blue$");
        row("get cm settings -o yaml --show-managed-fields", 0, "manager: kubectl-create");
        row("get all -n shop", 0, "^deployment.apps/web +3/3 +3 +3 ");
        row("get cm -l 'tier in (front,back),!gone' -o name", 0, "^configmap/settings$");
        row("get cm -l 'tier in (front'", 1, "BadRequest.*unable to parse requirement");
        row("get pods --field-selector status.phase=Running,metadata.name=two -o name", 0, "^pod/two$");
        row("get pods --field-selector spec.nothing=1", 1, "field label not supported: spec.nothing");
        row("get cm --field-selector spec.nothing=1", 1, "\"spec.nothing\" is not a known field selector: only \"metadata.name\"");
        row("get deploy web -n shop --subresource=scale", 0, "^NAME +DESIRED +AVAILABLE +AGE\\nweb +3 +3 ");
        row("get events --field-selector involvedObject.name=two,reason=Scheduled -o name", 0, "^event/two\\.");
        row("events --for pod/two", 0, "Scheduled +Pod/two");
        // tables of kinds that only users make
        row("get cronjobs", 0, "^NAME +SCHEDULE +TIMEZONE +SUSPEND +ACTIVE +LAST SCHEDULE +AGE\\nnightly +0 3 \\* \\* \\* +<none> +False +0 +<none> ");
        row("get ingress", 0, "^NAME +CLASS +HOSTS +ADDRESS +PORTS +AGE\\nshop +<none> +shop.example +80 ");
        row("get quota", 0, "^NAME +AGE +REQUEST +LIMIT\\nsmall .* pods: 0/4 +limits.cpu: 0/2$");
        row("get priorityclass high", 0, "^NAME +VALUE +GLOBAL-DEFAULT +AGE +PREEMPTIONPOLICY\\nhigh +1000 +false ");
        row("get storageclass", 0, "^block \\(default\\) +vpc.block.csi.ibm.io +Delete +Immediate +false ");
        // describing and explaining
        row("describe cm settings", 0, "^colour:$");
        row("describe ns shop", 0, "^Status: +Active$");
        row("describe svc web -n shop", 0, "^Selector: +app=web$");
        row("explain pod.spec.runtimeClassName", 0, "^FIELD: runtimeClassName <string>$");
        row("explain ds.spec --recursive", 0, "updateStrategy\\s+<");
        row("explain pods.nothing", 1, "field \"nothing\" does not exist");
        row("explain nothing", 1, "the server doesn't have a resource type");
        // making and changing, tried only
        row("run x --image=nginx --dry-run=server -o jsonpath={.spec.restartPolicy}{.spec.serviceAccountName}", 0, "^Alwaysdefault$");
        row("run BAD --image=nginx", 1, "The Pod \"BAD\" is invalid:(.|\\n)*RFC 1123");
        row("create deploy d --image=nginx --dry-run=server -o jsonpath={.spec.progressDeadlineSeconds}", 0, "^600$");
        row("create pdb p --selector=app=x --min-available=1 --dry-run=server -o jsonpath={.spec.minAvailable}", 0, "^1$");
        row("create pdb p --selector=app=x --max-unavailable=50% --dry-run=server -o jsonpath={.spec.maxUnavailable}", 0, "^50%$");
        row("create service nodeport n --tcp=80:8080 --dry-run=server -o 'jsonpath={.spec.ports[0].nodePort} {.spec.ports[0].targetPort}'", 0, "^3[0-2]\\d{3} 8080$");
        row("create cm settings", 1, "configmaps \"settings\" already exists");
        row("create cm A_b", 1, "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\"");
        row("create ns x --dry-run=server -o jsonpath={.status.phase}", 0, "^Active$");
        row("create token default", 0, "^ey[\\w-]+\\.ey[\\w-]+\\.[\\w-]+$");
        row("create token nobody", 1, "serviceaccounts \"nobody\" not found");
        row("expose pod two --port=80 --dry-run=server -o jsonpath={.spec.selector.app}", 0, "^two$");
        row("autoscale deploy/web -n shop --max=4", 1, "^Error from server \\(NotFound\\): the server could not find the requested resource( \\(post horizontalpodautoscalers.autoscaling\\))?$");
        row("scale deploy/web -n shop --current-replicas=9 --replicas=4", 1, "Expected replicas to be 9, was 3");
        row("set image deploy/web -n shop nothing=a:b", 1, "unable to find container named \"nothing\"");
        row("set env deploy/web -n shop A=b --dry-run=server", 0, "web env updated \\(server dry run\\)");
        row("taint nodes {node} try=this:NoSchedule --dry-run=server", 0, "^node/.* tainted$");
        row("label cm settings tier=back", 1, "'tier' already has a value \\(front\\), and --overwrite is false");
        row("annotate cm settings note=x --dry-run=server", 0, "annotated \\(server dry run\\)");
        row("patch cm settings --type json -p '[{\"op\":\"test\",\"path\":\"/data/colour\",\"value\":\"red\"}]'", 1, "test failed");
        row("patch cm settings --type merge -p '{\"data\":{\"n\":5}}'", 1, "cannot unmarshal number into Go struct field ConfigMap.data of type string");
        row("diff -f -", 1, "^\\+  colour: red$", "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\"},\"data\":{\"colour\":\"red\"}}");
        row("replace -f -", 1, "Conflict.*the object has been modified; please apply your changes to the latest version",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\",\"resourceVersion\":\"1\"}}");
        row("create -f -", 1, "strict decoding error: unknown field \"spec.colour\"",
            "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"colour\":1,\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}");
        row("create -f - --validate=warn --dry-run=server", 0, "Warning: unknown field \"spec.colour\"",
            "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"colour\":1,\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}");
        row("create -f -", 1, "no matches for kind \"Thing\" in version \"example.com/v1\"", "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"x\"}}");
        row("delete cm nothing --ignore-not-found", 0, "^$");
        row("delete pod two --dry-run=server", 0, "pod \"two\" deleted \\(server dry run\\)");
        // inside pods
        row("logs two", 0, "^Defaulted container \"one\" out of: one, other$");
        row("logs two -c nothing", 1, "container nothing is not valid for pod two");
        row("logs -n shop -l app=web --all-containers --prefix --tail=1", 0, "^(\\[pod/web-.*)?$");
        row("logs nothing", 1, "pods \"nothing\" not found");
        row("exec two -c other -- sh -c 'exit 5'", 5, "command terminated with exit code 5");
        row("exec two -c nothing -- ls", 1, "^Error from server \\(BadRequest\\): container nothing is not valid for pod two$");
        row("exec nothing -- ls", 1, "pods \"nothing\" not found");
        row("exec two -- nothing", 127, "executable file not found in \\$PATH");
        row("get --raw /api/v1/namespaces/default/pods/two/exec?command=ls&container=one", 1, "BadRequest.*Upgrade request required");
        row("cp two:/etc/hostname {tmp}/hostname -c one", 127, "\"tar\": executable file not found");
        row("port-forward two 0:80", 1, "unable to upgrade: nothing listens on the ports of a simulated pod");
        row("debug two --image=busybox", 1, "ephemeral containers are disabled for this cluster");
        // what is not there says so
        row("top nodes", 1, "Metrics API not available");
        row("top pods", 1, "Metrics API not available");
        row("certificate approve x", 1, "the server doesn't have a resource type \"certificatesigningrequests\"");
        // rights
        row("auth whoami -o jsonpath={.status.userInfo.username}", 0, "^admin$");
        row("auth can-i '*' '*' --all-namespaces", 0, "^yes$");
        row("auth can-i get pods/log --as=system:serviceaccount:default:default", 1, "^no$");
        row("auth can-i --list --as=system:serviceaccount:default:default", 0, "selfsubjectaccessreviews.authorization.k8s.io");
        row("get cm --as=system:serviceaccount:default:default", 1,
            "cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\"");
        row("get pods --token=wrong --server={server} --insecure-skip-tls-verify --kubeconfig=/dev/null", 1, "You must be logged in to the server \\(Unauthorized\\)");
        // rolling out and waiting
        row("rollout status deploy/web -n shop --timeout=20s", 0, "successfully rolled out");
        row("rollout history deploy/web -n shop", 0, "^REVISION +CHANGE-CAUSE\\n1 ");
        row("rollout status ds/calico-node -n calico-system --timeout=20s", 0, "daemon set \"calico-node\" successfully rolled out");
        row("wait pod/two --for=condition=Nothing --timeout=1s", 1, "timed out waiting for the condition");
        row("wait pod/two --for=jsonpath={.status.phase}=Running --timeout=5s", 0, "condition met");
        row("cordon {node} --dry-run=server", 0, "cordoned \\(server dry run\\)");
        row("config view -o jsonpath={.current-context}", 0, "^demo$");
    }
    void answers()
    {
        QFETCH(QString, line);
        QFETCH(int, code);
        QFETCH(QString, pattern);
        QFETCH(QByteArray, input);
        const Finished done = kubectl(line, input);
        const QByteArray said = "exit " + QByteArray::number(done.exitCode) + "\n" + done.out.right(3000) + done.err.right(3000);
        QVERIFY2(done.exitCode == code, said.constData());
        const QString text = QString::fromUtf8(done.out + done.err).trimmed();
        QVERIFY2(QRegularExpression(pattern, QRegularExpression::MultilineOption).match(text).hasMatch(), said.constData());
    }

    void editsWithAnEditor()
    {
        const Finished made = kubectl(u"create cm edited --from-literal=colour=blue"_s);
        QVERIFY2(made.exitCode == 0, made.err.constData());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const auto edit = [&](const QString& editor) {
            environment.insert(u"KUBE_EDITOR"_s, editor);
            return runProgram(u"kubectl"_s, { u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"edit"_s, u"cm"_s, u"edited"_s }, 60, environment);
        };
        QVERIFY(edit(u"true"_s).err.contains("no changes made"));
        QCOMPARE(edit(u"sed -i s/colour:.blue/colour:\\ green/"_s).out.trimmed(), QByteArray("configmap/edited edited"));
        QCOMPARE(kubectl(u"get cm edited -o jsonpath={.data.colour}"_s).out, QByteArray("green"));
        const Finished wrong = edit(u"sed -i s/colour:.green/colour:\\ 5/"_s); // kubectl says so and keeps the file
        QVERIFY2(wrong.exitCode == 1 && wrong.err.contains("could not be patched"), wrong.err.constData());
    }

    void deletesWithEachPropagation_data()
    {
        QTest::addColumn<QString>("cascade");
        QTest::addColumn<bool>("dependentsStay");
        QTest::newRow("background") << u"background"_s << false;
        QTest::newRow("foreground") << u"foreground"_s << false;
        QTest::newRow("orphan") << u"orphan"_s << true;
    }
    void deletesWithEachPropagation()
    {
        QFETCH(QString, cascade);
        QFETCH(bool, dependentsStay);
        const QString name = u"for-"_s + cascade;
        QCOMPARE(kubectl(u"create deploy %1 --image=nginx --replicas=2"_s.arg(name)).exitCode, 0);
        QCOMPARE(kubectl(u"rollout status deploy/%1 --timeout=40s"_s.arg(name)).exitCode, 0);
        const Finished deleted = kubectl(u"delete deploy %1 --cascade=%2 --timeout=40s"_s.arg(name, cascade));
        QVERIFY2(deleted.exitCode == 0, deleted.err.constData());
        if (cascade == u"background") {
            QCOMPARE(kubectl(u"wait --for=delete rs,pods -l app=%1 --timeout=40s"_s.arg(name)).exitCode, 0);
        }
        const QByteArray left = kubectl(u"get rs,pods -l app=%1 -o name"_s.arg(name)).out;
        QVERIFY2(left.count('\n') == (dependentsStay ? 3 : 0), left.constData());
        if (dependentsStay) {
            QVERIFY(kubectl(u"get rs -l app=%1 -o jsonpath={.items[0].metadata.ownerReferences}"_s.arg(name)).out.isEmpty());
            QCOMPARE(kubectl(u"delete rs -l app=%1 --timeout=40s"_s.arg(name)).exitCode, 0);
        }
    }

    void collectsWhatCustomResourcesOwn()
    {
        QCOMPARE(kubectl(u"create -f -"_s, fixture(u"owner_crd.yaml"_s)).exitCode, 0);
        QCOMPARE(kubectl(u"wait --for=condition=Established crd/owners.example.com --timeout=20s"_s).exitCode, 0);
        const Finished made = kubectl(u"create -f - -o jsonpath={.metadata.uid}"_s, fixture(u"owner.yaml"_s));
        QVERIFY2(made.exitCode == 0, made.err.constData());
        QCOMPARE(kubectl(u"create -f -"_s, fixture(u"owned.yaml"_s).replace("UID", made.out)).exitCode, 0);
        const Finished gone = kubectl(u"delete owner me --cascade=foreground --timeout=40s"_s);
        QVERIFY2(gone.exitCode == 0, gone.err.constData());
        QVERIFY(kubectl(u"get cm mine"_s).err.contains("NotFound"));
    }

    void attachesToWhatAPodSays()
    {
        QProcess attached;
        attached.setProcessChannelMode(QProcess::MergedChannels);
        attached.start(u"kubectl"_s, { u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"attach"_s, u"two"_s, u"-c"_s, u"one"_s });
        QVERIFY(attached.waitForReadyRead(20000)); // "If you don't see a command prompt …": it is connected
        QVERIFY(attached.state() == QProcess::Running);
        QCOMPARE(kubectl(u"delete pod two --timeout=40s"_s).exitCode, 0);
        QVERIFY2(attached.waitForFinished(20000), "the connection to a pod that is gone must end");
        QVERIFY(kubectl(u"create -f -"_s, fixture(u"objects.yaml"_s)).err.contains("AlreadyExists")); // and "two" is there again for the others
        QCOMPARE(kubectl(u"wait pod --for=condition=Ready two --timeout=60s"_s).exitCode, 0);
    }

    // sandbox --peer-pods: the first of the pods are confidential, each with a PeerPod of its own and a VSI that runs.
    void findsSeededPeerPods()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"0"_s, u"--pods"_s, u"12"_s, u"--peer-pods"_s, u"5"_s });
        QVERIFY(sandbox.start());
        const auto lines = [&sandbox](const QString& what, const QString& columns) {
            const Finished got = sandbox.kubectl({ u"get"_s, what, u"-A"_s, u"--no-headers"_s, u"-o"_s, u"custom-columns="_s + columns });
            QStringList list = QString::fromUtf8(got.out).simplified().split(u' ', Qt::SkipEmptyParts);
            list.sort();
            return list;
        };
        QCOMPARE(lines(u"pods"_s, u"c:.spec.runtimeClassName"_s).count(u"kata-remote"_s), 5);
        QStringList servers;
        for (const QJsonValue& vsi : sandbox.podInstances()) {
            QCOMPARE(vsi.toObject().value(u"status"_s).toString(), u"running"_s);
            servers.append(vsi.toObject().value(u"id"_s).toString());
        }
        servers.sort();
        QCOMPARE(servers.size(), 5);
        QCOMPARE(lines(u"peerpods"_s, u"i:.spec.instanceID"_s), servers);
        for (const QString& owner : lines(u"peerpods"_s, u"o:.metadata.ownerReferences[0].uid"_s)) {
            QVERIFY2(lines(u"pods"_s, u"u:.metadata.uid"_s).contains(owner), qPrintable(owner));
        }
    }

private:
    Finished kubectl(QString line, const QByteArray& input = {}) const
    {
        line.replace("{pod}"_L1, m_pod).replace("{node}"_L1, m_node).replace("{tmp}"_L1, scratchDir());
        QStringList arguments = words(line);
        if (line.contains("{server}"_L1)) {
            const Finished server = m_sandbox->kubectl({ u"config"_s, u"view"_s, u"-o"_s, u"jsonpath={.clusters[0].cluster.server}"_s });
            arguments.replaceInStrings(u"{server}"_s, QString::fromUtf8(server.out));
        }
        QProcess process;
        process.start(u"kubectl"_s, QStringList({ u"--kubeconfig"_s, m_sandbox->value("kubeconfig") }) + arguments);
        process.write(input);
        process.closeWriteChannel();
        Finished finished;
        finished.crashed = !process.waitForFinished(60000);
        finished.exitCode = finished.crashed ? -1 : process.exitCode();
        finished.out = process.readAllStandardOutput();
        finished.err = process.readAllStandardError();
        return finished;
    }

    std::unique_ptr<SandboxProcess> m_sandbox;
    QString m_pod, m_node;
    int m_points = 0;
};

COCOON_TEST(TstKubectlEveryday)
#include "tst_kubectl_everyday.moc"
