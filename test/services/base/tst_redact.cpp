// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/redact.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;

/// What never gets into a ticket, and what must stay readable.
class TstRedact : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSecretGoes_data()
    {
        QTest::addColumn<QString>("text");
        const QString jwt = u"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canary-signature"_s;
        QTest::newRow("IAM") << u"{\"access_token\":\"canary\",\"delegated_refresh_token\":\"canary\\\"canary\",\"apikey\" : \"canary\"}"_s;
        QTest::newRow("cut off") << u"{\"refresh_token\":\"canary and more"_s;
        QTest::newRow("a TokenRequest") << u"{\"status\":{\"token\":\"canary\"}}"_s;
        QTest::newRow("a plug-in's key") << u"{\"status\":{\"clientKeyData\":\"canary\"}}"_s;
        QTest::newRow("the adaptor's Secret") << u"{\"data\":{\"IBMCLOUD_API_KEY\":\"canary\"}}"_s;
        QTest::newRow("JSON in a message") << u"{\"message\":\"webhook said {\\\"apikey\\\": \\\"canary\\\"}\"}"_s;
        QTest::newRow("JWT") << u"token rejected: "_s + jwt;
        QTest::newRow("JWT, cut off") << jwt.left(40).replace(u"eyJzdWIi"_s, u"canary"_s);
        QTest::newRow("header") << u"sent Authorization: Bearer canary-0123456789-canary"_s;
        QTest::newRow("basic") << u"sent authorization: basic Y2FuYXJ5OmNhbmFyeTAx-canary"_s;
        QTest::newRow("OpenShift") << u"oauth: sha256~canary_canary_canary_canary_canary-0123"_s;
        QTest::newRow("PEM") << u"x\n-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----\ny"_s;
        QTest::newRow("PEM in JSON, cut off") << u"{\"a\":\"-----BEGIN PRIVATE KEY-----\\ncanary"_s;
        QTest::newRow("environment") << u"IBMCLOUD_API_KEY=canary failed"_s;
        QTest::newRow("argument") << u"ran ibmcloud login --apikey canary -q"_s;
        QTest::newRow("quoted") << u"password='canary canary'"_s;
        QTest::newRow("form") << u"grant_type=x&passcode=canary&y=1"_s;
        QTest::newRow("name: value") << u"token: canary-0123456789"_s;
    }
    void whatIsSecretGoes()
    {
        QFETCH(QString, text);
        const QString clean = redactedText(text);
        QVERIFY2(!clean.contains(u"canary"_s), qPrintable(clean));
        QVERIFY2(clean.contains(u"[removed]"_s), qPrintable(clean));
        QCOMPARE(redactedText(clean), clean);
        QVERIFY(!parseJson(text.toUtf8()) || parseJson(clean.toUtf8()));
    }

    void whatSomebodyKnowsGoes()
    {
        const QString clean = redactedText(u"login of Xy99-canary refused"_s, { u"Xy99-canary"_s, u"of"_s });
        QCOMPARE(clean, u"login of [removed] refused"_s);
    }

    void whatExplainsStays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("status") << u"{\"kind\":\"Status\",\"message\":\"secrets \\\"peer-pods-secret\\\" is forbidden: User \\\"x\\\" cannot get resource\",\"reason\":\"Forbidden\",\"details\":{\"name\":\"peer-pods-secret\",\"kind\":\"secrets\"}}"_s;
        QTest::newRow("words") << u"could not fetch a token: unexpected answer 502; the passcode is invalid, expired or was used before"_s;
        QTest::newRow("digest") << u"image quay.io/x@sha256:0123456789abcdef not found"_s;
        QTest::newRow("certificate") << u"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"_s;
        QTest::newRow("key id") << u"{\"errors\":[{\"code\":\"not_found\",\"message\":\"ApiKey-1b2c was not found\"}]}"_s;
        QTest::newRow("bearer") << u"the bearer token is not valid"_s;
    }
    void whatExplainsStays()
    {
        QFETCH(QString, text);
        QCOMPARE(redactedText(text), text);
    }
};

COCOON_TEST(TstRedact)
#include "tst_redact.moc"
