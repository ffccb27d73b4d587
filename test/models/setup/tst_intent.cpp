// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/intent.h"
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "test/support/json_schema.h"
#include "test/support/test_main.h"

#include <QFile>

using namespace cocoon;
using namespace cocoon::plan;
using cocoon::test::fits;
using namespace Qt::StringLiterals;

class TstIntent : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void schemaAndCodeAgree_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        const auto row = [](const char* name, const char* text, bool good) { QTest::newRow(name) << QByteArray(text) << good; };
        row("smallest", "cluster: demo\n", true);
        row("no cluster", "image: {}\n", true);
        row("null cluster", "cluster:\n", true);
        row("empty cluster", "cluster: \"\"\n", true);
        row("cluster with a blank", "cluster: my cluster\n", false);
        row("unknown key", "cluster: demo\nclusters: x\n", false);
        row("unknown nested key", "cluster: demo\ntrust: { uri: x }\n", false);
        row("null section", "cluster: demo\ntrust:\n", true);
        row("null field", "cluster: demo\ntrust:\n  url:\n", true);
        row("section is text", "cluster: demo\ntrust: yes please\n", false);
        row("version", "cluster: demo\noperator: { version: 1.10.3 }\n", true);
        row("version is a number", "cluster: demo\noperator: { version: 1.10 }\n", false);
        row("version prefix", "cluster: demo\noperator: { version: v1.10.3 }\n", false);
        row("approval", "cluster: demo\noperator: { approval: Automatic }\n", true);
        row("approval case", "cluster: demo\noperator: { approval: manual }\n", false);
        row("image name upper case", "cluster: demo\nimage: { name: PodVM }\n", false);
        row("image source", "cluster: demo\nimage: { source: 'cos://us-south/podvm-image/a.qcow2' }\n", true);
        row("image source http", "cluster: demo\nimage: { source: 'https://host/a.qcow2' }\n", false);
        row("kind", "cluster: demo\ncredential: { kind: trusted-profile, bindToCluster: false, scope: account }\n", true);
        row("kind wrong", "cluster: demo\ncredential: { kind: token }\n", false);
        row("flag as text", "cluster: demo\ncredential: { bindToCluster: \"true\" }\n", false);
        row("profiles", "cluster: demo\nsizing: { profile: bx3dc-2x10, profiles: [bx3dc-4x20], podsPerNode: 20 }\n", true);
        row("profiles as text", "cluster: demo\nsizing: { profiles: bx3dc-4x20 }\n", false);
        row("pods zero", "cluster: demo\nsizing: { podsPerNode: 0 }\n", false);
        row("pods too many", "cluster: demo\nsizing: { podsPerNode: 111 }\n", false);
        row("pods broken", "cluster: demo\nsizing: { podsPerNode: 1.5 }\n", false);
        row("selector", "cluster: demo\nconfiguration: { poolSelector: { pool: coco } }\n", true);
        row("selector with a domain", "cluster: demo\nconfiguration: { poolSelector: { ibm-cloud.kubernetes.io/worker-pool-name: coco } }\n", true);
        row("selector key", "cluster: demo\nconfiguration: { poolSelector: { .\"ol: coco } }\n", false); // found by the fuzzer
        row("selector key with two slashes", "cluster: demo\nconfiguration: { poolSelector: { a/b/c: coco } }\n", false);
        row("selector key with two dots", "cluster: demo\nconfiguration: { poolSelector: { a..b/c: coco } }\n", false);
        row("selector value that ends with a dot", "cluster: demo\nconfiguration: { poolSelector: { pool: coco. } }\n", false);
        row("selector without a value", "cluster: demo\nconfiguration: { poolSelector: { node-role.kubernetes.io/worker: \"\" } }\n", true);
        row("selector number", "cluster: demo\nconfiguration: { poolSelector: { pool: 1 } }\n", false);
        row("machine config", "cluster: demo\nconfiguration: { deploymentMode: MachineConfig }\n", false);
        row("url", "cluster: demo\ntrust: { url: 'http://192.0.2.10:8080' }\n", true);
        row("url with path", "cluster: demo\ntrust: { url: 'http://192.0.2.10:8080/kbs/v0' }\n", false);
        row("url without scheme", "cluster: demo\ntrust: { url: '192.0.2.10:8080' }\n", false);
        row("algorithm with hyphen", "cluster: demo\ntrust: { algorithm: sha-384 }\n", false);
        row("resource", "cluster: demo\ntrust: { resource: default/kbsres1/key1 }\n", true);
        row("resource of two parts", "cluster: demo\ntrust: { resource: default/key1 }\n", false);
        row("workload namespace", "cluster: demo\nworkload: { namespace: Default }\n", false);
        row("a list", "- cluster: demo\n", false);
    }
    void schemaAndCodeAgree()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QFile file(test::sourcePath(QStringLiteral("resources/schemas/intent.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto schema = parseJsonObject(file.readAll());
        QVERIFY(schema);
        const auto document = parseYaml(text);
        QVERIFY(document);
        QCOMPARE(fits(*schema, document->value), good);
        const auto intent = Intent::fromYaml(text, u"intent.yaml"_s);
        QVERIFY2(intent.has_value() == good, intent ? "accepted" : qPrintable(intent.error().message));
    }

    // Every field of the code is in the schema and the other way round.
    void sameFields()
    {
        QFile file(test::sourcePath(QStringLiteral("resources/schemas/intent.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject schema = parseJsonObject(file.readAll()).value_or(QJsonObject());
        const QJsonObject intent = Intent {}.toJson();
        const QJsonObject properties = schema.value("properties"_L1).toObject();
        QCOMPARE(properties.keys(), intent.keys());
        for (const QString& key : intent.keys()) {
            if (intent.value(key).isObject()) {
                QCOMPARE(properties.value(key).toObject().value("properties"_L1).toObject().keys(), intent.value(key).toObject().keys());
            }
        }
    }

    void errorsNameFileLineAndField()
    {
        const auto wrong = Intent::fromYaml("cluster: demo\n\ntrust:\n  # the test one\n  url: ftp://x\n", u"a.yaml"_s);
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.startsWith(u"a.yaml:5: trust.url"_s), qPrintable(wrong.error().message));
        const auto unknown = Intent::fromYaml("cluster: demo\ntrustee: x\n", u"a.yaml"_s);
        QVERIFY2(!unknown && unknown.error().message.startsWith(u"a.yaml:2:"_s), qPrintable(unknown.error().message));
    }

    void templateReadsBackTheSame()
    {
        Intent intent;
        intent.cluster = u"demo"_s;
        intent.trust.url = u"https://kbs.example.org:8080"_s;
        intent.sizing.profiles = { u"bx3dc-4x20"_s, u"bx3dc-8x40"_s };
        intent.configuration.poolSelector = { { u"pool/name"_s, u"coco"_s } };
        intent.credential.name = u"a key: # with \"marks\""_s;
        intent.op.version = u"1.10.3"_s;
        intent.credential.name = u"on"_s;
        const auto again = Intent::fromYaml(intent.toYaml(), u"x"_s);
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().message));
        QCOMPARE(again->toJson(), intent.toJson());
        QVERIFY(intent.toYaml().contains("# "));
    }

    void editKeepsEverythingElse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* path, const char* value, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(path) << QString::fromLatin1(value) << QByteArray(expected);
        };
        row("top", "# mine\ncluster: demo # the small one\n", "cluster", "prod", "# mine\ncluster: prod # the small one\n");
        row("nested", "cluster: demo\ntrust:\n  # here\n  url: http://a:1   # old\n  skip: false\n", "trust.url", "http://b:2", "cluster: demo\ntrust:\n  # here\n  url: \"http://b:2\" # old\n  skip: false\n");
        row("quoted with hash", "cluster: demo\ncredential:\n  name: \"a # b\"\n", "credential.name", "c", "cluster: demo\ncredential:\n  name: c\n");
        row("new field", "cluster: demo\ntrust:\n    skip: false\n\n# end\n", "trust.algorithm", "sha256", "cluster: demo\ntrust:\n    skip: false\n    algorithm: sha256\n\n# end\n");
        row("new section", "cluster: demo\n", "sizing.podsPerNode", "20", "cluster: demo\nsizing:\n  podsPerNode: 20\n");
        row("empty section", "cluster: demo\nsizing: {} # nothing\n", "sizing.podsPerNode", "20", "cluster: demo\nsizing: # nothing\n  podsPerNode: 20\n");
        row("block list", "cluster: demo\nsizing:\n  profiles:\n    - bx3dc-4x20\n    - bx3dc-8x40\n  podsPerNode: 5\n", "sizing.profiles", "bx3dc-16x80", "cluster: demo\nsizing:\n  profiles: [bx3dc-16x80]\n  podsPerNode: 5\n");
        row("anchor", "cluster: &c demo\ncredential:\n  name: *c\n", "credential.name", "x", "cluster: &c demo\ncredential:\n  name: x\n");
        row("CRLF", "cluster: demo\r\ntrust:\r\n  skip: false\r\n", "trust.skip", "true", "cluster: demo\r\ntrust:\r\n  skip: true\r\n");
        row("same name elsewhere", "workload:\n  name: a\ncluster: demo\nimage:\n  name: b\n", "image.name", "c", "workload:\n  name: a\ncluster: demo\nimage:\n  name: c\n");
    }
    void editKeepsEverythingElse()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QByteArray, expected);
        const auto edited = Intent::edit(text, path, value);
        QVERIFY2(edited.has_value(), edited ? "" : qPrintable(edited.error().message));
        QCOMPARE(*edited, expected);
    }

    // Where lines cannot be trusted it refuses instead of damaging the file.
    void editRefusesWhatItCannotDo()
    {
        const auto flow = Intent::edit("cluster: demo\ntrust: { url: 'http://a:1', skip: false }\n", u"trust.url"_s, u"http://b:2"_s);
        QVERIFY(!flow);
        QCOMPARE(flow.error().code, Errc::Precondition);
        QVERIFY(!Intent::edit("cluster: demo\n", u"trust.url"_s, u"nonsense"_s));
        QVERIFY(!Intent::edit("cluster: demo\n", u"no.such"_s, u"x"_s));
    }

    void cutAnywhereIsAnErrorOrAValue()
    {
        Intent intent;
        intent.cluster = u"demo"_s;
        const QByteArray whole = intent.toYaml();
        for (qsizetype n = 0; n < whole.size(); ++n) {
            const auto cut = Intent::fromYaml(whole.left(n), u"x"_s);
            QVERIFY(cut || !cut.error().message.isEmpty());
        }
    }
};

COCOON_TEST(TstIntent)
#include "tst_intent.moc"
