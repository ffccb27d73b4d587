// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema of a custom resource lets through, and which definitions the sandbox refuses because it would not keep them.
#include "api_fixture.h"
#include "services/sandbox/api/crd_format.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::test;
using namespace Qt::StringLiterals;

namespace {

const QString kCrds = u"/apis/apiextensions.k8s.io/v1/customresourcedefinitions"_s;
const QString kToys = u"/apis/example.com/v1/namespaces/default/toys"_s;

QJsonObject crd(const QByteArray& specSchema, const QByteArray& more = {})
{
    return *parseJsonObject(R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"toys.example.com"},
        "spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"toys","kind":"Toy"},)" + more
        + R"("versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":)"
        + specSchema + "}}}}]}}");
}

}

class TstCustomSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void formats_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char* format, const char* text, bool fits) {
            QTest::addRow("%s %s", format, text) << QString::fromLatin1(format) << QString::fromLatin1(text) << fits;
        };
        row("date-time", "2026-01-15T09:00:00Z", true);
        row("date-time", "2026-01-15t09:00:00.25+01:00", true);
        row("date-time", "2026-01-15", false);
        row("date-time", "2026-02-30T09:00:00Z", false);
        row("date-time", "2026-01-15T25:00:00Z", false);
        row("date", "2026-01-15", true);
        row("date", "2026-13-15", false);
        row("duration", "1h30m", true);
        row("duration", "5 days", true);
        row("duration", "soon", false);
        row("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true);
        row("uuid", "f81d4fae", false);
        row("uuid4", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", false);
        row("ipv4", "10.1.2.3", true);
        row("ipv4", "10.1", false);
        row("ipv4", "::1", false);
        row("ipv6", "fe80::1", true);
        row("ipv6", "10.1.2.3", false);
        row("ip", "::1", true);
        row("cidr", "10.0.0.0/8", true);
        row("cidr", "10.0.0.0", false);
        row("cidr", "10.0.0.0/99", false);
        row("uri", "https://a/b", true);
        row("uri", "no uri", false);
        row("hostname", "a-b.example", true);
        row("hostname", "-a", false);
        row("email", "a@b", true);
        row("email", "a", false);
        row("mac", "00:11:22:33:44:55", true);
        row("mac", "00:11:22", false);
        row("byte", "YWJj", true);
        row("byte", "%", false);
        row("password", "whatever", true);
        row("unheard-of", "whatever", true);
    }
    void formats()
    {
        QFETCH(QString, format);
        QFETCH(QString, text);
        QTEST(sandbox::fitsFormat(text, format), "fits");
    }

    void formatsAreSaidInTheServersWords()
    {
        ApiFixture api;
        QCOMPARE(api.create(kCrds, crd(R"({"type":"object","properties":{"when":{"type":"string","format":"date-time"}}})")).status, 201);
        const auto refused = api.create(kToys, ApiFixture::json(R"({"metadata":{"name":"t"},"spec":{"when":"x"}})"));
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.message(), u"Toy.example.com \"t\" is invalid: spec.when: Invalid value: \"x\": spec.when in body must be of type date-time: \"x\""_s);
    }

    void composites_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<QByteArray>("spec");
        QTest::addColumn<QString>("words"); // empty = accepted
        const QByteArray either = R"([{"required":["a"]},{"required":["b"]}])";
        QTest::newRow("oneOf: one") << QByteArray("\"oneOf\":" + either) << QByteArray(R"({"a":1})") << QString();
        QTest::newRow("oneOf: none") << QByteArray("\"oneOf\":" + either) << QByteArray("{}")
                                     << u"\"spec\" must validate one and only one schema (oneOf). Found none valid"_s;
        QTest::newRow("oneOf: both") << QByteArray("\"oneOf\":" + either) << QByteArray(R"({"a":1,"b":1})")
                                     << u"(oneOf). Found 2 valid alternatives"_s;
        QTest::newRow("anyOf: both") << QByteArray("\"anyOf\":" + either) << QByteArray(R"({"a":1,"b":1})") << QString();
        QTest::newRow("anyOf: none") << QByteArray("\"anyOf\":" + either) << QByteArray("{}") << u"must validate at least one schema (anyOf)"_s;
        QTest::newRow("allOf: one") << QByteArray("\"allOf\":" + either) << QByteArray(R"({"a":1})") << u"must validate all the schemas (allOf)"_s;
        QTest::newRow("not") << QByteArray(R"("not":{"required":["a"]})") << QByteArray(R"({"a":1})") << u"must not validate the schema (not)"_s;
        QTest::newRow("not: fine") << QByteArray(R"("not":{"required":["a"]})") << QByteArray(R"({"b":1})") << QString();
    }
    void composites()
    {
        QFETCH(QByteArray, rule);
        QFETCH(QByteArray, spec);
        QFETCH(QString, words);
        ApiFixture api;
        api.create(kCrds, crd(R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},)" + rule + "}"));
        const auto answer = api.create(kToys, *parseJsonObject(R"({"metadata":{"name":"t"},"spec":)" + spec + "}"));
        QCOMPARE(answer.status, words.isEmpty() ? 201 : 422);
        QVERIFY2(answer.message().contains(words), qPrintable(answer.message()));
    }

    void refusesDefinitionsItWouldNotKeep_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("words");
        const QByteArray plain = R"({"type":"object"})";
        QTest::newRow("CEL rule") << QByteArray(R"({"type":"object","properties":{"list":{"type":"array","items":{"type":"object",
            "x-kubernetes-validations":[{"rule":"self.a > 1"}]}}}})") << QByteArray()
                                  << u"spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[list].items.x-kubernetes-validations: "
                                     "Forbidden: CEL rules are not evaluated by the sandbox"_s;
        QTest::newRow("conversion webhook") << plain << QByteArray(R"("conversion":{"strategy":"Webhook"},)")
                                            << u"spec.conversion.strategy: Forbidden: the sandbox calls no conversion webhooks; use None"_s;
        QTest::newRow("conversion of no kind") << plain << QByteArray(R"("conversion":{"strategy":"Magic"},)")
                                               << u"Unsupported value: \"Magic\": supported values: \"None\", \"Webhook\""_s;
    }
    void refusesDefinitionsItWouldNotKeep()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, more);
        QFETCH(QString, words);
        ApiFixture api;
        const auto refused = api.create(kCrds, crd(schema, more));
        QCOMPARE(refused.status, 422);
        QVERIFY2(refused.message().contains(words), qPrintable(refused.message()));
    }
};

COCOON_TEST(TstCustomSchema)
#include "tst_custom_schema.moc"
