// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole set-up as a user runs it: from an empty cluster to an attested confidential pod, and again.
#include "test/integration/programs.h"
#include "test/support/json_schema.h"
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace cocoon::test;

namespace {
    const QStringList kApply { QStringLiteral("apply"), QStringLiteral("--yes"), QStringLiteral("--json") };

    /// Every file below `folder` that holds `needle`.
    QStringList filesWith(const QString& folder, const QByteArray& needle)
    {
        QStringList hits;
        QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(needle)) {
                hits.append(file.fileName());
            }
        }
        return hits;
    }

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(1500) + "\n" + finished.out.right(1500);
    }

    void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            qFatal("cannot write %s", qPrintable(path));
        }
    }

    int count(const SandboxProcess& sandbox, const QString& kind)
    {
        const Finished list = sandbox.kubectl({ QStringLiteral("get"), kind, QStringLiteral("-A"), QStringLiteral("-o"), QStringLiteral("json") });
        return static_cast<int>(list.json().value(QStringLiteral("items")).toArray().size());
    }

    QJsonObject resultSchema()
    {
        QFile file(sourcePath(QStringLiteral("resources/schemas/result.json")));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }
}

class TstWholeSetup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("kubectl")).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
    }

    void fromNothingToAnAttestedPodAndThenNothingToDo()
    {
        SandboxProcess sandbox({ QStringLiteral("--speed"), QStringLiteral("300") });
        QVERIFY2(sandbox.start(), sandbox.said().constData());

        const Finished before = sandbox.ctl({ QStringLiteral("plan") });
        QVERIFY2(before.exitCode == 3, describe(before).constData());
        const Finished applied = sandbox.ctl(kApply);
        QVERIFY2(applied.exitCode == 0, describe(applied).constData());

        const Finished pod = sandbox.kubectl({ QStringLiteral("get"), QStringLiteral("pod"), QStringLiteral("helloworld"), QStringLiteral("-n"),
            QStringLiteral("default"), QStringLiteral("-o"), QStringLiteral("jsonpath={.status.conditions[?(@.type==\"Ready\")].status}") });
        QCOMPARE(pod.out.trimmed(), QByteArray("True"));
        QCOMPARE(count(sandbox, QStringLiteral("peerpods")), 1);
        QCOMPARE(count(sandbox, QStringLiteral("subscriptions")), 1);
        const QJsonArray instances = sandbox.podInstances();
        QCOMPARE(instances.size(), 1);
        QCOMPARE(instances.at(0)[QStringLiteral("status")].toString(), QStringLiteral("running"));
        QCOMPARE(instances.at(0)[QStringLiteral("confidential_compute_mode")].toString(), QStringLiteral("tdx"));

        const Finished after = sandbox.ctl({ QStringLiteral("plan") });
        QVERIFY2(after.exitCode == 0, describe(after).constData());
        const Finished again = sandbox.ctl(kApply);
        QVERIFY2(again.exitCode == 0, describe(again).constData());
        QVERIFY2(again.json().value(QStringLiteral("made")).toArray().isEmpty(), describe(again).constData());
        QVERIFY2(fits(resultSchema(), applied.json()), describe(applied).constData());
        QVERIFY2(fits(resultSchema(), again.json()), describe(again).constData());
        const Finished status = sandbox.ctl({ QStringLiteral("status") });
        QCOMPARE(status.exitCode, 0);
        QVERIFY2(status.out.contains("helloworld"), describe(status).constData());

        // The same with every log category open, and in a saved plan.
        QProcessEnvironment loud = QProcessEnvironment::systemEnvironment();
        loud.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("cocoon.*=true"));
        const Finished logged = runProgram(cocoonctl(), sandbox.desk() + QStringList { QStringLiteral("plan"), QStringLiteral("--out"),
                                                            sandbox.path(QStringLiteral("desk/plan.json")) }, 240, loud);
        QVERIFY2(logged.err.contains("cocoon."), describe(logged).constData());

        // No secret in anything that was written: not the user's key, not the one made for the adaptor.
        QFile keyFile(sandbox.value("apiKeyFile"));
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        const Finished secret = sandbox.kubectl({ QStringLiteral("get"), QStringLiteral("secret"), QStringLiteral("peer-pods-secret"), QStringLiteral("-n"),
            QStringLiteral("openshift-sandboxed-containers-operator"), QStringLiteral("-o"), QStringLiteral("jsonpath={.data.IBMCLOUD_API_KEY}") });
        const QByteArray adaptorKey = QByteArray::fromBase64(secret.out.trimmed());
        QVERIFY(adaptorKey.size() > 10);
        for (const QByteArray& key : { keyFile.readAll().trimmed(), adaptorKey }) {
            for (const QByteArray& needle : { key, key.toBase64(), key.toBase64().chopped(3), key.toHex() }) {
                for (const Finished* said : { &before, &applied, &after, &again, &logged }) {
                    QVERIFY(!said->out.contains(needle) && !said->err.contains(needle));
                }
                QCOMPARE(filesWith(sandbox.path(QStringLiteral("desk")), needle), QStringList());
            }
        }
    }

    void askedWithoutATerminalItChangesNothing()
    {
        SandboxProcess sandbox({ QStringLiteral("--speed"), QStringLiteral("300") });
        SandboxProcess second({ QStringLiteral("--seed"), QStringLiteral("2") }); // beside the first, another world
        QVERIFY(sandbox.start());
        QVERIFY(second.start());

        const Finished check = sandbox.ctl({ QStringLiteral("check"), QStringLiteral("--json") });
        QVERIFY2(check.exitCode == 0, describe(check).constData());
        QVERIFY2(fits(resultSchema(), check.json()), describe(check).constData());
        QVERIFY(check.json().value(QStringLiteral("findings")).toArray().size() >= 40);

        // No --yes, no terminal: nothing is approved, so nothing is sent.
        const Finished unapproved = sandbox.ctl({ QStringLiteral("apply") });
        QVERIFY2(unapproved.exitCode == 4, describe(unapproved).constData());
        QCOMPARE(count(sandbox, QStringLiteral("subscriptions")), 0);

        // A saved plan runs as it was saved; one for another world is refused whole.
        const QString file = sandbox.path(QStringLiteral("plan.json"));
        QCOMPARE(sandbox.ctl({ QStringLiteral("plan"), QStringLiteral("--out"), file }).exitCode, 3);
        const Finished foreign = second.ctl({ QStringLiteral("apply"), file });
        QVERIFY2(foreign.exitCode != 0, describe(foreign).constData());
        QCOMPARE(count(second, QStringLiteral("subscriptions")), 0);

        // Which cluster: the command line beats the Intent, which beats the profile.
        QFile profile(sandbox.value("profile"));
        QVERIFY(profile.open(QIODevice::ReadOnly));
        const QByteArray reach = profile.readAll();
        const QStringList without { QStringLiteral("plan"), QStringLiteral("--api-key-file"), sandbox.value("apiKeyFile"), QStringLiteral("--state-dir"),
            sandbox.path(QStringLiteral("which")) };
        const auto planned = [&](const QByteArray& intent, const QByteArray& cluster, const QStringList& more) {
            const QString wanted = sandbox.path(QStringLiteral("wanted.yaml"));
            const QString reached = QFileInfo(sandbox.value("profile")).absolutePath() + QStringLiteral("/which.yaml");
            write(wanted, intent);
            write(reached, reach + cluster);
            return runProgram(cocoonctl(), without + QStringList { QStringLiteral("--profile"), reached, QStringLiteral("--intent"), wanted } + more);
        };
        const QStringList demo { QStringLiteral("--cluster"), QStringLiteral("demo") };
        QCOMPARE(planned("trust: { skip: true }\n", {}, demo).exitCode, 3);
        QCOMPARE(planned("cluster: nowhere\ntrust: { skip: true }\n", {}, demo).exitCode, 3);
        QCOMPARE(planned("cluster: demo\ntrust: { skip: true }\n", "cluster: nowhere\n", {}).exitCode, 3);
        QCOMPARE(planned("trust: { skip: true }\n", "cluster: demo\n", {}).exitCode, 3);
        QCOMPARE(planned("cluster: nowhere\ntrust: { skip: true }\n", "cluster: demo\n", {}).exitCode, 4);
        const Finished unsaid = planned("trust: { skip: true }\n", {}, {});
        QVERIFY2(unsaid.exitCode == 2 && unsaid.err.contains("--cluster"), describe(unsaid).constData());

        const Finished wrongKey = runProgram(cocoonctl(), { QStringLiteral("--profile"), sandbox.value("profile"), QStringLiteral("--api-key-file"),
            sandbox.value("ca"), QStringLiteral("--cluster"), QStringLiteral("demo"), QStringLiteral("--state-dir"), sandbox.path(QStringLiteral("other")), QStringLiteral("check") });
        QVERIFY2(wrongKey.exitCode == 4, describe(wrongKey).constData());
        const Finished noCluster = sandbox.ctl({ QStringLiteral("plan"), QStringLiteral("--cluster"), QStringLiteral("nowhere") });
        QVERIFY2(noCluster.exitCode == 4, describe(noCluster).constData());
        QVERIFY2((noCluster.out + noCluster.err).contains("nowhere"), describe(noCluster).constData());
        QCOMPARE(runProgram(cocoonctl(), { QStringLiteral("plan") }).exitCode, 2);
    }

    void twoDesksDoNotChangeOneClusterAtOnce()
    {
        SandboxProcess sandbox({ QStringLiteral("--speed"), QStringLiteral("100") });
        QVERIFY(sandbox.start());
        QProcess first;
        first.setStandardOutputFile(QProcess::nullDevice());
        first.setReadChannel(QProcess::StandardError);
        first.start(cocoonctl(), sandbox.desk() + kApply);
        QByteArray said;
        while (!said.contains("KataConfig") && first.waitForReadyRead(60000)) {
            said += first.readAllStandardError(); // by now the operator's namespace, and so the Lease, is there
        }
        const Finished other = sandbox.ctl(kApply, 60, QStringLiteral("other-desk"));
        QVERIFY2(other.exitCode == 4, describe(other).constData());
        QVERIFY2(other.err.contains("is changing this cluster"), describe(other).constData());
        const Finished same = sandbox.ctl(kApply, 60);
        QVERIFY2(same.exitCode == 4, describe(same).constData());
        QVERIFY(first.waitForFinished(240000));
        QCOMPARE(first.exitCode(), 0);
        const Finished after = sandbox.ctl(kApply, 60, QStringLiteral("other-desk"));
        QVERIFY2(after.exitCode == 0, describe(after).constData());
    }

    void killedAgainAndAgainItEndsTheSame()
    {
        SandboxProcess sandbox({ QStringLiteral("--speed"), QStringLiteral("300") });
        QVERIFY(sandbox.start());
        // Each round is killed after a few more lines of progress than the one before; so the kills spread over the run.
        int rounds = 0;
        for (int lines : { 1, 2, 3, 4, 6, 9, 5, 12, 8, 14, 7, 10 }) {
            QProcess process;
            process.setStandardOutputFile(QProcess::nullDevice());
            process.setReadChannel(QProcess::StandardError);
            process.start(cocoonctl(), sandbox.desk() + kApply);
            QByteArray said;
            while (said.count('\n') < lines && process.waitForReadyRead(60000)) {
                said += process.readAllStandardError();
            }
            if (process.state() == QProcess::NotRunning) {
                break; // it came to its end before we struck
            }
            process.kill();
            QVERIFY(process.waitForFinished(10000));
            ++rounds;
        }
        QVERIFY(rounds >= 3);
        const Finished last = sandbox.ctl(kApply);
        QVERIFY2(last.exitCode == 0, describe(last).constData());
        QCOMPARE(sandbox.images().size(), 1);
        int keys = 0; // of the adaptor; lost ones were replaced, not piled up
        for (const QJsonValue& key : sandbox.apiKeys()) {
            keys += key[QStringLiteral("name")].toString() == u"cocoon-demo" ? 1 : 0;
        }
        QCOMPARE(keys, 1);
        QCOMPARE(count(sandbox, QStringLiteral("peerpods")), 1);
        QCOMPARE(count(sandbox, QStringLiteral("subscriptions")), 1);
        QCOMPARE(sandbox.podInstances().size(), 1);
        const Finished plan = sandbox.ctl({ QStringLiteral("plan") });
        QVERIFY2(plan.exitCode == 0, describe(plan).constData());
    }
};

COCOON_TEST(TstWholeSetup)
#include "tst_whole_setup.moc"
