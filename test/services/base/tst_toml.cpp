// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/toml.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstToml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsInitdata()
    {
        const auto value = parseToml(m_initdata);
        QVERIFY(value);
        QCOMPARE(str(*value, { u"algorithm" }), u"sha256"_s);
        QCOMPARE(str(*value, { u"data", u"aa.toml" }), u"[token_configs]\nurl = 'http://192.0.2.1'\n"_s);
        QCOMPARE(str(*value, { u"data", u"policy.rego" }), u"package agent_policy\ndefault X := \"ü\"\n"_s);
    }

    void typesValues_data()
    {
        QTest::addColumn<QByteArray>("json");
        const std::pair<const char*, const char*> rows[] = { { "1", "1" }, { "0x1F", "31" }, { "1_000", "1000" },
            { "9223372036854775807", "9223372036854775807" }, { "1.5", "1.5" }, { "true", "true" }, { "\"a\\tb\"", "\"a\\tb\"" },
            { "'a\\tb'", "\"a\\\\tb\"" }, { "[1, 'x', [true]]", "[1,\"x\",[true]]" }, { "{ b.c = 1 }", "{\"b\":{\"c\":1}}" },
            { "1979-05-27", "\"1979-05-27\"" }, { "07:32:00", "\"07:32:00\"" },
            { "1979-05-27T07:32:00Z", "\"1979-05-27T07:32:00Z\"" },
            { "1979-05-27T00:32:00-07:00", "\"1979-05-27T00:32:00-07:00\"" } };
        for (const auto& [text, json] : rows) {
            QTest::newRow(text) << QByteArray(json);
        }
    }

    void typesValues()
    {
        QFETCH(QByteArray, json);
        const auto value = parseToml(QByteArray("a = ") + QTest::currentDataTag());
        QVERIFY2(value, value ? "" : qPrintable(value.error().detail));
        QCOMPARE(toJson(value->value(u"a")), json);
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : { "a = 1\nb = ", "a = 1\na = 2", "a = 1\nb = 'x", "a = 1\nb", "a = 1\n[a]", "a = 1\nb = 01",
                 "a = 1\nb = \"\\q\"", "a = 1\n[b", "a = 1\nb = \"\xff\"", "a = 1\nb = 9223372036854775808" }) {
            QTest::addRow("%s", text + 6) << QByteArray(text);
        }
    }

    void errorsNameTheLine()
    {
        QFETCH(QByteArray, text);
        const auto value = parseToml(text);
        QVERIFY(!value);
        QCOMPARE(value.error().code, Errc::Parse);
        QVERIFY2(value.error().message.contains(u"line 2"_s), qPrintable(value.error().message));
    }

    void limitsSizeAndDepth()
    {
        QCOMPARE(parseToml(QByteArray(1024 * 1024 + 1, ' ')).error().code, Errc::Invalid);
        const QByteArray brackets(100'000, '[');
        QCOMPARE(parseToml("a = " + brackets).error().code, Errc::Parse);
        // Every dot of a key is a table in a table.
        const QByteArray dots = QByteArray("a.").repeated(300'000) + 'a';
        QCOMPARE(parseToml(dots + " = 1").error().code, Errc::Parse);
        QCOMPARE(parseToml('[' + dots + "]\nb = 1").error().code, Errc::Parse);
        QCOMPARE(parseToml("[[" + dots + "]]").error().code, Errc::Parse);
        QCOMPARE(parseToml("b = { " + dots + " = 1 }").error().code, Errc::Parse);
        QCOMPARE(parseToml("# '''\n" + dots + " = 1").error().code, Errc::Parse);
        QCOMPARE(parseToml("b = '\\'\n" + dots + " = 1").error().code, Errc::Parse);
        QByteArray quoted = QByteArray("\"a\" . ").repeated(100'000) + "b = 1";
        QCOMPARE(parseToml(quoted).error().code, Errc::Parse);
        // Dots in texts and comments are only dots.
        const QByteArray many(5000, '.');
        QVERIFY(parseToml("a = \"" + many + "\" # " + many));
        QVERIFY(parseToml("a = '" + many + "'\nb = \"\"\"" + many + "\"\n\\\"\"\"" + many + "\"\"\"\nc = '''" + many + "'\n" + many + "'''"));
        QVERIFY(parseToml("a = [" + QByteArray("1.5,\n").repeated(5000) + "]"));
    }

    void surviveBeingCut()
    {
        const QByteArray text = m_initdata + "[x]\ny = [1, 2.5, 1979-05-27T07:32:00Z, {z = '''q'''}]\n[[l]]\nm.\"n o\" = -0x1\n";
        for (qsizetype size = 0; size <= text.size(); ++size) {
            const auto value = parseToml(text.left(size));
            QVERIFY(value || value.error().code == Errc::Parse);
        }
        QVERIFY(!parseToml(text.left(text.indexOf("'''") + 5)));
    }

private:
    const QByteArray m_initdata = "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n[token_configs]\nurl = "
                                  "'http://192.0.2.1'\n'''\n\n\"policy.rego\" = '''\npackage agent_policy\ndefault X := \"\xc3\xbc\"\n'''\n";
};

COCOON_TEST(TstToml)
#include "tst_toml.moc"
