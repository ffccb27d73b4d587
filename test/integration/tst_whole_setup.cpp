// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole set-up as a user runs it: from an empty cluster to an attested confidential pod, and again. Kills are the matter of
// tst_kill_matrix, two at once that of tst_two_desks.
#include "test/integration/canary.h"
#include "test/integration/programs.h"
#include "test/support/json_schema.h"
#include "test/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

using namespace cocoon::test;

namespace {
    const QStringList kApply { QStringLiteral("apply"), QStringLiteral("--yes"), QStringLiteral("--json") };

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(1500) + "\n" + finished.out.right(1500);
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

        // With every log category open: what is said is searched for secrets below.
        QProcessEnvironment loud = QProcessEnvironment::systemEnvironment();
        loud.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("cocoon.*=true"));
        const auto run = [&](const QStringList& words) { return runProgram(cocoonctl(), sandbox.desk() + words, 240, loud); };
        const Finished before = run({ QStringLiteral("plan"), QStringLiteral("--out"), sandbox.path(QStringLiteral("desk/plan.json")) });
        QVERIFY2(before.exitCode == 3, describe(before).constData());
        QVERIFY2(before.err.contains("cocoon."), describe(before).constData());
        const Finished script = run({ QStringLiteral("export") });
        const Finished manifests = run({ QStringLiteral("export"), QStringLiteral("--format"), QStringLiteral("yaml"), QStringLiteral("--json") });
        QVERIFY(script.out.contains("PEER_PODS_API_KEY") && manifests.out.contains("PEER_PODS_API_KEY")); // by its name, that is
        const Finished applied = run(kApply);
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

        // No secret in anything that was written: not the user's key, not the one made for the adaptor.
        QFile keyFile(sandbox.value("apiKeyFile"));
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        const Finished secret = sandbox.kubectl({ QStringLiteral("get"), QStringLiteral("secret"), QStringLiteral("peer-pods-secret"), QStringLiteral("-n"),
            QStringLiteral("openshift-sandboxed-containers-operator"), QStringLiteral("-o"), QStringLiteral("jsonpath={.data.IBMCLOUD_API_KEY}") });
        const QByteArray adaptorKey = QByteArray::fromBase64(secret.out.trimmed());
        QVERIFY(adaptorKey.size() > 10);
        const QString world = sandbox.path(QStringLiteral("world/"));
        QVERIFY(sandbox.value("apiKeyFile").startsWith(world));
        for (const QByteArray& key : { keyFile.readAll().trimmed(), adaptorKey }) {
            const QByteArrayList needles = formsOf(key);
            QVERIFY2(!filesWith(world, needles).isEmpty(), "the sandbox knows the key; who does not find it there finds it nowhere");
            for (const Finished* said : { &before, &script, &manifests, &applied, &after, &again, &status }) {
                for (const QByteArray& needle : needles) {
                    QVERIFY2(!said->out.contains(needle) && !said->err.contains(needle), needle.constData());
                }
            }
            // Everything that any program wrote: our folder for it, the desk, and what would have been the user's home.
            QCOMPARE(filesWith(sandbox.path(QString()), needles, { world }), QStringList());
            QCOMPARE(filesWith(scratchDir(), needles), QStringList());
        }
    }
};

COCOON_TEST(TstWholeSetup)
#include "tst_whole_setup.moc"
