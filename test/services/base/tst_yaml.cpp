// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "test/support/test_main.h"

using namespace cocoon;

/// What kubectl 1.32 makes of the same text.
class TstYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typesAsKubectlDoes_data()
    {
        QTest::addColumn<QByteArray>("json");
        const std::pair<const char*, const char*> rows[] = { { "y", "true" }, { "n", "false" }, { "yes", "true" },
            { "No", "false" }, { "on", "true" }, { "oN", "\"oN\"" }, { "tRue", "\"tRue\"" }, { "'yes'", "\"yes\"" },
            { "\"123\"", "\"123\"" }, { "~", "null" }, { "NULL", "null" }, { "0123", "83" }, { "08", "8" },
            { "0o17", "15" }, { "0x1F", "31" }, { "-0x1F", "-31" }, { "0b11", "3" }, { "0b12", "\"0b12\"" },
            { "1_000", "1000" }, { "_1", "\"_1\"" }, { "1e3", "1000" }, { "1.5", "1.5" }, { ".5", "0.5" },
            { "+.5", "0.5" }, { "1.", "1" }, { "1e", "\"1e\"" }, { "1:30", "\"1:30\"" },
            { "2001-01-01", "\"2001-01-01\"" }, { "123456789012345678", "123456789012345678" }, { "=", "\"=\"" },
            { "3e400", "\"3e400\"" }, { "nan", "\"nan\"" }, { "!!str 12", "\"12\"" }, { "!!int \"7\"", "7" },
            { "!!bool yes", "true" }, { "!foo 5", "\"5\"" }, { "!!binary aGk=", "\"hi\"" },
            { "{<<: {a: 1}, a: 2}", "{\"a\":2}" }, { "{<<: [{a: 1}, {a: 2, b: 3}]}", "{\"a\":1,\"b\":3}" },
            { "{1.5: a, 12: b, 0x10: c, 1e3: d, on: e}", "{\"1.5\":\"a\",\"1000\":\"d\",\"12\":\"b\",\"16\":\"c\",\"true\":\"e\"}" },
            { "# nothing", "null" } };
        for (const auto& [text, json] : rows) {
            QTest::newRow(text) << QByteArray(json);
        }
    }

    void typesAsKubectlDoes()
    {
        QFETCH(QByteArray, json);
        const auto document = parseYaml(QTest::currentDataTag());
        QVERIFY2(document, document ? "" : qPrintable(document.error().message));
        QCOMPARE(toJson(document->value), json);
    }

    void refuses_data()
    {
        QTest::addColumn<int>("unused");
        for (const char* text : { "{a: 1, a: 2}", "{on: 1, yes: 2}", "a: &a [*a]", ".nan", "-.inf", "{~: 1}", "{[a]: b}",
                 "a: [", "a: *nobody", "!!int foo", "{<<: 1}", ", y", "\"y\" k: 1", "a: b\n]", "a: \"b\n", "a: 'b\n", "a: 'b''\n", "a: \"b\\\"\n", "\"a\n" }) {
            QTest::newRow(text) << 0;
        }
    }

    void refuses()
    {
        const auto document = parseYaml(QTest::currentDataTag());
        QVERIFY(!document);
        QCOMPARE(document.error().code, Errc::Parse);
        QVERIFY2(document.error().message.contains(QLatin1String("line 1"))
                || document.error().message.contains(QLatin1String("line 2")),
            qPrintable(document.error().message));
    }

    void bombsAreRefused()
    {
        QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 9; ++i) {
            const QByteArray before = "*a" + QByteArray::number(i - 1);
            const QByteArray name = 'a' + QByteArray::number(i);
            bomb += name + ": &" + name + " [" + before + ", " + before + ", " + before + ", " + before + ", " + before + "]\n";
        }
        bomb += "all: [*a8, *a8, *a8]\n";
        QCOMPARE(parseYaml(bomb).error().code, Errc::Parse);
        QCOMPARE(parseYaml(QByteArray(5000, '[')).error().code, Errc::Parse);
        QCOMPARE(parseYaml("a: \xe4\n").error().message, QStringLiteral("The text is not UTF-8 (line 1)."));
        QCOMPARE(parseYaml("x: y\na: b # \xc3").error().message, QStringLiteral("The text is not UTF-8 (line 2)."));
        // The parser would take a zero byte for the end, and what follows it for nothing.
        QVERIFY(parseYaml(QByteArray("a: b\nc: d\0e\n", 12)).error().message.contains(QStringLiteral("zero byte (line 2)")));
    }

    void survivesWritingAndReading_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : { "yes", "n", "123", "0123", "1e3", "~", "", " a", "a ", "a: b", "a #b", "- a", "two\nlines",
                 "end\n", "ends\n\n", "\n", "\nx", " x\ny", "tab\there", "a\r\nb", "\x01", "\xc2\x85", "\xe2\x80\xa8", "\xef\xbb\xbf",
                 "it's", "\"q\"", "*a", "&a", "!t", "%d", "@a", "`a", "{a", "[a", "?", "-", ":", "a:", "=", "<<", "---", "...",
                 "2001-01-01", "1:30", ".5", "+1", "0x1f", "NaN", "grüße", "\xf0\x9f\x98\x80", "key: |\n  x" }) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
    }

    void survivesWritingAndReading()
    {
        const QString text = QString::fromUtf8(QTest::currentDataTag());
        const QJsonObject value { { text, text }, { QStringLiteral("list"), QJsonArray({ text, QJsonArray({ text }), QJsonObject { { text, text } } }) } };
        const auto again = parseYaml(toYaml(value));
        QVERIFY2(again, toYaml(value).constData());
        QVERIFY2(again->value == QJsonValue(value), toYaml(value).constData());
    }

    void numbersSurvive_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char* number : { "0", "-7", "9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "0.1", "-2.5e-7",
                 "1.0e+20", "6705515859349544048.0", "000006705515859349544048" }) { // the last one was found by the fuzzer
            QTest::newRow(number) << QByteArray(number);
        }
    }
    void numbersSurvive()
    {
        QFETCH(QByteArray, number);
        const auto value = parseYaml("a: " + number);
        QVERIFY(value && value->value[QStringLiteral("a")].isDouble());
        const auto again = parseYaml(toYaml(value->value));
        QVERIFY2(again && again->value == value->value, toYaml(value->value).constData());
    }

    void writesWhatPeopleWrite()
    {
        const auto value = parseYaml("a: {b: [1, {c: d, e: 'no'}], f: \"x\\ny\\n\", g: {}, h: []}\n");
        QCOMPARE(toYaml(value->value),
            QByteArray("a:\n  b:\n    - 1\n    - c: d\n      e: \"no\"\n  f: |\n    x\n    y\n  g: {}\n  h: []\n"));
    }

    void knowsTheLines()
    {
        const auto document = parseYaml("spec:\n  nodes:\n    - name: a\n    - name: b\n");
        QCOMPARE(document->lines.value(QStringLiteral("spec.nodes[1].name")), 4);
    }

    void readsAsKubernetesToolsDo()
    {
        const QByteArray text = "a: 1\nb: {c: d}\na: 2\n---\nb: [\n";
        QVERIFY(parseYaml(text).error().message.contains(u"occurs twice"));
        const auto first = parseFirstYamlDocument(text, RepeatedKeys::LastWins);
        QVERIFY(first.has_value());
        QCOMPARE(toJson(first->value), QByteArray(R"({"a":2,"b":{"c":"d"}})"));
        QCOMPARE(first->lines.value(QStringLiteral("a")), 3);
        QVERIFY(!parseFirstYamlDocument(text, RepeatedKeys::Refuse));
        QVERIFY(parseFirstYamlDocument({}, RepeatedKeys::Refuse)->value.isNull());
    }

    void surviveBeingCut()
    {
        const QByteArray text = "a: &x {k: [1, 'two', \"th\u00e9\"], <<: {z: 1}}\nb: |-\n  x\n  y\n---\n? c\n: *x\n";
        for (qsizetype size = 0; size <= text.size(); ++size) {
            const auto documents = parseYamlDocuments(text.left(size));
            QVERIFY(documents || documents.error().code == Errc::Parse);
        }
    }
};

COCOON_TEST(TstYaml)
#include "tst_yaml.moc"
