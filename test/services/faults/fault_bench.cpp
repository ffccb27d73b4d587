// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/faults/fault_bench.h"

#include "models/words/words.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kTries = 4; ///< RetryTransport
    constexpr milliseconds kTooLong { 20000 }; ///< real time: it hangs

    QString nameOf(Errc code)
    {
        return errcName(code);
    }

    Errc codeOf(Fault fault)
    {
        switch (fault) {
        case Fault::Refused:
        case Fault::Reset: return Errc::Network;
        case Fault::Silence:
        case Fault::Drip: return Errc::Timeout;
        case Fault::Expired: return Errc::Unauthorized;
        case Fault::Forbidden: return Errc::Forbidden;
        case Fault::Conflict: return Errc::Conflict;
        case Fault::Gone: return Errc::Gone;
        case Fault::Busy: return Errc::RateLimited;
        case Fault::Failed:
        case Fault::Down: return Errc::Server;
        case Fault::Truncated: return Errc::Parse;
        case Fault::WebPage: return Errc::Protocol;
        case Fault::Huge: break;
        }
        return Errc::Internal;
    }
}

Expected expected(const Call& call, Fault fault)
{
    const QString ok = u"ok"_s;
    const QString code = nameOf(codeOf(fault));
    if (call.nature == Nature::Watch) {
        return { ok, 0, u"waits"_s, 0 };
    }
    if (call.nature == Nature::Probe) {
        const bool isRefusal = statusOf(fault) > 0 || fault == Fault::WebPage || fault == Fault::Truncated;
        return fault == Fault::Huge ? Expected { ok, 1, ok, 1 } : Expected { isRefusal && fault != Fault::Busy && fault != Fault::Down ? u"told"_s : ok, 0, u"told"_s, 0 };
    }
    const bool isCut = fault == Fault::Truncated || (fault == Fault::Reset && call.reads == Reads::Empty);
    if (fault == Fault::Huge || (isCut && (call.reads == Reads::Nothing || call.reads == Reads::Empty || call.reads == Reads::Text))) {
        return { ok, 1, ok, 1 };
    }
    if (call.reads == Reads::WebSocket && fault == Fault::Truncated) {
        return { nameOf(Errc::Network), 1, nameOf(Errc::Network), 1 };
    }
    if (call.reads == Reads::WebSocket && fault == Fault::Drip) {
        return { nameOf(Errc::Protocol), 1, nameOf(Errc::Protocol), 1 };
    }
    if (fault == Fault::Expired && call.canRenew) {
        return { ok, 2, code, 0 };
    }
    if (fault == Fault::Conflict && call.triesOnConflict > 1) {
        return { ok, 2, code, call.triesOnConflict };
    }
    const bool isUnknownOutcome = fault == Fault::Refused || fault == Fault::Reset || fault == Fault::Silence || fault == Fault::Drip || fault == Fault::Down;
    const bool isRepeated = (call.nature == Nature::Repeatable && isUnknownOutcome) || (call.nature != Nature::Stream && fault == Fault::Busy);
    if (!isRepeated) {
        return { code, 1, code, 1 };
    }
    return { call.isGoneWhenRepeated && fault == Fault::Reset ? nameOf(Errc::NotFound) : ok, 2, code, kTries };
}

FaultBench::FaultBench(const QString& name, net::HttpServer::Handler good, const std::function<QByteArray(int)>& refusal)
    : server(std::move(good), refusal)
    , matrix(name)
{
}

std::optional<Result<Done>> FaultBench::drive(const std::function<void(const Settle&)>& start)
{
    const auto result = std::make_shared<std::optional<Result<Done>>>(); // who settles late must find it
    QElapsedTimer real;
    real.start();
    QTimer tick; // so that waiting for events has an end
    tick.start(20);
    start([result](const Result<Done>& r) { *result = r; });
    while (!*result && real.elapsed() < kTooLong.count()) {
        QCoreApplication::processEvents();
        if (*result) {
            break;
        }
        if (wire.isIdle() && clock.pending() > 0) {
            clock.advanceToNext();
        } else {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        }
    }
    return *result;
}

Result<Done> FaultBench::settle(const Call& call)
{
    wire.renew();
    server.strike(Fault::Silence, 0, call.target);
    prepare(true);
    return drive(call.start).value_or(fail(Errc::Timeout, u"it hangs"_s));
}

/// What is wrong with one run; "" when it came as it should.
QString FaultBench::attempt(const Call& call, Fault fault, bool isOnce, QString& outcome)
{
    clock.advance(std::chrono::minutes(2)); // a refused key is not sent again for a while
    prepare(isOnce);
    wire.renew();
    server.strike(fault, isOnce ? 1 : 1000, call.target);
    const milliseconds before = clock.monotonic();
    const std::optional<Result<Done>> result = drive(call.start);
    if (!result) {
        outcome = u"HANGS"_s;
        return u"it hangs"_s;
    }
    outcome = *result ? u"ok"_s : nameOf(result->error().code);
    const Expected all = expected(call, fault);
    const QString& wanted = isOnce ? all.once : all.always;
    const int asked = isOnce ? all.askedOnce : all.askedAlways;
    if (call.nature == Nature::Watch || call.nature == Nature::Probe) {
        outcome = *result ? u"ok"_s : result->error().message; // they say themselves
    }
    // Which of the two a client calls an answer that cannot be read is its own affair.
    const bool isUnreadable = fault == Fault::Truncated && wanted == nameOf(Errc::Parse) && outcome == nameOf(Errc::Protocol);
    if (outcome != wanted && !isUnreadable) {
        return u"%1 instead of %2"_s.arg(outcome, wanted) + (*result ? QString() : u": "_s + result->error().message);
    }
    if (asked > 0 && server.asked() != asked) {
        return u"asked %1 times instead of %2"_s.arg(server.asked()).arg(asked);
    }
    if (call.nature == Nature::Once && server.asked() > 1 && fault != Fault::Busy && fault != Fault::Expired && fault != Fault::Conflict) {
        return u"sent again"_s;
    }
    if (fault == Fault::Busy && isOnce && *result && clock.monotonic() - before < kHint) {
        return u"came back after %1 ms although the server asked for %2 s"_s.arg((clock.monotonic() - before).count()).arg(kHint.count());
    }
    if (!*result && wanted != u"waits"_s && wanted != u"told"_s) {
        const words::Explanation said = words::explain(result->error());
        if (said.tried.isEmpty() || said.cameBack.isEmpty() || said.doNext.isEmpty() || result->error().message.isEmpty()) {
            return u"not all three parts: "_s + said.text();
        }
    }
    return {};
}

QStringList FaultBench::run(const Call& call)
{
    QStringList wrong;
    for (const Fault fault : kFaults) {
        if (fault == Fault::Drip && call.nature == Nature::Stream && call.reads == Reads::Text) {
            continue; // a log may be slow
        }
        QElapsedTimer timer;
        timer.start();
        QString once;
        QString always;
        QString problem = attempt(call, fault, true, once);
        if (!problem.isEmpty()) {
            wrong.append(u"%1 × %2, once: %3"_s.arg(call.name, faultName(fault), problem));
        }
        if (fault != Fault::Huge) {
            const QString second = attempt(call, fault, false, always);
            if (!second.isEmpty()) {
                wrong.append(u"%1 × %2, always: %3"_s.arg(call.name, faultName(fault), second));
                problem = second;
            }
        }
        const milliseconds took(timer.elapsed());
        matrix.add(call.name, faultName(fault), always.isEmpty() || always == once ? once : once + u'/' + always, problem.isEmpty(), took);
    }
    return wrong;
}

} // namespace cocoon::test
