// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/observer.h"
#include "services/kube/client.h"
#include "test/support/manual_clock.h"
#include "test/support/test_main.h"

#include <QSignalSpy>

using namespace cocoon;
using namespace cocoon::world;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    /// An API server that answers, is silent, or is not there.
    class Wire : public net::Transport {
    public:
        class Watch : public net::Stream {
        public:
            using net::Stream::Stream;
            void close() override { }
            void write(const QByteArray&) override { }
        };
        enum class Mode { Answers, Silent, Slow, Gone, Refuses };
        Mode mode = Mode::Answers;
        int lists = 0;
        int beats = 0;
        QPointer<Job<net::Response>> slow;
        QList<QPointer<Watch>> watches;

        Job<net::Response>* send(const net::Request& request) override
        {
            const bool isBeat = request.url.path() == u"/version";
            beats += isBeat ? 1 : 0;
            lists += isBeat ? 0 : 1;
            auto* job = new Job<net::Response>(this);
            if (mode == Mode::Silent || (mode == Mode::Slow && isBeat && slow)) {
                return job;
            }
            if (mode == Mode::Slow && isBeat) {
                slow = job; // answered by hand
                return job;
            }
            if (mode == Mode::Gone) {
                job->resolve(fail(Errc::Network, u"connection refused"_s));
                return job;
            }
            net::Response response;
            response.headers.add("Content-Type", "application/json");
            response.status = mode == Mode::Refuses ? 401 : 200;
            response.body = mode == Mode::Refuses ? R"({"kind":"Status","status":"Failure","reason":"Unauthorized","message":"token expired","code":401})"
                : isBeat                          ? R"({"major":"1","minor":"31","gitVersion":"v1.31.9"})"
                                                  : R"({"kind":"List","metadata":{"resourceVersion":"10"},"items":[]})";
            job->resolve(response);
            return job;
        }
        net::Stream* open(const net::Request&) override
        {
            auto* stream = new Watch(this);
            watches.append(stream);
            if (mode == Mode::Answers) {
                QMetaObject::invokeMethod(stream, [stream] { Q_EMIT stream->opened(200, {}); }, Qt::QueuedConnection);
            }
            return stream;
        }
    };
}

/// A connection that looks healthy to its sockets and is not.
class TstHeartbeat : public QObject {
    Q_OBJECT

    struct Bench {
        test::ManualClock clock;
        Wire wire;
        std::unique_ptr<kube::Client> client;
        std::unique_ptr<Observer> observer;
        const Query maps = ask::list(kube::res::configMaps, u"ns"_s);

        Bench()
        {
            kube::Access access;
            access.server = QUrl(u"https://127.0.0.1:6443"_s);
            client = std::make_unique<kube::Client>(wire, access);
            Observer::Sources sources;
            sources.cluster = [this] { return settledJob<kube::Client*>(client.get(), client.get()); };
            observer = std::make_unique<Observer>(clock, sources);
            observer->want(u"test"_s, { maps });
            observer->setWatchful(true);
            for (int i = 0; i < 10; ++i) {
                pass(100ms);
            }
        }
        void pass(milliseconds time)
        {
            clock.advance(time);
            for (int i = 0; i < 20; ++i) {
                QCoreApplication::processEvents();
            }
        }
        /// How long until the answer is live, or not; −1 = not within `limit`.
        int secondsUntil(bool isLive, int limit)
        {
            for (int s = 0; s <= limit; ++s) {
                if (answer().live == isLive) {
                    return s;
                }
                pass(1s);
            }
            return -1;
        }
        Answer answer() const { return observer->world().answer(maps); }
    };

private Q_SLOTS:
    void silenceIsToldWithinTenSecondsAndHealsByItself()
    {
        Bench b;
        QVERIFY(b.answer().live);
        b.pass(30s);
        QVERIFY(b.answer().live);
        const QDateTime before = b.clock.now();
        b.wire.mode = Wire::Mode::Silent;
        const int told = b.secondsUntil(false, 20);
        QVERIFY2(told >= 0 && told <= 10, qPrintable(QString::number(told)));
        QCOMPARE(b.answer().state, Answer::State::Known); // it is old, not forgotten
        QCOMPARE(b.answer().error.code, Errc::Timeout);
        QVERIFY(b.answer().observedAt <= before);
        b.pass(5min);
        QVERIFY(!b.answer().live);
        QVERIFY(b.answer().observedAt <= before);

        const int lists = b.wire.lists;
        b.wire.mode = Wire::Mode::Answers;
        const int healed = b.secondsUntil(true, 20);
        QVERIFY2(healed >= 0 && healed <= 10, qPrintable(QString::number(healed)));
        QVERIFY(b.wire.lists > lists); // what was missed meanwhile was read
        QVERIFY(b.answer().error.message.isEmpty());
    }

    void whoWasHeldUpHimselfBlamesNobody()
    {
        Bench b;
        b.wire.mode = Wire::Mode::Slow;
        b.pass(5s); // the question is out
        QVERIFY(b.wire.slow);
        int told = 0;
        QObject::connect(b.observer.get(), &Observer::worldChanged, b.observer.get(), [&] { told += b.answer().live ? 0 : 1; });
        b.clock.holdUp(30s); // the answer lies in the socket by now, and so does every timer of the window
        b.clock.advance(0s);
        QVERIFY(b.wire.slow);
        net::Response version;
        version.status = 200;
        version.body = R"({"major":"1","minor":"31"})";
        b.wire.slow->resolve(version);
        b.wire.mode = Wire::Mode::Answers;
        b.pass(20s);
        QCOMPARE(told, 0);
        QVERIFY(b.answer().live);
    }

    void anExpiredTokenIsNoLiveConnection()
    {
        Bench b;
        b.wire.mode = Wire::Mode::Refuses;
        QVERIFY(b.secondsUntil(false, 10) >= 0);
        QCOMPARE(b.answer().error.code, Errc::Unauthorized);
        b.wire.mode = Wire::Mode::Answers;
        QVERIFY(b.secondsUntil(true, 10) >= 0);
    }

    void aMachineThatSleptAsksAnewBeforeItCallsAnythingLive()
    {
        Bench b;
        b.wire.mode = Wire::Mode::Silent; // the way is not there yet either
        b.clock.sleepFor(8h);
        QVERIFY(b.secondsUntil(false, 5) >= 0);
        QVERIFY2(b.answer().observedAt.secsTo(b.clock.now()) >= 8 * 3600, qPrintable(b.answer().observedAt.toString(Qt::ISODate)));
        b.wire.mode = Wire::Mode::Answers;
        QVERIFY(b.secondsUntil(true, 10) >= 0);
        QVERIFY(b.answer().observedAt.secsTo(b.clock.now()) < 5);
    }

    void nobodyIsAskedWhileNobodyLooks()
    {
        Bench b;
        b.observer->setWatchful(false);
        const int beats = b.wire.beats;
        b.pass(5min);
        QCOMPARE(b.wire.beats, beats);
        QVERIFY(b.answer().live);
        b.wire.mode = Wire::Mode::Gone;
        b.observer->setWatchful(true); // and told soon after somebody does
        QVERIFY(b.secondsUntil(false, 3) >= 0);
    }
};

COCOON_TEST(TstHeartbeat)
#include "tst_heartbeat.moc"
