// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where secrets may not be: files, logs, arguments and environments of children, and memory when the connection is gone.
#include "services/base/yaml.h"
#include "test/integration/canary.h"
#include "test/integration/memory/memory_scan.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    QByteArray content(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            qFatal("cannot write %s", qPrintable(path));
        }
    }
}

class TstSecretsAtRest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"kubectl"_s).isEmpty()) {
            QSKIP("kubectl is not installed; test/run.sh installs it");
        }
    }

    /// A kubeconfig whose user comes from a plug-in that notes what it can see: its own and its parent's words and environment.
    void childrenAreToldNothing_data()
    {
        QTest::addColumn<bool>("hasFile");
        QTest::newRow("the key comes from the environment") << false;
        QTest::newRow("the key comes from a file, and stands in the environment too") << true;
    }
    void childrenAreToldNothing()
    {
        QFETCH(bool, hasFile);
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY(sandbox.start());
        const QByteArray key = content(sandbox.value("apiKeyFile")).trimmed();
        QJsonObject config = cocoon::parseYaml(content(sandbox.value("kubeconfig"))).value_or(cocoon::YamlDocument()).value.toObject();
        QJsonObject user = config.value(u"users").toArray().at(0).toObject();
        const QJsonObject credentials = user.value(u"user").toObject();
        const auto pem = [&credentials](const char* name) {
            return QString::fromUtf8(QByteArray::fromBase64(credentials.value(QLatin1String(name)).toString().toLatin1()));
        };
        const QJsonObject answer { { u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s }, { u"kind"_s, u"ExecCredential"_s },
            { u"status"_s, QJsonObject { { u"clientCertificateData"_s, pem("client-certificate-data") }, { u"clientKeyData"_s, pem("client-key-data") } } } };
        write(sandbox.path(u"answer.json"_s), QJsonDocument(answer).toJson());
        write(sandbox.path(u"plugin"_s), "#!/bin/sh\ncat /proc/self/cmdline /proc/self/environ /proc/$PPID/cmdline /proc/$PPID/environ > " + sandbox.path(u"seen"_s).toUtf8()
                + "\ncat " + sandbox.path(u"answer.json"_s).toUtf8() + "\n");
        QFile::setPermissions(sandbox.path(u"plugin"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        user.insert(u"user"_s, QJsonObject { { u"exec"_s, QJsonObject { { u"apiVersion"_s, u"client.authentication.k8s.io/v1"_s }, { u"command"_s, sandbox.path(u"plugin"_s) }, { u"interactiveMode"_s, u"Never"_s } } } });
        config.insert(u"users"_s, QJsonArray { user });
        write(sandbox.path(u"kubeconfig"_s), QJsonDocument(config).toJson());

        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"IBMCLOUD_API_KEY"_s, QString::fromLatin1(key));
        environment.insert(u"COCOON_CONTROL"_s, u"this-is-there-to-be-found"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
        QStringList check { u"--profile"_s, sandbox.value("profile"), u"--cluster"_s, sandbox.value("cluster"), u"--kubeconfig"_s, sandbox.path(u"kubeconfig"_s),
            u"--state-dir"_s, sandbox.path(u"desk"_s), u"check"_s };
        check += hasFile ? QStringList { u"--api-key-file"_s, sandbox.value("apiKeyFile") } : QStringList();
        const Finished checked = runProgram(cocoonctl(), check, 240, environment);
        QVERIFY2(checked.exitCode == 0, (checked.err.right(2000) + checked.out.right(2000)).constData());
        const QByteArray seen = content(sandbox.path(u"seen"_s));
        QVERIFY2(seen.count("this-is-there-to-be-found") == 2, seen.constData()); // it sees both environments
        for (const QByteArray& form : formsOf(key)) {
            QVERIFY(!seen.contains(form));
            QVERIFY(!checked.err.contains(form) && !checked.out.contains(form));
        }
    }

    void filesThatOthersCanReadAreFindings()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY(sandbox.start());
        const QStringList check { u"--kubeconfig"_s, sandbox.value("kubeconfig"), u"check"_s };
        const Finished closed = sandbox.ctl(check);
        QVERIFY2(!closed.out.contains("open to other users") && !closed.err.contains("open to other users"), closed.out.constData());
        const QFile::Permissions open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther;
        QVERIFY(QFile::setPermissions(sandbox.value("kubeconfig"), open) && QFile::setPermissions(sandbox.value("apiKeyFile"), open));
        const Finished opened = sandbox.ctl(check);
        QVERIFY2(opened.out.contains(sandbox.value("kubeconfig").toUtf8() + " holds credentials and is open to other users of this machine: chmod 600 it."), opened.out.constData());
        QVERIFY2(opened.out.contains("the mode of the file"), opened.out.constData());
        const QString aboutKey = sandbox.value("apiKeyFile") + u" holds a key and is open to other users of this machine: chmod 600 it."_s;
        QVERIFY2(opened.err.contains(aboutKey.toUtf8()), opened.err.constData());
        QVERIFY2(opened.out.contains(aboutKey.toUtf8()), opened.out.constData());

        // The key's file alone, for programs.
        QVERIFY(QFile::setPermissions(sandbox.value("kubeconfig"), QFile::ReadOwner | QFile::WriteOwner));
        QJsonArray about;
        const QJsonArray findings = sandbox.ctl(check + QStringList { u"--json"_s }).json().value(u"findings"_s).toArray();
        for (const QJsonValue& finding : findings) {
            if (finding[u"evidence"_s].toString().contains(u"open to other users"_s)) {
                about.append(finding);
            }
        }
        QCOMPARE(about.size(), 1);
        QCOMPARE(about[0][u"evidence"_s].toString(), aboutKey);
        QCOMPARE(about[0][u"severity"_s].toString(), u"warning"_s);
    }

    void nothingIsLeftInMemory()
    {
        SandboxProcess sandbox({ u"--speed"_s, u"300"_s });
        QVERIFY(sandbox.start());
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        // The programs wipe what they free (wipe_on_free); under a sanitizer, which has its own allocator, it does the same.
        environment.insert(u"ASAN_OPTIONS"_s, environment.value(u"ASAN_OPTIONS"_s) + u":max_free_fill_size=1000000000:free_fill_byte=0:detect_leaks=0:malloc_context_size=%1"_s.arg(qEnvironmentVariableIsSet("COCOON_DESCRIBE") ? 30 : 1));
        const QByteArray control = "this-is-there-to-be-found";
        environment.insert(u"COCOON_CONTROL"_s, QString::fromLatin1(control));
        process.setProcessEnvironment(environment);
        process.setStandardErrorFile(sandbox.path(u"log"_s));
        process.start(QCoreApplication::applicationDirPath() + u"/cocoon_forgetful"_s, sandbox.desk() + QStringList { u"apply"_s, u"--yes"_s, u"--step"_s, u"configuration"_s, u"--step"_s, u"credential"_s, u"--step"_s, u"operator"_s, u"--step"_s, u"access"_s, u"--step"_s, u"image"_s, u"--step"_s, u"prerequisites"_s });
        QByteArray said;
        while (!said.contains("done\n") && process.waitForReadyRead(240000)) {
            said += process.readAllStandardOutput();
        }
        QVERIFY2(said.contains("done\n"), content(sandbox.path(u"log"_s)).right(2000).constData());

        const Finished stored = sandbox.kubectl({ u"get"_s, u"secret"_s, u"peer-pods-secret"_s, u"-n"_s, u"openshift-sandboxed-containers-operator"_s, u"-o"_s,
            u"jsonpath={.data.IBMCLOUD_API_KEY}"_s });
        const QByteArray adaptorKey = QByteArray::fromBase64(stored.out.trimmed());
        QVERIFY2(adaptorKey.size() > 10, content(sandbox.path(u"log"_s)).right(2000).constData());
        const QRegularExpressionMatch clientKey = QRegularExpression(u"client-key-data: \"?([A-Za-z0-9+/=]+)"_s).match(QString::fromUtf8(content(sandbox.value("kubeconfig"))));
        QVERIFY(clientKey.hasMatch());
        // The user's key, the adaptor's, the private key of the kubeconfig's user.
        const auto ask = [&process](QByteArray form) {
            for (char& c : form) {
                c = static_cast<char>(static_cast<unsigned char>(c) ^ MemoryScan::kVeil);
            }
            process.write(form.toHex() + '\n');
        };
        ask(control); // needle 0
        for (const QByteArray& secret : { content(sandbox.value("apiKeyFile")).trimmed(), adaptorKey, QByteArray::fromBase64(clientKey.captured(1).toLatin1()).mid(60, 60) }) {
            for (const QByteArray& form : formsOf(secret)) {
                ask(form);
            }
        }
        process.write("\n");
        QVERIFY(process.waitForFinished(120000));
        said += process.readAllStandardOutput();
        QByteArrayList hits = said.split('\n');
        hits.removeIf([](const QByteArray& line) { return !line.startsWith("needle "); });
        const bool sees = hits.removeIf([](const QByteArray& line) { return line.startsWith("needle 0 "); }) > 0;
        QVERIFY2(sees, "the scan does not find what is there");
        QVERIFY2(hits.isEmpty(), said.constData());
    }
};

COCOON_TEST(TstSecretsAtRest)
#include "tst_secrets_at_rest.moc"
