// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What `export --format commands` prints is no decoration: run by hand it makes the objects that `apply` makes.
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QJsonDocument>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    const QString kOperator = u"openshift-sandboxed-containers-operator"_s;

    bool writeFile(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// What somebody does whom the script asks: look whether it is so, then press Enter. (Takes the place of bash's `read`.)
    const QByteArray kPatientHand = R"sh(() {
  case "$*" in
    *waiting_for_reboot*) until [ "$(oc get nodes -l 'kataconfiguration.openshift.io/kata-ds-rpm-install in (waiting_for_reboot,installed)' -o name | wc -l)" -ge 3 ]; do sleep 0.2; done ;;
    *'pod is Ready'*) oc wait pod/helloworld -n default --for=condition=Ready --timeout=90s >&2 ;;
  esac
})sh";

    /// The commands of IBM Cloud's own tool that the script uses, asked of the sandbox's cloud.
    const QByteArray kIbmcloud = R"sh(#!/usr/bin/env bash
set -euo pipefail
. "$(dirname "$0")/world.sh"
token=$(tr -d '\n' < "$key" | curl -sf --cacert "$ca" -d grant_type=urn:ibm:params:oauth:grant-type:apikey --data-urlencode apikey@- "$iam/identity/token" | jq -r .access_token)
ask() { curl -sf --cacert "$ca" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
images="$vpc/images?version=2026-01-01&generation=2"
case "$1 $2" in
  'target -r') ;;
  'is image-create') jq -n --arg n "$3" --arg f "$5" --arg o "$7" --arg g "$9" '{name: $n, file: {href: $f}, operating_system: {name: $o}, resource_group: {id: $g}}' | ask -d @- "$images" >/dev/null ;;
  'is images') ask "$images&visibility=private" | jq .images ;;
  'iam api-key-create') cut -d. -f2 <<<"$token" | tr -- '-_' '+/' | { base64 -di 2>/dev/null || true; } | jq --arg n "$3" --arg d "$5" '{name: $n, description: $d, iam_id: .iam_id, account_id: .account.bss}' | ask -d @- "$iam/v1/apikeys" ;;
  'oc worker') ask -X PUT -d '{"action":"os_reboot","force":true}' "$containers/v1/clusters/$5/workers/$7" ;;
  *) echo "unexpected: ibmcloud $*" >&2; exit 1 ;;
esac
)sh";

    /// A folder for PATH in which `oc` is kubectl on that sandbox and `ibmcloud` speaks to its cloud.
    bool makeTools(const QString& folder, const SandboxProcess& sandbox)
    {
        const QByteArray oc = "#!/bin/sh\nexec kubectl --kubeconfig '" + sandbox.value("kubeconfig").toUtf8() + "' \"$@\"\n";
        QByteArray world = "ca='" + sandbox.value("ca").toUtf8() + "'\nkey='" + sandbox.value("apiKeyFile").toUtf8() + "'\n";
        const QJsonObject endpoints = sandbox.ready()[u"endpoints"_s].toObject();
        for (const char* name : { "iam", "containers", "vpc" }) {
            world += QByteArray(name) + "='" + endpoints[QLatin1String(name)].toString().replace(u"{region}"_s, u"eu-de"_s).toUtf8() + "'\n";
        }
        return QDir().mkpath(folder) && writeFile(folder + u"/oc"_s, oc) && writeFile(folder + u"/ibmcloud"_s, kIbmcloud) && writeFile(folder + u"/world.sh"_s, world);
    }

    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.out.right(6000) + "\n" + finished.err.right(6000);
    }

    QJsonObject get(const SandboxProcess& sandbox, const QString& kind, const QString& name, const QString& ns = kOperator)
    {
        return sandbox.kubectl({ u"get"_s, kind, name, u"-n"_s, ns, u"-o"_s, u"json"_s }).json();
    }

    /// What two worlds must agree on: no ids, no times, no status.
    QJsonObject essence(const SandboxProcess& sandbox, const QString& kind, const QString& name)
    {
        const QJsonObject object = get(sandbox, kind, name);
        const QJsonObject metadata = object[u"metadata"_s].toObject();
        QJsonObject data = object[u"data"_s].toObject();
        if (data.contains(u"IBMCLOUD_PODVM_IMAGE_ID"_s)) {
            data.insert(u"IBMCLOUD_PODVM_IMAGE_ID"_s, data[u"IBMCLOUD_PODVM_IMAGE_ID"_s].toString().isEmpty() ? u"none"_s : u"some"_s);
        }
        if (object[u"kind"_s].toString() == u"Secret") {
            data = QJsonObject { { u"keys"_s, QJsonArray::fromStringList(data.keys()) } };
        }
        return { { u"kind"_s, object[u"kind"_s] }, { u"name"_s, metadata[u"name"_s] }, { u"labels"_s, metadata[u"labels"_s] },
            { u"annotations"_s, QJsonArray::fromStringList(metadata[u"annotations"_s].toObject().keys()) }, { u"type"_s, object[u"type"_s] },
            { u"spec"_s, object[u"spec"_s] }, { u"data"_s, data } };
    }

    QByteArray text(const QJsonObject& object)
    {
        return QJsonDocument(object).toJson();
    }
}

class TstExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (const QString& program : { u"kubectl"_s, u"jq"_s, u"curl"_s, u"bash"_s }) {
            if (QStandardPaths::findExecutable(program).isEmpty()) {
                QSKIP(qPrintable(program + u" is not installed; test/run.sh installs it"_s));
            }
        }
    }

    void theScriptMakesWhatApplyMakes()
    {
        SandboxProcess byCocoon({ u"--speed"_s, u"600"_s });
        SandboxProcess byHand({ u"--speed"_s, u"600"_s });
        QVERIFY(byCocoon.start() && byHand.start());

        const Finished exported = byCocoon.ctl({ u"export"_s, u"--format"_s, u"commands"_s });
        QVERIFY2(exported.out.startsWith("#!/usr/bin/env bash"), describe(exported).constData());
        // It says how it wants to be run, and sees to it: another shell or a missing tool ends it before the first change.
        for (const char* said : { "bash FILE", "oc login", "ibmcloud login", "#   - jq" }) {
            QVERIFY2(exported.out.left(exported.out.indexOf("# ----")).contains(said), said);
        }
        const QString script = byHand.path(u"script.sh"_s);
        QVERIFY(writeFile(script, exported.out));
        const Finished syntax = runProgram(u"bash"_s, { u"-n"_s, script });
        QVERIFY2(syntax.exitCode == 0, describe(syntax).constData());
        const QString plainShell = QStandardPaths::findExecutable(u"dash"_s);
        if (!plainShell.isEmpty()) {
            const Finished wrongShell = runProgram(plainShell, { script });
            QVERIFY2(wrongShell.exitCode == 2 && wrongShell.err.contains("with bash"), describe(wrongShell).constData());
        }
        QFile keyFile(byCocoon.value("apiKeyFile"));
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        QVERIFY(!exported.out.contains(keyFile.readAll().trimmed()));

        const QString tools = byHand.path(u"tools"_s);
        QVERIFY(makeTools(tools, byHand));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, tools + u':' + environment.value(u"PATH"_s));
        environment.insert(u"BASH_FUNC_read%%"_s, QString::fromUtf8(kPatientHand));
        // Its last command asks the guest for the key: exit status 0 says that the pod is attested.
        const Finished ran = runProgram(u"bash"_s, { script }, 180, environment);
        QVERIFY2(ran.exitCode == 0, describe(ran).constData());

        const Finished applied = byCocoon.ctl({ u"apply"_s, u"--yes"_s, u"--json"_s });
        QVERIFY2(applied.exitCode == 0, describe(applied).constData());

        const QJsonArray kataConfigs = byCocoon.kubectl({ u"get"_s, u"kataconfigs"_s, u"-o"_s, u"json"_s }).json()[u"items"_s].toArray();
        QCOMPARE(kataConfigs.size(), 1);
        const QString kataConfig = kataConfigs[0][u"metadata"_s][u"name"_s].toString();
        const std::pair<QString, QString> objects[] { { u"namespace"_s, kOperator }, { u"operatorgroup"_s, u"sandboxed-containers-operator-group"_s },
            { u"subscription"_s, u"sandboxed-containers-operator"_s }, { u"configmap"_s, u"osc-feature-gates"_s },
            { u"configmap"_s, u"peer-pods-cm"_s }, { u"secret"_s, u"peer-pods-secret"_s }, { u"kataconfig"_s, kataConfig } };
        for (const auto& [kind, name] : objects) {
            const QJsonObject wanted = essence(byCocoon, kind, name);
            QCOMPARE(wanted[u"name"_s].toString(), name);
            QJsonObject made;
            // The operators of the second world may still be busy with labels of their own.
            QTRY_VERIFY2_WITH_TIMEOUT((made = essence(byHand, kind, name)) == wanted,
                ("by hand:\n" + text(made) + "by Cocoon:\n" + text(wanted)).constData(), 20000);
        }
        // References and the secret have arrived as values, not as names.
        QCOMPARE(byHand.images().size(), 1);
        QCOMPARE(get(byHand, u"configmap"_s, u"peer-pods-cm"_s)[u"data"_s][u"IBMCLOUD_PODVM_IMAGE_ID"_s].toString(), byHand.images().first()[u"id"_s].toString());
        const QJsonObject secret = get(byHand, u"secret"_s, u"peer-pods-secret"_s);
        const QByteArray adaptorKey = QByteArray::fromBase64(secret[u"data"_s][u"IBMCLOUD_API_KEY"_s].toString().toLatin1());
        QVERIFY2(adaptorKey.size() > 10 && !ran.out.contains(adaptorKey) && !ran.err.contains(adaptorKey), "the script shows the key");
        QString keyId;
        for (const QJsonValue& key : byHand.apiKeys()) {
            keyId = key[u"name"_s].toString() == u"cocoon-demo" ? key[u"id"_s].toString() : keyId;
        }
        QVERIFY(!keyId.isEmpty());
        QCOMPARE(secret[u"metadata"_s][u"annotations"_s][u"cocoon.io/api-key-id"_s].toString(), keyId);

        // The pod is the same, and runs in a VM of the same kind.
        const auto pod = [](const SandboxProcess& sandbox) {
            QJsonObject spec = get(sandbox, u"pod"_s, u"helloworld"_s, u"default"_s)[u"spec"_s].toObject();
            spec.remove(u"nodeName"_s);
            return spec;
        };
        QVERIFY(pod(byCocoon)[u"runtimeClassName"_s].toString() == u"kata-remote");
        QVERIFY2(pod(byHand) == pod(byCocoon), ("by hand:\n" + text(pod(byHand)) + "by Cocoon:\n" + text(pod(byCocoon))).constData());
        const QJsonArray machines = byHand.podInstances();
        QCOMPARE(machines.size(), 1);
        QCOMPARE(machines.first()[u"confidential_compute_mode"_s].toString(), u"tdx"_s);
        // Cocoon finds nothing to do but to ask the guest itself, for nobody here has seen its answer.
        const Finished plan = byHand.ctl({ u"plan"_s, u"--json"_s });
        QStringList titles;
        for (const QJsonValue& step : plan.json()[u"steps"_s].toArray()) {
            for (const QJsonValue& change : step[u"changes"_s].toArray()) {
                titles.append(change[u"title"_s].toString().left(13));
            }
        }
        QCOMPARE(titles, QStringList(u"Ask the guest"_s));
    }

    void everyVariableIsSetBeforeItIsUsed()
    {
        // A trusted profile and an SSH key bring references of their own.
        SandboxProcess sandbox({ u"--speed"_s, u"600"_s });
        QVERIFY(sandbox.start());
        const QString intent = sandbox.path(u"intent.yaml"_s);
        QVERIFY(writeFile(intent, "cluster: demo\ncredential:\n  kind: trusted-profile\nsshKey:\n  name: desk\n  publicKeyFile: desk.pub\n"));
        QVERIFY(writeFile(sandbox.path(u"desk.pub"_s), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJb0rXcYkSm5B8Pq1n3v0Yy2l3o9u5mQmYv7J1sQ0x3k desk\n"));
        const Finished exported = sandbox.ctl({ u"--intent"_s, intent, u"export"_s, u"--format"_s, u"commands"_s });
        QVERIFY2(exported.out.contains("trusted-profile-create") && exported.out.contains("key-create"), describe(exported).constData());
        QStringList set { u"READY"_s, u"BASH_VERSION"_s };
        static const QRegularExpression assignment(u"^\\s*([A-Z][A-Z0-9_]*)="_s);
        static const QRegularExpression use(u"(?<!\\\\)\\$\\{?([A-Z][A-Z0-9_]*)"_s);
        const QStringList lines = QString::fromUtf8(exported.out).split(u'\n');
        for (const QString& line : lines) {
            for (auto it = use.globalMatch(line); it.hasNext();) {
                const QString name = it.next().captured(1);
                QVERIFY2(set.contains(name) || line.startsWith(u": \"${"), qPrintable(name + u" is not set before: "_s + line));
            }
            if (const auto match = assignment.match(line); match.hasMatch()) {
                set.append(match.captured(1));
            }
        }
    }
};

COCOON_TEST(TstExport)
#include "tst_export.moc"
