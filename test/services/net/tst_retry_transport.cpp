// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/retry_transport.h"
#include "test/services/net/net_test.h"
#include "test/support/fake_transport.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::net;
using namespace cocoon::test;
using namespace std::chrono_literals;

namespace {

Request request(const QByteArray& method)
{
    Request made;
    made.method = method;
    made.url = QUrl(QStringLiteral("https://api.example.com/x"));
    return made;
}

/// Answers with a fixed status and headers, over and over.
class Stubborn : public Transport {
public:
    using Transport::Transport;
    Job<Response>* send(const Request&) override
    {
        ++count;
        return settledJob<Response>(this, answer);
    }
    Stream* open(const Request&) override { return nullptr; }
    Response answer;
    int count = 0;
};

} // namespace

class TstRetryTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repeatsWhatMayBeRepeated_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status"); // negative: an Errc
        QTest::addColumn<int>("idempotent"); // -1: as the method says
        QTest::addColumn<bool>("again");
        const auto row = [](const char* method, int status, bool again, int idempotent = -1) {
            QTest::addRow("%s %d %d", method, status, idempotent) << QByteArray(method) << status << idempotent << again;
        };
        for (const char* method : { "GET", "HEAD", "PUT", "DELETE" }) {
            for (const int status : { 429, 502, 503, 504, -int(Errc::Network), -int(Errc::Timeout) }) {
                row(method, status, true);
            }
            for (const int status : { 200, 302, 400, 401, 403, 404, 409, 410, 500, 501, -int(Errc::Tls), -int(Errc::Protocol), -int(Errc::Invalid) }) {
                row(method, status, false);
            }
        }
        for (const char* method : { "POST", "PATCH" }) {
            row(method, 429, true); // the server says it did nothing
            for (const int status : { 502, 503, 504, -int(Errc::Network), -int(Errc::Timeout) }) {
                row(method, status, false);
                row(method, status, true, 1);
            }
        }
        row("PUT", 503, false, 0);
    }

    void repeatsWhatMayBeRepeated()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(int, idempotent);
        QFETCH(bool, again);
        FakeTransport inner;
        if (status < 0) {
            inner.expectError(method, {}, static_cast<Errc>(-status));
        } else {
            inner.expect(method, {}, status, "first");
        }
        if (again) {
            inner.expect(method, {}, 200, "second");
        }
        ManualClock clock;
        RetryTransport transport(inner, clock);
        Request wanted = request(method);
        if (idempotent >= 0) {
            wanted.idempotent = idempotent == 1;
        }
        std::optional<Result<Response>> result;
        transport.send(wanted)->then(this, [&](const Result<Response>& r) { result = r; });
        clock.advance(2s);
        QTRY_VERIFY(result);
        QCOMPARE(inner.problems(), QStringList());
        if (again) {
            QCOMPARE((*result)->body, QByteArray("second"));
        } else if (status < 0) {
            QCOMPARE(result->error().code, static_cast<Errc>(-status));
        } else {
            QCOMPARE((*result)->status, status);
        }
    }

    void backsOffAndGivesUp()
    {
        Stubborn inner;
        inner.answer.status = 503;
        ManualClock clock;
        RetryTransport transport(inner, clock, 4);
        std::optional<Result<Response>> result;
        transport.send(request("GET"))->then(this, [&](const Result<Response>& r) { result = r; });
        QList<milliseconds> times;
        while (!result && times.size() < 20) {
            QTRY_VERIFY(clock.pending() > 0 || result);
            if (clock.advanceToNext()) {
                times.append(clock.monotonic());
            }
        }
        QCOMPARE(inner.count, 4);
        QCOMPARE((*result)->status, 503);
        QCOMPARE(times.size(), 3);
        milliseconds before { 0 };
        milliseconds base { 500 };
        for (const milliseconds time : times) {
            QVERIFY2(time - before >= base * 3 / 4 && time - before <= base * 5 / 4, qPrintable(QString::number((time - before).count())));
            before = time;
            base *= 2;
        }
    }

    void obeysTheServer_data()
    {
        QTest::addColumn<QByteArray>("hint");
        QTest::addColumn<int>("from"); // milliseconds
        QTest::addColumn<int>("to");
        const auto row = [](const char* hint, int from, int to) { QTest::newRow(hint) << QByteArray(hint) << from << to; };
        row("7", 7000, 7000);
        row("0", 0, 0);
        row("3600", 60'000, 60'000);
        row("99999999999", 375, 625); // not a number of ours
        row("-5", 375, 625);
        row("soon", 375, 625);
        // The clock says Thursday, 15 January 2026, 09:00.
        row("Thu, 15 Jan 2026 09:00:20 GMT", 20'000, 20'000);
        row("Fri, 16 Jan 2026 09:00:00 GMT", 60'000, 60'000);
        row("Thu, 15 Jan 2026 08:00:00 GMT", 0, 0);
        row("Thu, 15 Jan 2026 09:00:20", 375, 625);
        row("Thu, 45 Jan 2026 09:00:20 GMT", 375, 625);
    }

    void obeysTheServer()
    {
        QFETCH(QByteArray, hint);
        QFETCH(int, from);
        QFETCH(int, to);
        Stubborn inner;
        inner.answer.status = 429;
        inner.answer.headers.add("Retry-After", hint);
        ManualClock clock;
        RetryTransport transport(inner, clock, 2);
        std::optional<Result<Response>> result;
        transport.send(request("POST"))->then(this, [&](const Result<Response>& r) { result = r; });
        QTRY_COMPARE(clock.pending(), 1);
        QVERIFY(clock.advanceToNext());
        QVERIFY(clock.monotonic() >= milliseconds(from));
        QVERIFY(clock.monotonic() <= milliseconds(to));
        QTRY_VERIFY(result);
        QCOMPARE(inner.count, 2);
    }

    void cancellingWhileItWaits()
    {
        Stubborn inner;
        inner.answer.status = 503;
        ManualClock clock;
        RetryTransport transport(inner, clock);
        auto* job = transport.send(request("GET"));
        QTRY_COMPARE(clock.pending(), 1);
        job->cancel();
        QCOMPARE(wait(job).error().code, Errc::Cancelled);
        clock.advance(5min);
        QCOMPARE(inner.count, 1);
    }

    void cancellingWhileItIsUnderWay()
    {
        class Silent : public Transport {
        public:
            using Transport::Transport;
            Job<Response>* send(const Request&) override
            {
                last = new Job<Response>(this);
                last->onCancel([this] { cancelled = true; });
                return last;
            }
            Stream* open(const Request&) override { return nullptr; }
            QPointer<Job<Response>> last;
            bool cancelled = false;
        };
        Silent inner;
        ManualClock clock;
        {
            RetryTransport transport(inner, clock);
            auto* job = transport.send(request("GET"));
            job->cancel();
            QVERIFY(inner.cancelled);
            QCOMPARE(wait(job).error().code, Errc::Cancelled);
            inner.cancelled = false;
            transport.send(request("GET"));
        }
        QVERIFY(inner.cancelled); // nobody waits for the answer any more
        QTRY_VERIFY(!inner.last);
    }

    void dyingWhileItWaits()
    {
        Stubborn inner;
        inner.answer.status = 503;
        ManualClock clock;
        int called = 0;
        {
            RetryTransport transport(inner, clock);
            transport.send(request("GET"))->then(this, [&](const Result<Response>&) { ++called; });
            QTRY_COMPARE(clock.pending(), 1);
        }
        clock.advance(5min);
        QCOMPARE(inner.count, 1);
        QCOMPARE(called, 0);
    }

    void streamsPassThrough()
    {
        FakeTransport inner;
        ManualClock clock;
        RetryTransport transport(inner, clock);
        Stream* stream = transport.open(request("GET"));
        QCOMPARE(stream, inner.streams().first().data());
    }
};

COCOON_TEST(TstRetryTransport)
#include "tst_retry_transport.moc"
