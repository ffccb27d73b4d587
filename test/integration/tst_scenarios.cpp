// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every scenario as a user meets it: the right finding, the right exit status, nothing left half.
#include "services/coco/initdata.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QDir>
#include <QJsonArray>
#include <QSet>
#include <QStandardPaths>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QString kScenarios = sourcePath(QStringLiteral("resources/scenarios/"));

    const QByteArray kOwnPolicy = "package agent_policy\ndefault ExecProcessRequest := true\ndefault ReadStreamRequest := true\n";
    const QString kOperatorNamespace = QStringLiteral("openshift-sandboxed-containers-operator");

    /// One `apply`, in a world of its own or in what the row above it left, and what has to come of it.
    struct Story {
        QByteArray row;
        QString scenario; ///< "" = a world without faults
        QByteArray intent; ///< "" = let Cocoon propose one; @TRUSTEE@ stands for the sandbox's own
        int exitCode = 0;
        QStringList findings; ///< "severity id", in some step of the result
        QStringList made {}; ///< beginnings of titles that must be among the changes made
        QStringList notMade {}; ///< and that must not be; "" = nothing at all
        QStringList arguments {};
        QByteArray said {}; ///< on stderr, on the way
        QByteArray policy {}; ///< somebody has written INITDATA with it before
        bool goesOn = false; ///< the user of the row above tries again
        QString asksFor {}; ///< the one allowance that is missing
        // what happened
        bool started = false;
        Finished applied {};
        QByteArray leftPods {}; ///< made to reboot a worker
        QByteArray cordoned {};
        QJsonArray sshKeys {};
        QByteArray sshKeyId {}; ///< the one that guests are given
        int instances = 0;
    };

    std::vector<Story> makeStories()
    {
        const QByteArray at = "cluster: demo\ntrust: { url: \"@TRUSTEE@\" }\n";
        return {
            // Those that wait before they give up come first, and for two hours of their world only: else half a minute of ours.
            { "drain-blocked", u"drain-blocked"_s, {}, 1, { u"warning TS-87-eviction-refused"_s }, { u"Cordon worker"_s }, { u"Reboot worker"_s }, { u"--timeout"_s, u"2h"_s } },
            { "no-tdx-capacity", u"no-tdx-capacity"_s, {}, 1, { u"warning TS-45-no-tdx-capacity"_s }, { u"Create Pod"_s }, {}, { u"--timeout"_s, u"2h"_s } },
            { "quota-exceeded", u"quota-exceeded"_s, {}, 1, { u"warning TS-44-quota"_s }, { u"Create Pod"_s }, {}, { u"--timeout"_s, u"2h"_s } },
            { "reboot-refused", u"reboot-refused"_s, {}, 4, { u"warning reboot-by-hand"_s }, { u"Cordon worker"_s }, { u"Uncordon worker"_s, u"Reboot from inside"_s } },
            { "reboot-refused, then from inside", u"reboot-refused"_s, {}, 0, { u"ok attested"_s }, { u"Cordon worker"_s, u"Reboot from inside"_s, u"Delete Pod cocoon-reboot"_s, u"Uncordon worker"_s },
                { u"Reboot worker"_s }, { u"--allow"_s, u"reboot-from-inside"_s }, {}, {}, true },
            { "reboot-hangs", u"reboot-hangs"_s, {}, 1, { u"warning reboot-hangs"_s }, { u"Reboot worker"_s, u"Uncordon worker"_s }, { u"Create Pod"_s }, { u"--timeout"_s, u"2h"_s } },
            { "guest-unreachable", u"guest-unreachable"_s, {}, 1, { u"warning TS-50-agent-timeout"_s }, { u"Create Pod"_s }, {}, { u"--timeout"_s, u"2h"_s } },
            { "image-partial", u"image-partial"_s, {}, 1, { u"warning image-partial"_s }, { u"Import image"_s }, { u"Create ConfigMap peer-pods-cm"_s, u"Create KataConfig"_s, u"Create Pod"_s }, { u"--timeout"_s, u"2h"_s } },
            { "new-cluster", u"new-cluster"_s, {}, 0, { u"ok attested"_s }, {}, {}, {}, "which is not handed out yet" },
            { "stuck-node", u"stuck-node"_s, {}, 1, { u"warning TS-17-install-pod"_s }, { u"Uncordon worker"_s }, { u"Create Pod"_s }, { u"--timeout"_s, u"2h"_s } },
            // Blocked: said before anything is made.
            { "expired-api-key", u"expired-api-key"_s, {}, 4, { u"blocker credential-refused"_s }, {}, { QString() } },
            { "full-subnet", u"full-subnet"_s, {}, 4, { u"blocker TS-47-subnet-full"_s }, {}, { QString() } },
            { "version-not-in-catalog", u"version-not-in-catalog"_s, {}, 4, { u"blocker TS-03-version-available"_s }, {}, { QString() } },
            { "trustee-http", u"trustee-http"_s, "cluster: demo\ntrust: { url: \"@HTTPS@\" }\n", 4, { u"blocker G3-trustee-scheme"_s }, {}, { u"Write INITDATA"_s, u"Create Pod"_s } },
            { "trustee-http, then as it is", u"trustee-http"_s, at, 0, { u"ok G3-trustee-scheme"_s, u"ok attested"_s }, { u"Write INITDATA"_s }, {}, {}, {}, {}, true },
            { "trustee-https, nobody has compared the fingerprint", u"trustee-https"_s, {}, 4, { u"ok G3-trustee-scheme"_s, u"warning trustee-certificate-own"_s }, {}, { u"Write INITDATA"_s, u"Create Pod"_s } },
            { "trustee-https, then taken as served", u"trustee-https"_s, {}, 0, { u"ok trustee-certificate-own"_s, u"ok attested"_s }, { u"Write INITDATA"_s }, {}, { u"--allow"_s, u"trust-certificate"_s }, {}, {}, true },
            { "trustee-https, certificate given", u"trustee-https"_s, "cluster: demo\ntrust: { url: \"@TRUSTEE@\", certificateFile: world/ca.pem }\n", 0, { u"ok trustee-certificate-own"_s, u"ok attested"_s }, { u"Write INITDATA"_s } },
            { "trustee-https, another certificate given", u"trustee-https"_s, "cluster: demo\ntrust: { url: \"@TRUSTEE@\", certificateFile: world/tls/trustee.pem }\n", 1, { u"warning trustee-certificate-other"_s, u"warning attestation-failed"_s, u"ok pod-ready"_s }, { u"Write INITDATA"_s, u"Create Pod"_s } },
            { "trustee-self-signed", u"trustee-self-signed"_s, {}, 0, { u"ok trustee-certificate-own"_s, u"ok attested"_s }, { u"Write INITDATA"_s }, {}, { u"--allow"_s, u"trust-certificate"_s } },
            { "webhook-down", u"webhook-down"_s, {}, 1, { u"warning TS-28-webhook-down"_s }, {}, { u"Create Pod"_s } },
            { "wrong-region-endpoint", u"wrong-region-endpoint"_s, {}, 4, { u"warning G2-endpoint-region"_s, u"warning field-owned-by-other-peer-pods-cm"_s }, {}, { u"Change ConfigMap peer-pods-cm"_s, u"Create KataConfig"_s } },
            { "wrong-region-endpoint, then overwritten", u"wrong-region-endpoint"_s, {}, 0, { u"ok G2-endpoint-region"_s, u"ok attested"_s }, { u"Change ConfigMap peer-pods-cm"_s }, {}, { u"--allow"_s, u"overwrite"_s }, {}, {}, true },
            { "outbound-blocked", u"outbound-blocked"_s, {}, 4, { u"warning outbound-open"_s }, { u"Enable"_s }, { u"Disable outbound"_s, u"Create Subscription"_s }, {}, {}, {}, false, u"outbound"_s },
            { "outbound-blocked, then opened", u"outbound-blocked"_s, {}, 0, { u"ok outbound-open"_s, u"ok attested"_s }, { u"Disable outbound traffic protection"_s, u"Create Subscription"_s }, {}, { u"--allow"_s, u"outbound"_s }, {}, {}, true },
            // Said at the end: what runs is not what was asked for.
            { "vm-not-confidential", u"vm-not-confidential"_s, {}, 4, { u"blocker G7-vm-confidential"_s }, { u"Create Pod"_s } },
            // Nothing that stops it.
            { "operatorhub-disabled", u"operatorhub-disabled"_s, {}, 0, { u"ok attested"_s }, { u"Enable"_s } },
            { "orphaned-vsi", u"orphaned-vsi"_s, {}, 0, { u"warning TS-79-orphans"_s, u"ok attested"_s } },
            // Other versions, another credential.
            { "operator 1.12, the offered one", u"version-not-in-catalog"_s, at + "operator: { version: 1.12.1 }\n", 0, { u"info G5-exec-denied"_s, u"info attestation-not-proven"_s, u"ok pod-ready"_s } },
            { "operator 1.11", {}, at + "operator: { version: 1.11.2 }\n", 0, { u"info attestation-not-proven"_s, u"ok pod-ready"_s } },
            { "operator 1.12, with a policy of one's own", u"version-not-in-catalog"_s, at + "operator: { version: 1.12.1 }\n", 0, { u"info G5-exec-denied"_s, u"ok trustee-protocol"_s, u"ok attested"_s }, { u"Change ConfigMap peer-pods-cm"_s }, { u"Write INITDATA"_s }, {}, {}, kOwnPolicy },
            { "trusted profile and an SSH key", {}, at + "credential: { kind: trusted-profile }\nsshKey: { name: desk, publicKeyFile: desk.pub }\n", 0, { u"ok ssh-key-exists"_s, u"ok attested"_s }, { u"Create trusted profile"_s, u"Import SSH key"_s }, { u"Create API key"_s } },
        };
    }

    void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            qFatal("cannot write %s", qPrintable(path));
        }
    }

    void play(Story& story, const SandboxProcess& sandbox)
    {
        QStringList apply { u"apply"_s, u"--yes"_s, u"--json"_s };
        if (!story.intent.isEmpty()) {
            const QByteArray trustee = sandbox.ready()[u"endpoints"_s][u"trustee"_s].toString().toUtf8();
            QByteArray https = trustee;
            https.replace("http://", "https://");
            const QString intent = sandbox.path(u"intent.yaml"_s);
            write(sandbox.path(u"desk.pub"_s), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJb0rXcYkSm5B8Pq1n3v0Yy2l3o9u5mQmYv7J1sQ0x3k desk\n");
            write(intent, QByteArray(story.intent).replace("@TRUSTEE@", trustee).replace("@HTTPS@", https));
            apply << u"--intent"_s << intent;
        }
        if (!story.policy.isEmpty()) {
            const QString url = sandbox.ready()[u"endpoints"_s][u"trustee"_s].toString();
            const QByteArray initdata = coco::encodeInitdata(coco::initdataToml({ url, {}, u"sha384"_s, QString::fromUtf8(story.policy) }));
            sandbox.kubectl({ u"create"_s, u"namespace"_s, kOperatorNamespace });
            sandbox.kubectl({ u"create"_s, u"configmap"_s, u"peer-pods-cm"_s, u"-n"_s, kOperatorNamespace, u"--from-literal=INITDATA="_s + QString::fromLatin1(initdata) });
        }
        story.applied = sandbox.ctl(apply + story.arguments, 200);
        story.cordoned = sandbox.kubectl({ u"get"_s, u"nodes"_s, u"-o"_s, u"jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}"_s }).out;
        story.leftPods = sandbox.kubectl({ u"get"_s, u"pods"_s, u"-A"_s, u"-l"_s, u"cocoon.io/reboots"_s, u"-o"_s, u"name"_s }).out;
        if (story.intent.contains("sshKey")) {
            story.sshKeys = sandbox.sshKeys();
            story.sshKeyId = sandbox.kubectl({ u"get"_s, u"configmap"_s, u"peer-pods-cm"_s, u"-n"_s, kOperatorNamespace, u"-o"_s, u"jsonpath={.data.IBMCLOUD_SSH_KEY_ID}"_s }).out;
        }
        story.instances = story.applied.exitCode != 0 ? 0 : static_cast<int>(sandbox.podInstances().size());
    }

    /// The story at `first`, and those that go on from it.
    void playWorld(std::vector<Story>& stories, std::size_t first)
    {
        QStringList world { u"--speed"_s, u"600"_s };
        if (!stories[first].scenario.isEmpty()) {
            world << u"--scenario"_s << kScenarios + stories[first].scenario + u".yaml"_s;
        }
        SandboxProcess sandbox(world);
        const bool started = sandbox.start();
        for (std::size_t i = first; i < stories.size() && (i == first || stories[i].goesOn); ++i) {
            stories[i].started = started;
            if (started) {
                play(stories[i], sandbox);
            }
        }
    }

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.out.right(8000) + "\n" + finished.err.right(4000);
    }

    /// "severity id" of every finding, each with its evidence and remedy.
    QMap<QString, QJsonObject> findingsOf(const Finished& applied)
    {
        QMap<QString, QJsonObject> found;
        const QJsonArray steps = applied.json()[u"steps"_s].toArray();
        for (const QJsonValue& step : steps) {
            const QJsonArray findings = step[u"findings"_s].toArray();
            for (const QJsonValue& finding : findings) {
                found.insert(finding[u"severity"_s].toString() + QLatin1Char(' ') + finding[u"id"_s].toString(), finding.toObject());
            }
        }
        return found;
    }

    bool hasTitle(const QJsonArray& made, const QString& beginning)
    {
        return std::any_of(made.begin(), made.end(), [&beginning](const QJsonValue& title) { return title.toString().startsWith(beginning); });
    }
}

class TstScenarios : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
    }

    void everyScenarioMeetsItsFinding_data()
    {
        m_stories = makeStories();
        // Several worlds side by side: most of the time they wait.
        std::atomic<std::size_t> next { 0 };
        std::vector<std::unique_ptr<QThread>> players;
        for (int i = 0; i < 3; ++i) {
            players.emplace_back(QThread::create([this, &next] {
                for (std::size_t mine = next++; mine < m_stories.size(); mine = next++) {
                    if (!m_stories[mine].goesOn) {
                        playWorld(m_stories, mine);
                    }
                }
            }));
            players.back()->start();
        }
        for (const auto& player : players) {
            player->wait();
        }
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_stories.size(); ++i) {
            QTest::newRow(m_stories[i].row.constData()) << static_cast<int>(i);
        }
    }

    void everyScenarioMeetsItsFinding()
    {
        QFETCH(int, index);
        const Story& story = m_stories[static_cast<std::size_t>(index)];
        QVERIFY(story.started);
        QVERIFY2(story.applied.exitCode == story.exitCode, describe(story.applied).constData());
        const QJsonObject result = story.applied.json();
        const QMap<QString, QJsonObject> findings = findingsOf(story.applied);
        for (const QString& expected : story.findings) {
            QVERIFY2(findings.contains(expected), (expected.toUtf8() + " is not among " + QStringList(findings.keys()).join(u'\n').toUtf8()).constData());
            const QJsonObject finding = findings.value(expected);
            if (expected.startsWith(u"warning") || expected.startsWith(u"blocker")) {
                QVERIFY(!finding[u"title"_s].toString().isEmpty());
                QVERIFY2(!finding[u"evidence"_s].toString().isEmpty(), qPrintable(expected));
                QVERIFY2(!finding[u"remedy"_s].toString().isEmpty(), qPrintable(expected));
            }
        }
        const QJsonArray made = result[u"made"_s].toArray();
        for (const QString& title : story.made) {
            QVERIFY2(hasTitle(made, title), (title.toUtf8() + "\n" + describe(story.applied)).constData());
        }
        for (const QString& title : story.notMade) {
            QVERIFY2(title.isEmpty() ? made.isEmpty() : !hasTitle(made, title), (title.toUtf8() + "\n" + describe(story.applied)).constData());
        }
        if (!story.asksFor.isEmpty()) {
            QStringList asked;
            const QJsonArray wanted = result[u"needsApproval"_s].toArray();
            for (const QJsonValue& change : wanted) {
                asked.append(change[u"allow"_s].toString());
            }
            QCOMPARE(asked, QStringList(story.asksFor));
        }
        QVERIFY2(story.applied.err.contains(story.said), describe(story.applied).constData());
        QCOMPARE(story.leftPods, QByteArray());
        // A run that failed says why in the three parts, and what to do next is not the same for everything.
        if (story.exitCode == 1) {
            const QJsonObject error = result[u"error"_s].toObject();
            QVERIFY(!error[u"cameBack"_s].toString().isEmpty());
            bool isNamed = false;
            for (const QString& expected : story.findings) {
                isNamed = isNamed || error[u"doNext"_s].toString().contains(findings.value(expected)[u"remedy"_s].toString());
            }
            QVERIFY2(isNamed, qPrintable(error[u"doNext"_s].toString()));
        }
        // Never two workers out of service, and none when all is well.
        const qsizetype out = story.cordoned.split(' ').size() - (story.cordoned.isEmpty() ? 1 : 0);
        QVERIFY2(out <= (story.exitCode == 0 ? 0 : 1), story.cordoned.constData());
        if (story.intent.contains("sshKey")) {
            QStringList imported; // beside what the account has
            for (const QJsonValue& key : story.sshKeys) {
                imported += key[u"name"_s].toString() == u"desk" ? QStringList { key[u"id"_s].toString() } : QStringList();
            }
            QCOMPARE(imported, QStringList { QString::fromUtf8(story.sshKeyId) });
        }
        if (story.exitCode == 0) {
            QCOMPARE(story.instances, story.scenario == u"orphaned-vsi" ? 2 : 1); // the orphan is shown, not touched
        }
    }

    void everyScenarioIsPlayed()
    {
        QSet<QString> names { u"hand-made"_s, u"bad-network"_s }; // below, and tst_bad_network
        for (const Story& story : makeStories()) {
            names.insert(story.scenario);
        }
        QStringList unplayed = QDir(kScenarios).entryList({ u"*.yaml"_s }, QDir::Files);
        QVERIFY(unplayed.size() >= 20);
        unplayed.removeIf([&names](const QString& file) { return names.contains(file.chopped(5)); });
        QCOMPARE(unplayed, QStringList());
    }

    void handMadeInstallationIsAdopted()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"600"_s, u"--scenario"_s, kScenarios + u"hand-made.yaml"_s });
        QVERIFY(sandbox.start());
        const Finished applied = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
        QVERIFY2(applied.exitCode == 0, describe(applied).constData());
        const QMap<QString, QJsonObject> findings = findingsOf(applied);
        QVERIFY(findings.contains(u"ok attested"_s));
        QVERIFY(findings.contains(u"warning operator-automatic"_s));
        const Finished kata = sandbox.kubectl({ u"get"_s, u"kataconfigs"_s, u"-o"_s, u"name"_s });
        QCOMPARE(kata.out.trimmed(), QByteArray("kataconfig.kataconfiguration.openshift.io/example-kataconfig"));
        const Finished subscriptions = sandbox.kubectl({ u"get"_s, u"subscriptions"_s, u"-A"_s, u"-o"_s, u"jsonpath={.items[*].spec.installPlanApproval}"_s });
        QCOMPARE(subscriptions.out.trimmed(), QByteArray("Automatic"));
        // What they had chosen stays, also where Cocoon would have chosen otherwise.
        const Finished map = sandbox.kubectl({ u"get"_s, u"configmap"_s, u"peer-pods-cm"_s, u"-n"_s, u"openshift-sandboxed-containers-operator"_s, u"-o"_s, u"json"_s });
        const QJsonObject data = map.json()[u"data"_s].toObject();
        QCOMPARE(data[u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s].toString(), u"bx3dc-4x20"_s);
        QCOMPARE(data[u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_s].toString(), u"bx3dc-2x10,bx3dc-4x20"_s);
        QCOMPARE(data[u"PEERPODS_LIMIT_PER_NODE"_s].toString(), u"5"_s);
        const Finished plan = sandbox.ctl({ u"plan"_s });
        QVERIFY2(plan.exitCode == 0, describe(plan).constData());
    }

    void sandboxKilledInTheMiddleOfAnApply()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"100"_s });
        QVERIFY(sandbox.start());
        QProcess apply;
        apply.setStandardOutputFile(QProcess::nullDevice());
        apply.setReadChannel(QProcess::StandardError);
        apply.start(cocoonctl(), sandbox.desk() + QStringList { u"apply"_s, u"--yes"_s, u"--json"_s });
        QByteArray said;
        while (!said.contains("Reboot worker") && apply.waitForReadyRead(90000)) {
            said += apply.readAllStandardError();
        }
        QVERIFY2(said.contains("Reboot worker"), said.constData());
        sandbox.kill();
        apply.kill();
        QVERIFY(apply.waitForFinished(10000));
        QVERIFY(sandbox.start());
        const Finished next = sandbox.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
        QVERIFY2(next.exitCode == 0, describe(next).constData());
        QVERIFY(findingsOf(next).contains(u"ok attested"_s));
        QCOMPARE(sandbox.podInstances().size(), 1);
    }

private:
    std::vector<Story> m_stories;
};

COCOON_TEST(TstScenarios)
#include "tst_scenarios.moc"
