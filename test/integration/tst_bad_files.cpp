// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A broken file of any kind: the program says which and where, and has asked nobody, written nothing and changed nothing.
#include "services/base/json.h"
#include "test/integration/kill/world_census.h"
#include "test/integration/programs.h"
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QRegularExpression>

#include <memory>

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {
    QByteArray describe(const Finished& finished)
    {
        return "exit " + QByteArray::number(finished.exitCode) + "\n" + finished.err.right(2000) + "\n" + finished.out.right(2000);
    }

    bool write(const QString& path, const QByteArray& text)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

    QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QByteArray user(const QByteArray& user)
    {
        return "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
               "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}]\nusers: [{name: u, user: {" + user + "}}]\n";
    }

    /// The first change of a plan, with something else in `field`; Undefined takes it out.
    QByteArray touched(const QByteArray& plan, const QString& field, const QJsonValue& value)
    {
        QJsonObject root = parseJsonObject(plan).value_or(QJsonObject());
        QJsonArray changes = root.value(u"changes"_s).toArray();
        QJsonObject change = changes.at(0).toObject();
        change.insert(field, value);
        changes.replace(0, change);
        root.insert(u"changes"_s, changes);
        return toPrettyJson(root);
    }
}

class TstBadFiles : public QObject {
    Q_OBJECT
    std::unique_ptr<SandboxProcess> m_sandbox;
    QStringList m_census; ///< of the world before anything was tried
    QByteArray m_plan; ///< a good one
    QProcessEnvironment m_watched = QProcessEnvironment::systemEnvironment();
    int m_count = 0;

    /// Everything that is wrong with how `finished` told of `file`; "" = nothing.
    static QString complaint(const Finished& finished, const QJsonObject& error, const QString& file, const QString& place)
    {
        for (const char* part : { "tried", "cameBack", "doNext" }) {
            if (error.value(QLatin1String(part)).toString().isEmpty()) {
                return u"no "_s + QLatin1String(part);
            }
        }
        const QString cameBack = error.value(u"cameBack"_s).toString();
        return !error.value(u"tried"_s).toString().contains(file) ? u"what was tried does not name the file"_s
            : !cameBack.contains(file)                              ? u"what came back does not name the file"_s
            : !cameBack.contains(place)                             ? u"what came back does not name the place"_s
            : !finished.err.contains(cameBack.toUtf8())             ? u"a person is not told"_s
                                                                    : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxProcess>(QStringList { u"--speed"_s, u"300"_s });
        QVERIFY2(m_sandbox->start(), m_sandbox->said().constData());
        const QString file = m_sandbox->path(u"good.json"_s);
        const Finished planned = m_sandbox->ctl({ u"plan"_s, u"--out"_s, file });
        QVERIFY2(planned.exitCode == 3, describe(planned).constData());
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
        m_plan = read(file);
        m_sandbox->stop();
        m_census = worldCensus(m_sandbox->path(u"world"_s));
        QVERIFY(m_census.size() > 20);
        QVERIFY(m_sandbox->start());
        m_watched.insert(u"LD_PRELOAD"_s, QStringLiteral(COCOON_CONNECTION_RECORDER));
        m_watched.insert(u"ASAN_OPTIONS"_s, m_watched.value(u"ASAN_OPTIONS"_s) + u":verify_asan_link_order=0"_s);
        m_watched.insert(u"COCOON_CONNECTIONS"_s, m_sandbox->path(u"connections"_s));
        m_watched.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    }

    void cleanupTestCase()
    {
        if (!m_census.isEmpty()) {
            m_sandbox->stop();
            QCOMPARE(worldCensus(m_sandbox->path(u"world"_s)), m_census);
        }
        m_sandbox.reset();
    }

    void applyChangesNothing_data()
    {
        QTest::addColumn<QString>("option"); // "" = the plan of `apply FILE`
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("kubeconfig, no YAML") << u"--kubeconfig"_s << QByteArray("apiVersion: v1\nclusters: [\n") << u"line "_s;
        QTest::newRow("kubeconfig, another type") << u"--kubeconfig"_s << user("token: 123") << u"users[0].user.token"_s;
        QTest::newRow("kubeconfig, cut") << u"--kubeconfig"_s << user("token: abc").left(70) << u"line "_s;
        QTest::newRow("kubeconfig, program without a name") << u"--kubeconfig"_s << user("exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}") << u"command"_s;
        QTest::newRow("kubeconfig, key that is not there") << u"--kubeconfig"_s << user("client-certificate-data: YQ==, client-key: gone.pem") << u"client-key"_s;
        QTest::newRow("kubeconfig, no context") << u"--kubeconfig"_s << QByteArray("apiVersion: v1\nkind: Config\n") << u"context"_s;
        QTest::newRow("Intent, no YAML") << u"--intent"_s << QByteArray("cluster: demo\ntrust: {\n") << u"line "_s;
        QTest::newRow("Intent, unknown field") << u"--intent"_s << QByteArray("cluster: demo\nskipEverything: true\n") << u":2: "_s;
        QTest::newRow("Intent, another type") << u"--intent"_s << QByteArray("cluster: demo\ntrust: { skip: maybe }\n") << u":2: "_s;
        QTest::newRow("Intent, a list") << u"--intent"_s << QByteArray("- cluster: demo\n") << u":1: "_s;
        QTest::newRow("profile, no YAML") << u"--profile"_s << QByteArray("name: demo\nregion: \"eu-de\n") << u"line "_s;
        QTest::newRow("profile, unknown field") << u"--profile"_s << QByteArray("name: demo\nendpoint: https://x\n") << u":2: endpoint"_s;
        QTest::newRow("profile, unknown endpoint") << u"--profile"_s << QByteArray("name: demo\nendpoints:\n  iamm: https://x\n") << u":3: endpoints.iamm"_s;
        QTest::newRow("plan, cut") << QString() << m_plan.left(m_plan.size() / 2) << u"line "_s;
        QTest::newRow("plan, unknown field") << QString() << touched(m_plan, u"skipChecks"_s, true) << u"changes[0].skipChecks"_s;
        QTest::newRow("plan, another change") << QString() << touched(m_plan, u"body"_s, QJsonObject { { u"kind"_s, u"Namespace"_s } }) << u"changes[0].digest"_s;
        QTest::newRow("plan, without digest") << QString() << touched(m_plan, u"digest"_s, QJsonValue(QJsonValue::Undefined)) << u"changes[0].digest"_s;
        QTest::newRow("plan, an id that is a number") << QString() << QByteArray("{\"cocoonPlan\": 1, \"cluster\": \"demo\", \"clusterId\": 7, \"intent\": \"\", \"changes\": []}\n") << u"field clusterId is not a text"_s;
        QTest::newRow("plan, of another kind") << QString() << QByteArray("{\"kind\": \"List\"}\n") << u"field cocoonPlan"_s;
    }
    void applyChangesNothing()
    {
        QFETCH(QString, option);
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        const QString file = m_sandbox->path(u"given-%1"_s.arg(++m_count));
        const QString desk = u"desk-%1"_s.arg(m_count);
        QVERIFY(write(file, text));
        QFile::remove(m_watched.value(u"COCOON_CONNECTIONS"_s));
        const QStringList words = m_sandbox->desk(desk) + QStringList { u"apply"_s, u"--yes"_s, u"--json"_s };
        const Finished applied = runProgram(cocoonctl(), words + (option.isEmpty() ? QStringList { file } : QStringList { option, file }), 240, m_watched);
        QVERIFY2(applied.exitCode == 2, describe(applied).constData());
        QCOMPARE(applied.json().value(u"exit"_s).toInt(), 2);
        const QString wrong = complaint(applied, applied.json().value(u"error"_s).toObject(), file, place);
        QVERIFY2(wrong.isEmpty(), (wrong.toUtf8() + '\n' + describe(applied)).constData());
        QVERIFY2(!QDirIterator(m_sandbox->path(desk), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories).hasNext(), "something was written");
        QVERIFY2(!QFile::exists(m_watched.value(u"COCOON_CONNECTIONS"_s)), read(m_watched.value(u"COCOON_CONNECTIONS"_s)).constData());
    }

    /// What the rows above do not show when the recorder is not there or the good files are not good.
    void withGoodFilesItAsks()
    {
        const QString file = m_sandbox->path(u"good-intent"_s);
        QVERIFY(write(file, "cluster: demo\ntrust: { skip: true }\n"));
        const Finished planned = runProgram(cocoonctl(), m_sandbox->desk(u"good"_s) + QStringList { u"plan"_s, u"--kubeconfig"_s, m_sandbox->value("kubeconfig"), u"--intent"_s, file }, 240, m_watched);
        QVERIFY2(planned.exitCode == 3, describe(planned).constData());
        QVERIFY(read(m_watched.value(u"COCOON_CONNECTIONS"_s)).contains("connect 127.0.0.1:"));
    }

    void noSandboxIsMade_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("no YAML") << QByteArray("name: story\nworld: [\n") << u"line "_s;
        QTest::newRow("unknown field") << QByteArray("name: story\nwrold: 3\n") << u":2: "_s;
        QTest::newRow("another type") << QByteArray("name: story\nworld:\n  nodes: many\n") << u":3: world.nodes"_s;
        QTest::newRow("half an object") << QByteArray("name: story\nobjects:\n- kind: ConfigMap\n") << u":3: "_s;
        QTest::newRow("a list") << QByteArray("- name: story\n") << u":1: "_s;
    }
    void noSandboxIsMade()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        const QString file = m_sandbox->path(u"scenario-%1"_s.arg(++m_count));
        const QString folder = m_sandbox->path(u"made-%1"_s.arg(m_count));
        QVERIFY(write(file, text));
        const Finished made = runProgram(cocoonctl(), { u"sandbox"_s, u"--scenario"_s, file, u"--state"_s, folder }, 60, m_watched);
        QVERIFY2(made.exitCode == 2 && made.out.isEmpty() && !QFile::exists(folder), describe(made).constData());
        static const QRegularExpression parts(u"^Tried: +(.+)\\nCame back: (.+)\\nDo next: +(.+)\\n$"_s);
        const QRegularExpressionMatch said = parts.match(QString::fromUtf8(made.err));
        QVERIFY2(said.hasMatch(), describe(made).constData());
        const QJsonObject error { { u"tried"_s, said.captured(1) }, { u"cameBack"_s, said.captured(2) }, { u"doNext"_s, said.captured(3) } };
        const QString wrong = complaint(made, error, file, place);
        QVERIFY2(wrong.isEmpty(), (wrong.toUtf8() + '\n' + describe(made)).constData());
    }
};

COCOON_TEST(TstBadFiles)
#include "tst_bad_files.moc"
