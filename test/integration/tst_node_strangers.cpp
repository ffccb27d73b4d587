// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the scripts of test/strangers: Node clients of Kubernetes and IBM Cloud that nobody wrote against the sandbox.
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    /// Where test/run.sh puts the packages, beside the build folders of the presets.
    QString home()
    {
        return QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../../strangers"_s);
    }

    QString packageVersion(const QString& package)
    {
        QFile file(home() + u"/node_modules/"_s + package + u"/package.json"_s);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object().value("version"_L1).toString() : QString();
    }

    /// A Node of 20 or newer, installed by test/run.sh or in PATH; empty when there is none.
    QString node()
    {
        for (const QString& program : { home() + u"/runtime/node_modules/node/bin/node"_s, QStandardPaths::findExecutable(u"node"_s) }) {
            if (QFile::exists(program) && runProgram(program, { u"--version"_s }, 20).out.mid(1).split('.').first().toInt() >= 20) {
                return program;
            }
        }
        return {};
    }
}

class TstNodeStrangers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_node = node();
        if (m_node.isEmpty()) {
            QSKIP("no Node 20 or newer in PATH or build/strangers/runtime; test/run.sh installs it with npm");
        }
        if (packageVersion(u"@kubernetes/client-node"_s).isEmpty()) {
            QSKIP("the packages of test/strangers are not in build/strangers; test/run.sh installs them with npm");
        }
        // Node looks for packages from where a script lies, and the tree has none.
        const QDir scripts(sourcePath(u"test/strangers"_s));
        const QStringList names = scripts.entryList({ u"*.mjs"_s });
        for (const QString& name : names) {
            QFile::remove(home() + u'/' + name);
            QVERIFY(QFile::copy(scripts.filePath(name), home() + u'/' + name));
        }
    }

    void passes_data()
    {
        QTest::addColumn<QString>("package");
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<int>("points"); // at least; fewer means that the script lost some
        QTest::newRow("kube.mjs") << u"@kubernetes/client-node"_s << QString() << 27;
        QTest::newRow("informer.mjs") << u"@kubernetes/client-node"_s << sourcePath(u"test/strangers/faults.yaml"_s) << 6;
        QTest::newRow("platform.mjs") << u"@ibm-cloud/platform-services"_s << QString() << 25;
        QTest::newRow("core.mjs") << u"ibm-cloud-sdk-core"_s << QString() << 10;
    }
    void passes()
    {
        QFETCH(QString, package);
        QFETCH(QString, scenario);
        QFETCH(int, points);
        const QString script = QString::fromLatin1(QTest::currentDataTag());
        QStringList arguments { u"--speed"_s, u"300"_s };
        if (!scenario.isEmpty()) {
            arguments += { u"--scenario"_s, scenario };
        }
        SandboxProcess sandbox(arguments);
        QVERIFY2(sandbox.start(), sandbox.said().constData());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"COCOON_READY"_s, QString::fromUtf8(QJsonDocument(sandbox.ready()).toJson(QJsonDocument::Compact)));
        environment.insert(u"NODE_EXTRA_CA_CERTS"_s, sandbox.value("ca"));
        const Finished finished = runProgram(m_node, { home() + u'/' + script }, 180, environment);
        const QByteArray said = finished.out.right(6000) + finished.err.right(3000);
        QVERIFY2(finished.exitCode == 0 && !finished.out.contains("not ok"), said.constData());
        static const QRegularExpression total(u"^(\\d+) points passed, 0 failed$"_s, QRegularExpression::MultilineOption);
        const int passed = total.match(QString::fromUtf8(finished.out)).captured(1).toInt();
        QVERIFY2(passed >= points && finished.out.count("\nok ") + 1 == passed, said.constData());
        noteStranger(package, packageVersion(package) + u" ("_s + script + u')', passed);
    }

private:
    QString m_node;
};

COCOON_TEST(TstNodeStrangers)
#include "tst_node_strangers.moc"
