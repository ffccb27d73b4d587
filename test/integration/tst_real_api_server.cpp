// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Cocoon and its actors on an API server that nobody here wrote.
#include "test/integration/programs.h"
#include "test/support/real_api_server.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QStandardPaths>

using namespace cocoon::test;

namespace {
    const QStringList kApply { QStringLiteral("apply"), QStringLiteral("--yes"), QStringLiteral("--json") };
    const QString kLabel = QStringLiteral("app.kubernetes.io/part-of=cocoon-sandbox");
    constexpr int kLongRun = 900; // seconds, for a whole set-up on a loaded machine

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(3000) + "\n" + finished.out.right(3000);
    }

    Finished kubectl(const RealApiServer& server, const QStringList& arguments)
    {
        return runProgram(QStandardPaths::findExecutable(QStringLiteral("kubectl")),
            QStringList({ QStringLiteral("--kubeconfig"), server.kubeconfig() }) + arguments, 120);
    }

    QString words(const char* text)
    {
        return QString::fromLatin1(text);
    }
}

class TstRealApiServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aServerOfAnotherMachineIsRefused()
    {
        QFile file(scratchDir() + QStringLiteral("/elsewhere"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"apiVersion\":\"v1\",\"kind\":\"Config\",\"current-context\":\"far\","
                   "\"clusters\":[{\"name\":\"far\",\"cluster\":{\"server\":\"https://192.0.2.7:6443\"}}],"
                   "\"users\":[{\"name\":\"far\",\"user\":{\"token\":\"x\"}}],"
                   "\"contexts\":[{\"name\":\"far\",\"context\":{\"cluster\":\"far\",\"user\":\"far\"}}]}");
        file.close();
        for (const QStringList& more : { QStringList(), QStringList(QStringLiteral("--clean")) }) {
            const Finished refused = runProgram(cocoonctl(),
                QStringList { QStringLiteral("sandbox"), QStringLiteral("--api-server"), file.fileName() } + more, 30);
            QVERIFY2(refused.exitCode == 1 && refused.out.isEmpty(), describe(refused).constData());
            QVERIFY2(refused.err.contains("192.0.2.7") && refused.err.contains("loopback"), describe(refused).constData());
        }
    }

    void theWholeSetupAndThenNothingIsLeft()
    {
        if (const QString why = RealApiServer::missing(); !why.isEmpty()) {
            QSKIP(qPrintable(why));
        }
        if (QStandardPaths::findExecutable(QStringLiteral("kubectl")).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
        RealApiServer server;
        QVERIFY2(server.start(), server.said().constData());
        qInfo("kube-apiserver %s", qPrintable(server.version()));
        {
            SandboxProcess sandbox({ QStringLiteral("--api-server"), server.kubeconfig(), QStringLiteral("--speed"), QStringLiteral("300") });
            QVERIFY2(sandbox.start(), sandbox.said().constData());
            const Finished applied = sandbox.ctl(kApply, kLongRun);
            if (applied.exitCode != 0) {
                qWarning("%s", describe(applied).constData()); // longer than QVERIFY2 shows
                qWarning("%s", kubectl(server, words("get pods,deployments,daemonsets -A -o wide").split(u' ')).out.constData());
                qWarning("%s", sandbox.said().constData());
            }
            QCOMPARE(applied.exitCode, 0);
            QVERIFY2(applied.out.contains("\"attested\""), describe(applied).constData()); // by an exec through the real server

            const Finished pod = kubectl(server, words("get pod helloworld -n default -o jsonpath={.status.conditions[?(@.type==\"Ready\")].status}").split(u' '));
            QCOMPARE(pod.out.trimmed(), QByteArray("True"));
            QCOMPARE(sandbox.podInstances().size(), 1);
            // The webhook must not have to allow its own pods: it passes over namespaces by this label.
            const Finished label = kubectl(server, words("get namespace openshift-sandboxed-containers-operator -o jsonpath={.metadata.labels.kubernetes\\.io/metadata\\.name}").split(u' '));
            QCOMPARE(label.out, QByteArray("openshift-sandboxed-containers-operator"));
            const Finished status = sandbox.ctl({ QStringLiteral("status") });
            QVERIFY2(status.exitCode == 0 && status.out.contains("runs in a confidential VM"), describe(status).constData());
            // The server itself goes to our kubelet endpoint for the log.
            const Finished log = kubectl(server, words("logs -n openshift-sandboxed-containers-operator ds/osc-caa-ds --tail=1").split(u' '));
            QVERIFY2(log.exitCode == 0 && !log.out.isEmpty(), describe(log).constData());

            const Finished again = sandbox.ctl(kApply, kLongRun);
            QVERIFY2(again.exitCode == 0, describe(again).constData());
            QVERIFY2(again.json().value(QStringLiteral("made")).toArray().isEmpty(), describe(again).constData());
            const Finished plan = sandbox.ctl({ QStringLiteral("plan") });
            QVERIFY2(plan.exitCode == 0, describe(plan).constData());
        }
        QVERIFY(!labelled(server).isEmpty());
        const Finished cleaned = runProgram(cocoonctl(),
            { QStringLiteral("sandbox"), QStringLiteral("--api-server"), server.kubeconfig(), QStringLiteral("--clean") }, 300);
        QVERIFY2(cleaned.exitCode == 0, describe(cleaned).constData());
        QCOMPARE(labelled(server), QByteArray());
        const Finished kinds = kubectl(server, words("get crds -o name").split(u' '));
        QVERIFY2(!kinds.out.contains("openshift") && !kinds.out.contains("coreos"), describe(kinds).constData());
        QCOMPARE(kubectl(server, words("get nodes -o name").split(u' ')).out, QByteArray());
    }

    // A server whose controller manager is alive has its part left to it; the user may insist on the one or the other.
    void whatTheServersOwnControllersDoIsLeftToThem()
    {
        if (const QString why = RealApiServer::missing(); !why.isEmpty()) {
            QSKIP(qPrintable(why));
        }
        if (QStandardPaths::findExecutable(QStringLiteral("kubectl")).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
        RealApiServer server;
        QVERIFY2(server.start(), server.said().constData());
        const auto apply = [&server](const QByteArray& object) {
            QFile file(scratchDir() + QStringLiteral("/object.json"));
            return file.open(QIODevice::WriteOnly) && file.write(object) == object.size() && file.flush()
                && kubectl(server, { QStringLiteral("apply"), QStringLiteral("-f"), file.fileName() }).exitCode == 0;
        };
        // As a controller manager keeps it, but for the renewing: alive now, dead in 15 seconds.
        const auto renew = [&apply] {
            return apply("{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"namespace\":\"kube-system\",\"name\":\"kube-controller-manager\"},"
                         "\"spec\":{\"holderIdentity\":\"master-0_5c\",\"leaseDurationSeconds\":15,\"renewTime\":\""
                + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz000Z")).toLatin1() + "\"}}");
        };
        // Three pods: one that needs a scheduler, one that needs none, and those of a Deployment, which need a manager.
        const auto make = [&](const QByteArray& mode, const QByteArray& node) {
            const QByteArray spec = "\"tolerations\":[{\"operator\":\"Exists\"}],\"containers\":[{\"name\":\"c\",\"image\":\"docker.io/library/nginx\"}]";
            const QByteArray pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"default\",\"name\":\"";
            return apply(pod + "free-" + mode + "\"},\"spec\":{" + spec + "}}") && apply(pod + "bound-" + mode + "\"},\"spec\":{\"nodeName\":\"" + node + "\"," + spec + "}}")
                && apply("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"namespace\":\"default\",\"name\":\"deploy-" + mode
                    + "\"},\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"" + mode + "\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"" + mode + "\"}},\"spec\":{" + spec + "}}}}");
        };
        const auto phase = [&server](const QString& pod) {
            return kubectl(server, words("get pod -n default -o jsonpath={.status.phase}").split(u' ') + QStringList(pod)).out;
        };
        const auto sets = [&server](const QString& mode) {
            return kubectl(server, words("get replicasets -n default -o name -l").split(u' ') + QStringList(QStringLiteral("app=") + mode)).out;
        };
        struct Row {
            const char* mode;
            bool schedules;
            bool manages;
        };
        for (const Row& row : { Row { "off", false, false }, Row { "auto", true, false }, Row { "on", true, true } }) {
            const QString mode = words(row.mode);
            QVERIFY(renew());
            SandboxProcess sandbox({ QStringLiteral("--api-server"), server.kubeconfig(), QStringLiteral("--controllers"), mode, QStringLiteral("--speed"), QStringLiteral("600") });
            QVERIFY2(sandbox.start(), row.mode);
            const QByteArray node = kubectl(server, words("get nodes -o jsonpath={.items[0].metadata.name}").split(u' ')).out;
            QVERIFY(make(row.mode, node));
            if (row.schedules) {
                QTRY_VERIFY2_WITH_TIMEOUT(phase(QStringLiteral("free-") + mode) == "Running", row.mode, 30000);
            }
            if (row.manages) {
                QTRY_VERIFY2_WITH_TIMEOUT(!sets(mode).isEmpty(), row.mode, 30000);
            }
            // The kubelet plays in any case; by the time it has run a pod, a controller would have acted as well.
            QTRY_VERIFY2_WITH_TIMEOUT(phase(QStringLiteral("bound-") + mode) == "Running", row.mode, 30000);
            QCOMPARE(phase(QStringLiteral("free-") + mode) == "Running", row.schedules);
            QCOMPARE(!sets(mode).isEmpty(), row.manages);
            kubectl(server, words("delete deployments,replicasets,pods -n default --all --force --grace-period=0 --wait=false").split(u' '));
        }
    }

private:
    /// Names of everything with the sandbox's label, of all kinds.
    static QByteArray labelled(const RealApiServer& server)
    {
        const Finished kinds = kubectl(server, words("api-resources --verbs=list -o name").split(u' '));
        const QString all = QString::fromUtf8(kinds.out).split(u'\n', Qt::SkipEmptyParts).join(u',');
        const Finished found = kubectl(server, { QStringLiteral("get"), all, QStringLiteral("-A"), QStringLiteral("-l"), kLabel, QStringLiteral("-o"), QStringLiteral("name") });
        return found.exitCode == 0 ? found.out : describe(found);
    }
};

COCOON_TEST(TstRealApiServer)
#include "tst_real_api_server.moc"
