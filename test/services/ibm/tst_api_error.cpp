// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/api_error.h"

#include "test/support/test_main.h"

using namespace cocoon;

class TstApiError : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nobodySendsUsAwayForHours_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("waits");
        QTest::newRow("soon") << QByteArray("7") << qint64(7000);
        QTest::newRow("a day") << QByteArray("86400") << qint64(60000);
        QTest::newRow("beyond 32 bits") << QByteArray("99999999999") << qint64(60000);
        QTest::newRow("negative") << QByteArray("-1") << qint64(0);
        QTest::newRow("a far date") << QByteArray("Sun, 06 Nov 2095 08:49:37 +0000") << qint64(60000);
        QTest::newRow("a past date") << QByteArray("Sun, 06 Nov 1994 08:49:37 +0000") << qint64(0);
    }
    void nobodySendsUsAwayForHours()
    {
        QFETCH(QByteArray, header);
        net::Response response;
        response.status = 429;
        response.headers.add("Retry-After", header);
        const Error error = ibm::errorFrom(response);
        QVERIFY(error.retryAfter.has_value());
        QTEST(qint64(error.retryAfter->count()), "waits");
    }
    void everyBodyShape_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("iam token: unknown key") << 400 << QByteArray(R"({"errorCode":"BXNIM0415E","errorMessage":"Provided API key could not be found."})") << "unauthorized" << "could not be found";
        QTest::newRow("iam token: dead refresh token") << 400 << QByteArray(R"({"errorCode":"BXNIM0407E","errorMessage":"expired"})") << "unauthorized" << "BXNIM0407E";
        QTest::newRow("iam token: bad property") << 400 << QByteArray(R"({"errorCode":"BXNIM0106E","errorMessage":"bad","errorDetails":"response_type"})") << "invalid" << "response_type";
        QTest::newRow("iam identity") << 404 << QByteArray(R"({"trace":"t1","errors":[{"code":"not_found","message_code":"BXNIM0102E","message":"gone"}]})") << "not-found" << "gone";
        QTest::newRow("policy conflict") << 409 << QByteArray(R"({"errors":[{"code":"policy_conflict_error","message":"same"}]})") << "conflict" << "same";
        QTest::newRow("vpc field") << 400 << QByteArray(R"({"errors":[{"code":"bad_field","message":"upper case","target":{"name":"name","type":"field"}}]})") << "invalid" << "(name)";
        QTest::newRow("vpc stale tag") << 412 << QByteArray(R"({"errors":[{"code":"precondition_failed","message":"changed"}]})") << "conflict" << "changed";
        QTest::newRow("vpc forbidden") << 403 << QByteArray(R"({"errors":[{"code":"not_authorized","message":"no"}]})") << "forbidden" << "no";
        QTest::newRow("containers: no cluster") << 404 << QByteArray(R"({"incidentID":"i","code":"G0004","description":"not found","type":"General"})") << "not-found" << "G0004";
        QTest::newRow("containers: missing right is not a bad login") << 401 << QByteArray(R"({"code":"A0007","description":"no right"})") << "forbidden" << "A0007";
        QTest::newRow("containers: classic only") << 400 << QByteArray(R"({"code":"E3917","description":"not permitted"})") << "precondition" << "not permitted";
        QTest::newRow("plain text") << 502 << QByteArray("<html>Bad gateway") << "server" << "HTTP 502";
        QTest::newRow("unauthorized") << 401 << QByteArray() << "unauthorized" << "HTTP 401";
        QTest::newRow("rate") << 429 << QByteArray(R"({"errors":[{"code":"x","message":"slow down"}]})") << "rate-limited" << "slow down";
    }
    void everyBodyShape()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        net::Response response;
        response.status = status;
        response.body = body;
        response.headers.add("Retry-After", "3");
        const Error error = ibm::errorFrom(response);
        QTEST(errcName(error.code), "code");
        QFETCH(QString, says);
        QVERIFY2(error.message.contains(says), qPrintable(error.message));
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.retryAfter.value_or(milliseconds(0)), milliseconds(3000));
        for (qsizetype cut = 0; cut < body.size(); ++cut) {
            response.body = body.left(cut);
            QVERIFY(!ibm::errorFrom(response).message.isEmpty());
        }
    }
    void secretsAreCutOut()
    {
        const QString text = ibm::redactedBody("{\"apikey\": \"canary-1\",\"x\":{\"refresh_token\":\"canary\\\"-2\"},\"access_token\":\"canary-3 cut");
        QVERIFY2(!text.contains(QLatin1String("canary")), qPrintable(text));
    }
};

COCOON_TEST(TstApiError)
#include "tst_api_error.moc"
