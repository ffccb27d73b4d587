// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/kube/lease.h"
#include "test/support/fake_transport.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::kube;
using namespace Qt::StringLiterals;

namespace {
QByteArray leaseOf(const QByteArray& holder, const QByteArray& renewed)
{
    return "{\"kind\":\"Lease\",\"metadata\":{\"name\":\"l\",\"resourceVersion\":\"4\"},\"spec\":{\"holderIdentity\":\"" + holder
        + "\",\"leaseDurationSeconds\":60,\"leaseTransitions\":2,\"acquireTime\":\"2026-01-15T08:00:00.000000Z\",\"renewTime\":\""
        + renewed + "\"}}";
}

struct Bench {
    test::FakeTransport transport;
    test::ManualClock clock; // 2026-01-15 09:00
    std::unique_ptr<Client> client;
    std::unique_ptr<Lease> lease;
    Bench()
    {
        Access a;
        a.server = QUrl(u"https://h"_s);
        client = std::make_unique<Client>(transport, a);
        lease = std::make_unique<Lease>(*client, clock, u"n"_s, u"l"_s, u"me"_s);
    }
    Result<Done> acquire()
    {
        Result<Done> result = fail(Errc::Internal, {});
        QObject context;
        bool done = false;
        lease->acquire()->then(&context, [&](const Result<Done>& r) { result = r; done = true; });
        (void)QTest::qWaitFor([&] { return done; });
        return result;
    }
    void settle()
    {
        for (int i = 0; i < 20; ++i) {
            QCoreApplication::processEvents();
        }
    }
};
}

class TstLease : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void createsAndRenews()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        b.transport.expect("PUT", {}, 200, leaseOf("me", "2026-01-15T09:00:20.000000Z"));
        b.clock.advance(milliseconds(20000));
        b.settle();
        const auto sent = parseJsonObject(b.transport.requests().last().body);
        QCOMPARE(str(*sent, { u"spec", u"renewTime" }), u"2026-01-15T09:00:20.000000Z"_s);
        QCOMPARE(str(*sent, { u"metadata", u"resourceVersion" }), u"4"_s);
        QCOMPARE(b.transport.problems(), QStringList());
    }
    void somebodyElseHoldsIt()
    {
        Bench b;
        b.transport.expect("GET", {}, 200, leaseOf("other", "2026-01-15T08:59:30.000000Z"));
        const auto r = b.acquire();
        QCOMPARE(r.error().code, Errc::Conflict);
        QVERIFY(r.error().message.contains(u"other"_s) && r.error().message.contains(u"2026-01-15T08:00:00Z"_s));
    }
    void takesOverWhatExpired()
    {
        Bench b;
        b.transport.expect("GET", {}, 200, leaseOf("other", "2026-01-15T08:58:00.000000Z"));
        b.transport.expect("PUT", {}, 200, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        QCOMPARE(at(*parseJsonObject(b.transport.requests().last().body), { u"spec", u"leaseTransitions" }).toInt(), 3);
    }
    void losesARace()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 409, "{}");
        b.transport.expect("GET", {}, 200, leaseOf("other", "2026-01-15T09:00:00.000000Z"));
        QCOMPARE(b.acquire().error().code, Errc::Conflict);
    }
    void tellsWhenItIsLost()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        int lost = 0;
        connect(b.lease.get(), &Lease::lost, this, [&lost] { ++lost; });
        b.transport.expect("PUT", {}, 409, "{}");
        b.transport.expect("GET", {}, 200, leaseOf("other", "2026-01-15T09:00:10.000000Z"));
        b.clock.advance(milliseconds(20000));
        b.settle();
        QCOMPARE(lost, 1);
        QVERIFY(!b.lease->isHeld());
    }
    void hearsAtOnceWhoTakesIt_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto event = [](const char* type, const QByteArray& holder) {
            QByteArray lease = leaseOf(holder, "2026-01-15T09:00:05.000000Z");
            lease.replace("\"name\":\"l\"", "\"name\":\"l\",\"namespace\":\"n\"").replace("\"resourceVersion\":\"4\"", "\"resourceVersion\":\"6\"");
            return "{\"type\":\"" + QByteArray(type) + "\",\"object\":" + lease + "}\n";
        };
        QTest::newRow("our own renewal") << event("MODIFIED", "me") << -1 << QString();
        QTest::newRow("stolen") << event("MODIFIED", "other") << int(Errc::Conflict) << u"other is changing this cluster since 2026-01-15T08:00:00Z."_s;
        QTest::newRow("taken away") << event("MODIFIED", "") << int(Errc::Conflict) << u"Somebody took the Lease of this run away."_s;
        QTest::newRow("deleted") << event("DELETED", "me") << int(Errc::NotFound) << u"Somebody deleted the Lease n/l."_s;
    }
    void hearsAtOnceWhoTakesIt()
    {
        QFETCH(QByteArray, event);
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        std::optional<Error> lost;
        connect(b.lease.get(), &Lease::lost, this, [&lost](const Error& error) { lost = error; });
        b.transport.expect("GET", {}, 200, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[" + leaseOf("me", "2026-01-15T09:00:00.000000Z").replace("\"name\":\"l\"", "\"name\":\"l\",\"namespace\":\"n\"") + "]}");
        b.lease->watch();
        b.settle();
        QCOMPARE(b.transport.streams().size(), 1);
        QVERIFY(b.transport.streams().last()->request.url.query(QUrl::FullyDecoded).contains(u"fieldSelector=metadata.name=l"));
        Q_EMIT b.transport.streams().last()->opened(200, {});
        Q_EMIT b.transport.streams().last()->data(event);
        b.clock.advance(milliseconds(1)); // far from the next renewal
        b.settle();
        QFETCH(int, code);
        QFETCH(QString, says);
        QCOMPARE(lost ? int(lost->code) : -1, code);
        QCOMPARE(lost ? lost->message : QString(), says);
        QCOMPARE(b.lease->isHeld(), code < 0);
    }
    void withoutTheRightToWatchRenewalsTell()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        bool isLost = false;
        connect(b.lease.get(), &Lease::lost, this, [&isLost] { isLost = true; });
        b.transport.expect("GET", {}, 403, "{}");
        b.lease->watch();
        b.settle();
        QVERIFY(b.lease->isHeld() && !isLost);
        QCOMPARE(b.transport.problems(), QStringList());
    }
    void afterASleepItIsNotCurrentUntilRenewed()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        b.clock.sleepFor(milliseconds(59999));
        QVERIFY(b.lease->isCurrent());
        b.clock.sleepFor(milliseconds(1));
        QVERIFY(b.lease->isHeld() && !b.lease->isCurrent()); // no timer has run
        b.transport.expect("GET", {}, 200, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        b.transport.expect("PUT", {}, 200, leaseOf("me", "2026-01-15T09:01:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        QVERIFY(b.lease->isCurrent());
        QCOMPARE(b.transport.problems(), QStringList());
    }
    void afterASleepSomebodyElseMayHoldIt()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        b.clock.sleepFor(milliseconds(600000));
        b.transport.expect("GET", {}, 200, leaseOf("other", "2026-01-15T09:09:50.000000Z"));
        const Result<Done> again = b.acquire();
        QCOMPARE(again.error().code, Errc::Conflict);
        QVERIFY2(again.error().message.startsWith(u"other is changing this cluster since"), qPrintable(again.error().message));
        QVERIFY(!b.lease->isHeld());
        b.clock.advance(milliseconds(60000)); // nor is it renewed any more
        b.settle();
        QCOMPARE(b.transport.problems(), QStringList());
    }
    void survivesAShortOutage()
    {
        Bench b;
        b.transport.expect("GET", {}, 404, "{}");
        b.transport.expect("POST", {}, 201, leaseOf("me", "2026-01-15T09:00:00.000000Z"));
        QVERIFY(b.acquire().has_value());
        int lost = 0;
        connect(b.lease.get(), &Lease::lost, this, [&lost] { ++lost; });
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(lost, 0);
            b.transport.expectError("PUT", {}, Errc::Network);
            b.clock.advance(milliseconds(20000));
            b.settle();
        }
        QCOMPARE(lost, 1);
    }
};

COCOON_TEST(TstLease)
#include "tst_lease.moc"
