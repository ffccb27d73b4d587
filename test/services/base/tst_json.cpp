// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/json_shape.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;

class TstJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersKeepTheirKind_data()
    {
        QTest::addColumn<QByteArray>("written");
        const std::pair<const char*, const char*> rows[] = { { "0", "0" }, { "-1", "-1" }, { "42", "42" },
            { "9007199254740993", "9007199254740993" }, { "9223372036854775807", "9223372036854775807" },
            { "-9223372036854775808", "-9223372036854775808" }, { "1.5", "1.5" }, { "1e3", "1000" } };
        for (const auto& [text, written] : rows) {
            QTest::newRow(text) << QByteArray(written);
        }
    }

    void numbersKeepTheirKind()
    {
        QFETCH(QByteArray, written);
        const auto value = parseJson(QTest::currentDataTag());
        QVERIFY(value);
        QVERIFY(value->isDouble());
        QCOMPARE(toJson(*value), written);
    }

    void readsWhatItWrote()
    {
        const QByteArray text = "{\"a\":[1,\"zwei \\\"\\\\\\n\\u0000\",null,true,{\"b\":{}}],\"ü/.\":\"😀\"}";
        const auto value = parseJson(text);
        QVERIFY(value);
        QCOMPARE(*parseJson(toJson(*value)), *value);
        QCOMPARE(*parseJson(toPrettyJson(*value)), *value);
        for (const char* scalar : { "1", "\"x\"", "null", "true", "[]", "{}" }) {
            QCOMPARE(toJson(*parseJson(scalar)), QByteArray(scalar));
        }
    }

    void indentsByTwo()
    {
        const auto value = parseJson(R"({"a":{"b":["    x",2]}})");
        QCOMPARE(toPrettyJson(*value),
            QByteArray("{\n  \"a\": {\n    \"b\": [\n      \"    x\",\n      2\n    ]\n  }\n}\n"));
    }

    void nestingIsLimited()
    {
        const auto nested = [](int depth) { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
        QVERIFY(parseJson(nested(1000)));
        QVERIFY(QJsonArray({ *parseJson(nested(1000)) }) == QJsonArray({ *parseJson(nested(1000)) }));
        for (const int depth : { 1030, 100'000 }) {
            QCOMPARE(parseJson(nested(depth)).error().code, Errc::Parse);
            QCOMPARE(parseJson(QByteArray(depth, '[')).error().code, Errc::Parse);
            QByteArray objects;
            for (int i = 0; i < depth; ++i) {
                objects += "{\"a\":";
            }
            QCOMPARE(parseJson(objects).error().code, Errc::Parse);
        }
    }

    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("blank") << QByteArray(" \n");
        QTest::newRow("two values") << QByteArray("{} {}");
        QTest::newRow("trailing comma") << QByteArray("[1,]");
        QTest::newRow("leading zero") << QByteArray("[01]");
        QTest::newRow("comment") << QByteArray("{} // x");
        QTest::newRow("single quotes") << QByteArray("{'a':1}");
        QTest::newRow("raw line break") << QByteArray("[\"a\nb\"]");
        QTest::newRow("NaN") << QByteArray("[NaN]");
        QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]");
        QTest::newRow("lone bracket") << QByteArray("]");
        QTest::newRow("zero byte") << QByteArray("{}\0", 3);
    }

    void refusesWhatIsNotJson()
    {
        QFETCH(QByteArray, text);
        const auto value = parseJson(text);
        QVERIFY(!value);
        QCOMPARE(value.error().code, Errc::Parse);
        QVERIFY(!value.error().message.isEmpty());
        QCOMPARE(parseJsonObject(text).error().code, Errc::Parse);
    }

    void saysWhereAndWhat()
    {
        const QString message = parseJson("{\"a\": 1, nope}").error().message;
        QVERIFY2(message.contains(u"at byte 9"_s) || message.contains(u"at byte 10"_s), qPrintable(message));
        QVERIFY(parseJson("").error().message.contains(u"empty"_s));
        QVERIFY(parseJsonObject("[1]").error().message.contains(u"object"_s));
        // What is inside may be confidential.
        QVERIFY(!parseJson("{\"password\": hunter2").error().message.contains(u"hunter2"_s));
        QVERIFY(!parseJson("{\"password\": hunter2").error().detail.contains(u"hunter2"_s));
    }

    void findsByPath()
    {
        const QJsonObject root = *parseJsonObject(R"({"spec":{"a.b/c":[{"name":"x","n":1}]}})");
        QCOMPARE(str(root, { u"spec", u"a.b/c", u"0", u"name" }), u"x"_s);
        QCOMPARE(at(root, QStringList { u"spec"_s, u"a.b/c"_s, u"0"_s, u"n"_s }).toInteger(), 1);
        QCOMPARE(at(root, {}), QJsonValue(root));
        for (const QStringList& path : { QStringList { u"x"_s }, QStringList { u"spec"_s, u"a.b/c"_s, u"1"_s },
                 QStringList { u"spec"_s, u"a.b/c"_s, u"-1"_s }, QStringList { u"spec"_s, u"a.b/c"_s, u"name"_s },
                 QStringList { u"spec"_s, u"a.b/c"_s, u"0"_s, u"name"_s, u"deeper"_s } }) {
            QVERIFY2(at(root, path).isUndefined(), qPrintable(path.join(u'>')));
        }
        QCOMPARE(str(root, { u"spec", u"a.b/c", u"0", u"n" }), QString());
    }

    void changesByPath_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QByteArray>("value"); // empty: remove
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, const char* path, const char* value, const char* after) {
            QTest::newRow(name) << QByteArray(before) << QString::fromLatin1(path).split(u'>') << QByteArray(value) << QByteArray(after);
        };
        row("replace", R"({"a":1,"b":2})", "a", "3", R"({"a":3,"b":2})");
        row("make parents", "{}", "a>b>c", "true", R"({"a":{"b":{"c":true}}})");
        row("remove", R"({"a":{"b":1,"c":2}})", "a>b", "", R"({"a":{"c":2}})");
        row("remove what is not there", R"({"a":{"c":2}})", "a>b>d", "", R"({"a":{"c":2}})");
        row("remove below nothing", "{}", "a>b", "", "{}");
        row("remove below a text", R"({"a":"text"})", "a>b", "", R"({"a":"text"})");
        row("remove below null", R"({"a":null})", "a>b", "", R"({"a":null})");
        row("into an array", R"({"a":[1,2]})", "a>1", "5", R"({"a":[1,5]})");
        row("behind an array", R"({"a":[1]})", "a>1", "2", R"({"a":[1,2]})");
        row("far behind an array", R"({"a":[1]})", "a>7", "2", R"({"a":[1]})");
        row("out of an array", R"({"a":[1,2]})", "a>0", "", R"({"a":[2]})");
        row("through an array", R"({"a":[{"b":1}]})", "a>0>b", "2", R"({"a":[{"b":2}]})");
        row("null is a value", R"({"a":1})", "a", "null", R"({"a":null})");
    }

    void changesByPath()
    {
        QFETCH(QByteArray, before);
        QFETCH(QStringList, path);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, after);
        const QJsonValue wanted = value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : *parseJson(value);
        const QJsonObject root = *parseJsonObject(before);
        QCOMPARE(toJson(with(root, path, wanted)), after);
        QCOMPARE(toJson(root), before);
    }

    void splitsLists_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("items");
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("last") << QByteArray(R"({"metadata":{"continue":"x"},"items":[{"a":1},{"a":2}]})")
                              << QByteArray(R"([{"a":1},{"a":2}])") << QByteArray(R"({"metadata":{"continue":"x"}})");
        QTest::newRow("first") << QByteArray(R"({"items":[{"a":1}],"kind":"List"})") << QByteArray(R"([{"a":1}])")
                               << QByteArray(R"({"kind":"List"})");
        QTest::newRow("empty") << QByteArray(R"({"items":[]})") << QByteArray("[]") << QByteArray("{}");
        QTest::newRow("null") << QByteArray(R"({"items":null})") << QByteArray("[]") << QByteArray("{}");
        QTest::newRow("only at the top") << QByteArray(R"({"metadata":{"items":[{"b":1}]},"items":[{"items":[{"c":1}]}]})")
                                         << QByteArray(R"([{"items":[{"c":1}]}])") << QByteArray(R"({"metadata":{"items":[{"b":1}]}})");
    }

    void splitsLists()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, items);
        QFETCH(QByteArray, rest);
        QJsonArray found;
        const auto result = forEachItem(text, u"items", [&](QJsonObject&& item) { found.append(item); });
        QVERIFY(result);
        QCOMPARE(toJson(found), items);
        QCOMPARE(toJson(*result), rest);
    }

    void refusesOtherLists()
    {
        for (const char* text : { "[]", "1", "{}", R"({"kind":"Status"})", R"({"items":{}})", R"({"items":"x"})", R"({"items":[1]})", R"({"items":[{},null]})" }) {
            const auto result = forEachItem(text, u"items", [](QJsonObject&&) {});
            QVERIFY2(!result, text);
            QCOMPARE(result.error().code, Errc::Parse);
        }
    }

    void aCutListIsNoList()
    {
        const QByteArray text = R"({"kind":"PodList","items":[{"metadata":{"name":"ü\u00e9","n":-1.5e3}},{"b":[true,null]}],"metadata":{}})";
        for (qsizetype size = 0; size < text.size(); ++size) {
            int seen = 0;
            const auto result = forEachItem(text.left(size), u"items", [&](QJsonObject&&) { ++seen; });
            QVERIFY2(!result, text.left(size).constData());
            QCOMPARE(result.error().code, Errc::Parse);
            QCOMPARE(seen, 0); // no item of a broken page is ever shown
        }
    }

    void ofAShapeOnlyItsFieldsAreRead()
    {
        const JsonShape shape { { "a", {} }, { "b", { { "c", {} } } }, { "gone", {} } };
        const QByteArray object = R"({"a":{"x":1,"y":[1]},"b":[{"c":1,"d":2},{"d":3},7],"c":5,"e":{"a":1}})";
        const QByteArray kept = R"({"a":{"x":1,"y":[1]},"b":[{"c":1},{},7]})";
        const auto whole = parseJsonObject(object, shape);
        QVERIFY(whole);
        QCOMPARE(toJson(*whole), kept);
        QCOMPARE(toJson(*parseJsonObject(object, {})), object);
        QCOMPARE(toJson(*parseJsonObject(R"({"b":"text"})", shape)), QByteArray(R"({"b":"text"})")); // no object: as it is
        QJsonArray items;
        const auto rest = forEachItem(R"({"c":{"c":1},"items":[)" + object + "]}", u"items", shape, [&](QJsonObject&& item) { items.append(item); });
        QVERIFY(rest);
        QCOMPARE(toJson(items), '[' + kept + ']');
        QCOMPARE(toJson(*rest), QByteArray(R"({"c":{"c":1}})")); // the shape is that of the items
    }

    void whatStandsBesideTheItemsIsToldFirst()
    {
        // Wherever it stands, and nothing of what is no list.
        QStringList order;
        const auto take = [&](QJsonObject&& item) { order.append(item.value(u"n").toString()); };
        const auto before = [&](const QJsonObject& beside) { order.append(beside.value(u"metadata").toObject().value(u"continue").toString()); };
        QVERIFY(forEachItem(R"({"items":[{"n":"1"},{"n":"2"}],"metadata":{"continue":"next"}})", u"items", {}, take, before));
        QCOMPARE(order, (QStringList { u"next"_s, u"1"_s, u"2"_s }));
        QVERIFY(!forEachItem(R"({"metadata":{"continue":"next"},"items":[{"n":"1"},2]})", u"items", {}, take, before));
        QCOMPARE(order.size(), 3);
    }

    void anItemMayParseAgain()
    {
        QStringList inner;
        const auto result = forEachItem(R"({"items":[{"text":"[1]"},{"text":"[2]"}]})", u"items", [&](QJsonObject&& item) {
            inner.append(QString::fromUtf8(toJson(*parseJson(str(item, { u"text" }).toUtf8()))));
        });
        QVERIFY(result);
        QCOMPARE(inner, QStringList({ u"[1]"_s, u"[2]"_s }));
    }
};

COCOON_TEST(TstJson)
#include "tst_json.moc"
