// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/ibm/token_manager.h"

#include "test/support/fake_transport.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

using namespace cocoon;

namespace {

QByteArray answer(const char* id)
{
    const QJsonObject claims { { QStringLiteral("iam_id"), QStringLiteral("IBMid-1") }, { QStringLiteral("jti"), QLatin1String(id) },
        { QStringLiteral("account"), QJsonObject { { QStringLiteral("bss"), QStringLiteral("acc") } } },
        { QStringLiteral("iat"), 1000 }, { QStringLiteral("exp"), 4600 } };
    const QByteArray jwt = "e30." + toJson(claims).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + ".x";
    return toJson(QJsonObject { { QStringLiteral("access_token"), QString::fromLatin1(jwt) }, { QStringLiteral("refresh_token"), QStringLiteral("not_supported") } });
}

}

class TstTokenManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyCallersOneLogin()
    {
        test::FakeTransport transport;
        test::ManualClock clock;
        transport.expect("POST", QStringLiteral("/identity/token"), 200, answer("first"));
        ibm::TokenManager tokens(transport, clock, {}, { Secret("key"), {}, {}, {}, {} });
        int got = 0;
        for (int i = 0; i < 5; ++i) {
            tokens.token()->then(this, [&got](const Result<Secret>& r) { got += r ? 1 : 0; });
        }
        QTRY_COMPARE(got, 5);
        QCOMPARE(transport.requests().size(), 1);
        QVERIFY(transport.requests().first().secretBody->reveal().contains("apikey=key"));
        QVERIFY(transport.requests().first().body.isEmpty());
    }
    void refreshesAheadAndKeepsTheOldOneWhileItLives()
    {
        test::FakeTransport transport;
        test::ManualClock clock;
        transport.expect("POST", {}, 200, answer("first"));
        ibm::TokenManager tokens(transport, clock, {}, { Secret("key"), {}, {}, {}, {} });
        Secret last;
        const auto ask = [&] {
            bool isDone = false;
            tokens.token()->then(this, [&](const Result<Secret>& r) {
                last = r ? *r : Secret();
                isDone = true;
            });
            QTRY_VERIFY(isDone);
        };
        ask();
        const Secret first = last;
        clock.advance(milliseconds(2700 * 1000)); // 75 %
        ask();
        QCOMPARE(transport.requests().size(), 1);
        clock.advance(milliseconds(300 * 1000)); // 83 %: a failing refresh does no harm
        transport.expect("POST", {}, 503, "{}");
        ask();
        QVERIFY(last == first);
        QTRY_COMPARE(transport.requests().size(), 2);
        transport.expect("POST", {}, 200, answer("second"));
        QTRY_VERIFY_WITH_TIMEOUT((ask(), transport.requests().size() == 3), 2000);
        QTRY_VERIFY((ask(), !(last == first)));
    }
    void aDeadTokenWaitsForTheNext()
    {
        test::FakeTransport transport;
        test::ManualClock clock;
        transport.expect("POST", {}, 200, answer("first"));
        ibm::TokenManager tokens(transport, clock, {}, { Secret("key"), {}, {}, {}, {} });
        bool isDone = false;
        tokens.token()->then(this, [&](const Result<Secret>&) { isDone = true; });
        QTRY_VERIFY(isDone);
        clock.advance(milliseconds(3595 * 1000));
        transport.expect("POST", {}, 400, R"({"errorCode":"BXNIM0415E","errorMessage":"gone"})");
        Errc code = Errc::Internal;
        tokens.token()->then(this, [&](const Result<Secret>& r) { code = r ? Errc::Internal : r.error().code; });
        QTRY_COMPARE(code, Errc::Unauthorized);
    }
    void aRefusedKeyIsNotSentAgainForAMinute()
    {
        test::FakeTransport transport;
        test::ManualClock clock;
        ibm::TokenManager first(transport, clock, {}, { Secret("refused"), {}, {}, {}, {} });
        ibm::TokenManager second(transport, clock, {}, { Secret("refused"), {}, {}, {}, {} });
        ibm::TokenManager other(transport, clock, {}, { Secret("not-refused"), {}, {}, {}, {} });
        std::optional<Error> error;
        bool isDone = false;
        const auto ask = [&](ibm::TokenManager& tokens) {
            isDone = false;
            tokens.token()->then(this, [&](const Result<Secret>& r) {
                error = r ? std::nullopt : std::optional<Error>(r.error());
                isDone = true;
            });
        };
        transport.expect("POST", {}, 400, R"({"errorCode":"BXNIM0415E","errorMessage":"no such key"})");
        ask(first);
        QTRY_VERIFY(isDone);
        QCOMPARE(error->code, Errc::Unauthorized);

        clock.advance(milliseconds(20000));
        for (ibm::TokenManager* tokens : { &first, &second }) {
            ask(*tokens);
            QTRY_VERIFY(isDone);
            QCOMPARE(error->code, Errc::Unauthorized);
            QVERIFY(error->message.contains(QStringLiteral("no such key")));
            QCOMPARE(error->retryAfter.value_or(milliseconds(0)), milliseconds(40000));
        }
        QCOMPARE(transport.requests().size(), 1);

        transport.expect("POST", {}, 200, answer("other"));
        ask(other);
        QTRY_VERIFY(isDone);
        QVERIFY(!error);

        clock.advance(milliseconds(40000));
        transport.expect("POST", {}, 503, "{}"); // a fault is no refusal
        ask(second);
        QTRY_VERIFY(isDone);
        transport.expect("POST", {}, 200, answer("now it is known"));
        ask(second);
        QTRY_VERIFY(isDone);
        QVERIFY(!error);
        QCOMPARE(transport.requests().size(), 4);
    }
};

COCOON_TEST(TstTokenManager)
#include "tst_token_manager.moc"
