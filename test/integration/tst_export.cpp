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
    const QByteArray kShimKey = "canary-key-of-the-shim-0123456789";

    bool writeFile(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// A folder for PATH in which `oc` is kubectl on that sandbox and `ibmcloud` knows just what the script asks.
    bool makeShims(const QString& folder, const QString& kubeconfig)
    {
        const QByteArray oc = "#!/bin/sh\nexec kubectl --kubeconfig '" + kubeconfig.toUtf8() + "' \"$@\"\n";
        const QByteArray ibmcloud = "#!/bin/sh\n"
                                    "memory=\"$(dirname \"$0\")/image-name\"\n"
                                    "case \"$1 $2\" in\n"
                                    "  'is image-create') echo \"$3\" > \"$memory\" ;;\n"
                                    "  'is images') echo \"[{\\\"name\\\":\\\"$(cat \"$memory\")\\\",\\\"id\\\":\\\"r010-image-of-the-shim\\\"}]\" ;;\n"
                                    "  'iam api-key-create') echo '{\"id\":\"ApiKey-of-the-shim\",\"apikey\":\""
            + kShimKey
            + "\"}' ;;\n"
              "  'target -r' | 'oc worker') ;;\n"
              "  *) echo \"unexpected: ibmcloud $*\" >&2; exit 1 ;;\n"
              "esac\n";
        return QDir().mkpath(folder) && writeFile(folder + u"/oc"_s, oc) && writeFile(folder + u"/ibmcloud"_s, ibmcloud);
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
        for (const QString& program : { u"kubectl"_s, u"jq"_s, u"bash"_s }) {
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
        // The pod needs a VM of the cloud, which the shim does not make.
        const qsizetype workload = exported.out.indexOf("# ---- workload");
        QVERIFY(workload > 0 && exported.out.indexOf("# ---- trust") > 0);
        const QString whole = byHand.path(u"whole.sh"_s);
        const QString script = byHand.path(u"script.sh"_s);
        QVERIFY(writeFile(whole, exported.out) && writeFile(script, exported.out.left(workload)));
        const Finished syntax = runProgram(u"bash"_s, { u"-n"_s, whole });
        QVERIFY2(syntax.exitCode == 0, describe(syntax).constData());
        const QString plainShell = QStandardPaths::findExecutable(u"dash"_s);
        if (!plainShell.isEmpty()) {
            const Finished wrongShell = runProgram(plainShell, { whole });
            QVERIFY2(wrongShell.exitCode == 2 && wrongShell.err.contains("with bash"), describe(wrongShell).constData());
        }
        QFile keyFile(byCocoon.value("apiKeyFile"));
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        QVERIFY(!exported.out.contains(keyFile.readAll().trimmed()));

        const QString shims = byHand.path(u"shims"_s);
        QVERIFY(makeShims(shims, byHand.value("kubeconfig")));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, shims + u':' + environment.value(u"PATH"_s));
        environment.insert(u"READY"_s, u"1"_s);
        const Finished ran = runProgram(u"bash"_s, { script }, 120, environment);
        QVERIFY2(ran.exitCode == 0, describe(ran).constData());
        QVERIFY2(!ran.out.contains(kShimKey) && !ran.err.contains(kShimKey), "the script shows the key");

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
        QCOMPARE(get(byHand, u"configmap"_s, u"peer-pods-cm"_s)[u"data"_s][u"IBMCLOUD_PODVM_IMAGE_ID"_s].toString(), u"r010-image-of-the-shim"_s);
        const QJsonObject secret = get(byHand, u"secret"_s, u"peer-pods-secret"_s);
        QCOMPARE(QByteArray::fromBase64(secret[u"data"_s][u"IBMCLOUD_API_KEY"_s].toString().toLatin1()), kShimKey);
        QVERIFY(secret[u"metadata"_s][u"annotations"_s].toObject().value(u"cocoon.io/api-key-id"_s).toString() == u"ApiKey-of-the-shim");
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
