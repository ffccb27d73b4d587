// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every command with the options a user gives it: what it takes, what it refuses, what it prints for programs.
#include "services/base/yaml.h"
#include "test/integration/programs.h"
#include "test/support/json_schema.h"
#include "test/support/test_main.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <memory>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(3000) + "\n" + finished.out.right(3000);
    }

    QByteArray read(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("cannot read %s", qPrintable(path));
        }
        return file.readAll();
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
        return static_cast<int>(sandbox.kubectl({ u"get"_s, kind, u"-A"_s, u"-o"_s, u"json"_s }).json()[u"items"_s].toArray().size());
    }

    QStringList sorted(const QJsonArray& texts)
    {
        QStringList list;
        for (const QJsonValue& text : texts) {
            list.append(text.toString());
        }
        list.sort();
        return list;
    }
}

class TstCommands : public QObject {
    Q_OBJECT
    std::unique_ptr<SandboxProcess> m_world; ///< shared by those that change nothing

    /// `cocoonctl WORDS` on the shared world with nothing but what is given here.
    static Finished bare(const QStringList& words, const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment())
    {
        return runProgram(cocoonctl(), words, 60, environment);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
        m_world = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"300"_s });
        QVERIFY2(m_world->start(), m_world->said().constData());
    }

    void cleanupTestCase() { m_world.reset(); }

    void whatIsPrintedForProgramsFitsItsSchema_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QStringList>("holds");
        QTest::newRow("check") << QStringList { u"check"_s } << 0 << QStringList { u"findings"_s, u"steps"_s };
        QTest::newRow("plan") << QStringList { u"plan"_s } << 3 << QStringList { u"steps"_s };
        QTest::newRow("plan, one step") << QStringList { u"plan"_s, u"--step"_s, u"operator"_s } << 3 << QStringList { u"steps"_s };
        QTest::newRow("plan, nowhere") << QStringList { u"plan"_s, u"--cluster"_s, u"nowhere"_s } << 4 << QStringList { u"steps"_s };
        QTest::newRow("plan, not started") << QStringList { u"plan"_s, u"--intent"_s, u"/nonexistent"_s } << 2 << QStringList { u"error"_s };
        QTest::newRow("apply, not approved") << QStringList { u"apply"_s } << 4 << QStringList { u"needsApproval"_s, u"steps"_s };
        QTest::newRow("status") << QStringList { u"status"_s } << 3 << QStringList { u"steps"_s };
        QTest::newRow("export") << QStringList { u"export"_s } << 3 << QStringList { u"script"_s, u"steps"_s };
        QTest::newRow("export, manifests") << QStringList { u"export"_s, u"--format"_s, u"yaml"_s } << 3 << QStringList { u"manifests"_s, u"steps"_s };
    }
    void whatIsPrintedForProgramsFitsItsSchema()
    {
        QFETCH(QStringList, words);
        QFETCH(int, exitCode);
        QFETCH(QStringList, holds);
        const QJsonObject schema = QJsonDocument::fromJson(read(sourcePath(u"resources/schemas/result.json"_s))).object();
        QVERIFY(!schema.isEmpty());
        const Finished said = m_world->ctl(words + QStringList { u"--json"_s });
        QVERIFY2(said.exitCode == exitCode, describe(said).constData());
        const QJsonObject document = said.json();
        QVERIFY2(fits(schema, document), describe(said).constData());
        QCOMPARE(document[u"command"_s].toString(), words.first());
        QCOMPARE(document[u"exit"_s].toInt(), exitCode);
        for (const QString& key : holds) {
            QVERIFY2(!document[key].isUndefined() && document[key] != QJsonArray(), qPrintable(key));
        }
        QCOMPARE(document.contains(u"script"_s), holds.contains(u"script"_s));
        QCOMPARE(document.contains(u"manifests"_s), holds.contains(u"manifests"_s));
        // The document holds what the same command prints for people.
        if (words.first() == u"export") {
            const Finished plain = m_world->ctl(words);
            if (document.contains(u"script"_s)) {
                QCOMPARE(document[u"script"_s].toString().toUtf8(), plain.out);
            } else {
                const auto documents = cocoon::parseYamlDocuments(plain.out);
                QVERIFY2(documents.has_value(), documents ? "" : qPrintable(documents.error().message));
                QJsonArray values;
                for (const cocoon::YamlDocument& one : *documents) {
                    values.append(one.value);
                }
                QCOMPARE(document[u"manifests"_s].toArray(), values);
            }
        }
    }

    void withoutApprovalNothingIsSent()
    {
        const Finished unapproved = m_world->ctl({ u"apply"_s });
        QVERIFY2(unapproved.exitCode == 4, describe(unapproved).constData());
        QVERIFY2(unapproved.err.contains("--yes"), describe(unapproved).constData());
        QCOMPARE(count(*m_world, u"subscriptions"_s), 0);
        const Finished check = m_world->ctl({ u"check"_s, u"--json"_s });
        QVERIFY(check.json()[u"findings"_s].toArray().size() >= 40);
    }

    // Which cluster: the command line beats the Intent, which beats the profile.
    void theClusterIsNamedInThreePlaces()
    {
        const QByteArray reach = read(m_world->value("profile"));
        const QStringList without { u"plan"_s, u"--api-key-file"_s, m_world->value("apiKeyFile"), u"--state-dir"_s, m_world->path(u"which"_s) };
        const auto planned = [&](const QByteArray& intent, const QByteArray& cluster, const QStringList& more) {
            const QString wanted = m_world->path(u"wanted.yaml"_s);
            const QString reached = QFileInfo(m_world->value("profile")).absolutePath() + u"/which.yaml"_s;
            write(wanted, intent);
            write(reached, reach + cluster);
            return bare(without + QStringList { u"--profile"_s, reached, u"--intent"_s, wanted } + more);
        };
        const QStringList demo { u"--cluster"_s, u"demo"_s };
        QCOMPARE(planned("trust: { skip: true }\n", {}, demo).exitCode, 3);
        QCOMPARE(planned("cluster: nowhere\ntrust: { skip: true }\n", {}, demo).exitCode, 3);
        QCOMPARE(planned("cluster: demo\ntrust: { skip: true }\n", "cluster: nowhere\n", {}).exitCode, 3);
        QCOMPARE(planned("trust: { skip: true }\n", "cluster: demo\n", {}).exitCode, 3);
        QCOMPARE(planned("cluster: nowhere\ntrust: { skip: true }\n", "cluster: demo\n", {}).exitCode, 4);
        const Finished unsaid = planned("trust: { skip: true }\n", {}, {});
        QVERIFY2(unsaid.exitCode == 2 && unsaid.err.contains("--cluster"), describe(unsaid).constData());
        const Finished noCluster = m_world->ctl({ u"plan"_s, u"--cluster"_s, u"nowhere"_s });
        QVERIFY2((noCluster.out + noCluster.err).contains("nowhere"), describe(noCluster).constData());
        QCOMPARE(bare({ u"plan"_s }).exitCode, 2);
    }

    void theKeyMayComeFromAFileOrTheEnvironment()
    {
        const QStringList words { u"--profile"_s, m_world->value("profile"), u"--cluster"_s, u"demo"_s, u"--state-dir"_s, m_world->path(u"keys"_s), u"check"_s };
        const Finished wrongFile = bare(words + QStringList { u"--api-key-file"_s, m_world->value("ca") });
        QVERIFY2(wrongFile.exitCode == 4, describe(wrongFile).constData());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"IBMCLOUD_API_KEY"_s, QString::fromLatin1(read(m_world->value("apiKeyFile")).trimmed()));
        const Finished right = bare(words, environment);
        QVERIFY2(right.exitCode == 0, describe(right).constData());
        environment.insert(u"IBMCLOUD_API_KEY"_s, u"somebody else's"_s);
        const Finished wrong = bare(words, environment);
        QVERIFY2(wrong.exitCode == 4, describe(wrong).constData());
    }

    // The kubeconfig of the command line counts, and in it the context that is named.
    void theKubeconfigAndItsContext()
    {
        const auto parsed = cocoon::parseYaml(read(m_world->value("kubeconfig")));
        QVERIFY(parsed.has_value());
        QJsonObject config = parsed->value.toObject();
        const QString right = config[u"current-context"_s].toString();
        QVERIFY(!right.isEmpty());
        QJsonArray clusters = config[u"clusters"_s].toArray();
        QJsonArray contexts = config[u"contexts"_s].toArray();
        QJsonObject context = contexts.first().toObject()[u"context"_s].toObject();
        context.insert(u"cluster"_s, u"dead"_s);
        clusters.append(QJsonObject { { u"name"_s, u"dead"_s }, { u"cluster"_s, QJsonObject { { u"server"_s, u"https://127.0.0.1:1"_s } } } });
        contexts.append(QJsonObject { { u"name"_s, u"dead"_s }, { u"context"_s, context } });
        config.insert(u"clusters"_s, clusters);
        config.insert(u"contexts"_s, contexts);
        config.insert(u"current-context"_s, u"dead"_s);
        const QString file = m_world->path(u"two-contexts.yaml"_s);
        write(file, cocoon::toYaml(config));
        const Finished dead = m_world->ctl({ u"plan"_s, u"--kubeconfig"_s, file });
        QVERIFY2(dead.exitCode == 4 && (dead.out + dead.err).contains("127.0.0.1:1"), describe(dead).constData());
        const Finished alive = m_world->ctl({ u"plan"_s, u"--kubeconfig"_s, file, u"--context"_s, right });
        QVERIFY2(alive.exitCode == 3, describe(alive).constData());
        const Finished unknown = m_world->ctl({ u"plan"_s, u"--kubeconfig"_s, file, u"--context"_s, u"elsewhere"_s });
        QVERIFY2(unknown.exitCode == 2 && unknown.err.contains("elsewhere") && unknown.err.contains(file.toUtf8()), describe(unknown).constData());
    }

    void whatBelongsToAnotherWorldIsRefusedAndAWaitHasItsBound()
    {
        SandboxProcess second({ u"--seed"_s, u"2"_s, u"--speed"_s, u"4"_s }); // nearly as slow as the real one
        QVERIFY(second.start());
        const QString file = m_world->path(u"plan-of-the-first.json"_s);
        QCOMPARE(m_world->ctl({ u"plan"_s, u"--out"_s, file }).exitCode, 3);
        const Finished foreign = second.ctl({ u"apply"_s, file });
        QVERIFY2(foreign.exitCode == 4, describe(foreign).constData());
        QCOMPARE(count(second, u"subscriptions"_s), 0);

        // Its catalog needs some time; before that, nothing would be made.
        QTRY_VERIFY_WITH_TIMEOUT(count(second, u"packagemanifests"_s) > 0, 120000);
        const Finished late = second.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s, u"--step"_s, u"operator"_s, u"--timeout"_s, u"5s"_s }, 60);
        QVERIFY2(late.exitCode == 1, describe(late).constData());
        QCOMPARE(late.json()[u"end"_s].toString(), u"TimedOut"_s);
        QVERIFY2(!late.json()[u"error"_s].toObject().value(u"cameBack"_s).toString().isEmpty(), describe(late).constData());
        QCOMPARE(count(second, u"subscriptions"_s), 1);
    }

    // --step makes that step alone; a saved plan runs as it was saved, or not at all when the world has moved.
    void oneStepThenASavedPlan()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY(sandbox.start());
        const Finished early = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s, u"--step"_s, u"nodes"_s });
        QVERIFY2(early.exitCode == 3 && early.json()[u"made"_s].toArray().isEmpty(), describe(early).constData());
        const Finished step = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s, u"--step"_s, u"operator"_s });
        QVERIFY2(step.exitCode == 0, describe(step).constData());
        QCOMPARE(count(sandbox, u"subscriptions"_s), 1);
        const Finished others = sandbox.kubectl({ u"get"_s, u"configmap"_s, u"osc-feature-gates"_s, u"-n"_s, u"openshift-sandboxed-containers-operator"_s });
        QVERIFY2(others.exitCode == 1 && sandbox.images().isEmpty(), describe(others).constData());

        const QString file = sandbox.path(u"plan.json"_s);
        QCOMPARE(sandbox.ctl({ u"plan"_s, u"--out"_s, file }).exitCode, 3);
        const Finished manifests = sandbox.ctl({ u"export"_s, u"--format"_s, u"yaml"_s });
        // Somebody makes one of the objects meanwhile, in another way.
        const QStringList gates { u"configmap"_s, u"osc-feature-gates"_s, u"-n"_s, u"openshift-sandboxed-containers-operator"_s };
        QCOMPARE(sandbox.kubectl(QStringList(u"create"_s) + gates + QStringList(u"--from-literal=confidential=false"_s)).exitCode, 0);
        const Finished moved = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s, file });
        QVERIFY2(moved.exitCode == 4 && moved.json()[u"made"_s].toArray().isEmpty(), describe(moved).constData());
        QVERIFY2(moved.json()[u"error"_s][u"cameBack"_s].toString().contains(u"moved since the plan was saved"_s), describe(moved).constData());
        const Finished told = sandbox.ctl({ u"apply"_s, file });
        QVERIFY2(told.exitCode == 4 && told.err.contains("moved since the plan was saved") && told.err.contains("osc-feature-gates"), describe(told).constData());
        QCOMPARE(count(sandbox, u"kataconfigs"_s), 0);
        QCOMPARE(sandbox.kubectl(QStringList(u"delete"_s) + gates).exitCode, 0);

        const Finished applied = sandbox.ctl({ u"apply"_s, u"--json"_s, file });
        QVERIFY2(applied.exitCode == 0, describe(applied).constData());
        QStringList made = sorted(applied.json()[u"made"_s].toArray());
        made.removeIf([](const QString& title) { return title.startsWith(u"Evict"_s); }); // which pods have to leave, no plan knows
        QJsonArray planned;
        const QJsonArray changes = QJsonDocument::fromJson(read(file)).object()[u"changes"_s].toArray();
        for (const QJsonValue& change : changes) {
            planned.append(change[u"title"_s]);
        }
        QCOMPARE(made, sorted(planned));

        // The manifests of that plan are what an API server takes.
        write(sandbox.path(u"manifests.yaml"_s), manifests.out);
        const Finished taken = sandbox.kubectl({ u"apply"_s, u"--server-side"_s, u"--force-conflicts"_s, u"--dry-run=server"_s, u"-f"_s, sandbox.path(u"manifests.yaml"_s) });
        QVERIFY2(taken.exitCode == 0, describe(taken).constData());
        for (const char* name : { "secret/peer-pods-secret", "configmap/peer-pods-cm", "kataconfig.kataconfiguration.openshift.io/", "pod/helloworld" }) {
            QVERIFY2(taken.out.contains(name), describe(taken).constData());
        }

        // Somebody deletes the adaptor's key: it is seen, and another one proposed.
        QVERIFY(sandbox.deleteApiKey(u"cocoon-demo"_s));
        const Finished revoked = sandbox.ctl({ u"plan"_s, u"--json"_s });
        QVERIFY2(revoked.exitCode == 3, describe(revoked).constData());
        const QJsonArray steps = revoked.json()[u"steps"_s].toArray();
        const auto credential = std::find_if(steps.begin(), steps.end(), [](const QJsonValue& one) { return one[u"step"_s].toString() == u"credential"; });
        QVERIFY(credential != steps.end());
        QJsonObject missing;
        for (const QJsonValue& finding : (*credential)[u"findings"_s].toArray()) {
            missing = finding[u"id"_s].toString() == u"credential-key-exists" ? finding.toObject() : missing;
        }
        QCOMPARE(missing[u"severity"_s].toString(), u"warning"_s);
        QVERIFY2((*credential)[u"changes"_s][0][u"title"_s].toString().startsWith(u"Create API key"_s), describe(revoked).constData());

        // The new key serves only who has read it: the adaptor pods are restarted, and then make VMs again.
        const QStringList pod { u"pod"_s, u"helloworld"_s, u"-n"_s, u"default"_s };
        const Finished renewed = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s, u"--allow"_s, u"restart-adaptor"_s });
        QVERIFY2(renewed.exitCode == 0, describe(renewed).constData());
        const QStringList titles = sorted(renewed.json()[u"made"_s].toArray());
        QVERIFY2(titles.filter(QRegularExpression(u"^Create API key"_s)).size() == 1 && titles.filter(QRegularExpression(u"^Restart adaptor pod"_s)).size() == 3, describe(renewed).constData());
        QCOMPARE(sandbox.kubectl(QStringList(u"delete"_s) + pod).exitCode, 0);
        const Finished again = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
        QVERIFY2(again.exitCode == 0, describe(again).constData());
        QCOMPARE(sandbox.kubectl(QStringList(u"get"_s) + pod + QStringList { u"-o"_s, u"jsonpath={.status.conditions[?(@.type=='Ready')].status}"_s }).out, QByteArray("True"));
    }
};

COCOON_TEST(TstCommands)
#include "tst_commands.moc"
