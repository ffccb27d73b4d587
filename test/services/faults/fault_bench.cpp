// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/faults/fault_bench.h"

#include "models/words/words.h"
#include "test/support/test_main.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTimer>

#include <ctime>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kTries = 4; ///< RetryTransport
    constexpr milliseconds kTooLong { 20000 }; ///< real time: it hangs
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr bool isSanitized = true;
#elif defined(__has_feature)
    constexpr bool isSanitized = __has_feature(address_sanitizer);
#else
    constexpr bool isSanitized = false;
#endif

    /// CPU time of one cell, which other work on the machine touches least. Sanitizers cost several times the work.
    constexpr milliseconds kLongestCell { isSanitized ? 5000 : 1000 };

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
        case Fault::WebPage:
        case Fault::WrongField:
        case Fault::WrongList:
        case Fault::EmptyObject: return Errc::Protocol;
        case Fault::Huge:
        case Fault::HugeValue: break;
        }
        return Errc::Internal;
    }

    bool isHuge(Fault fault)
    {
        return fault == Fault::Huge || fault == Fault::HugeValue;
    }

    bool isWrongShape(Fault fault)
    {
        return !net::wrongShapeOf(fault).isEmpty();
    }

    /// Does the client never look at the shape of the answer?
    bool isShapeless(Reads reads)
    {
        return reads == Reads::Nothing || reads == Reads::Empty || reads == Reads::Text;
    }
}

Expected expected(const Call& call, Fault fault)
{
    const QString ok = u"ok"_s;
    const QString code = nameOf(codeOf(fault));
    if (call.nature == Nature::Watch) {
        return { ok, 0, u"waits"_s, 0 };
    }
    if (call.nature == Nature::Kept) {
        return { ok, 0, code, 0 };
    }
    if (call.nature == Nature::Probe) {
        const bool isRefusal = (statusOf(fault) > 0 && !(fault == Fault::Expired && call.canRenew)) || fault == Fault::WebPage || fault == Fault::Truncated || isWrongShape(fault);
        const bool isRead = fault == Fault::Huge || (fault == Fault::HugeValue && call.reads != Reads::Start);
        return isRead ? Expected { ok, 1, ok, 1 } : Expected { (isRefusal || isHuge(fault)) && fault != Fault::Busy && fault != Fault::Down ? u"told"_s : ok, 0, u"told"_s, 0 };
    }
    if (isHuge(fault) && call.reads == Reads::File) {
        return { nameOf(Errc::Protocol), 1, {}, 1 };
    }
    const bool isCut = fault == Fault::Truncated;
    const bool isGood = isWrongShape(fault) && call.reads == Reads::List && fault == Fault::WrongList;
    if (isHuge(fault) || isGood || ((isCut || isWrongShape(fault)) && isShapeless(call.reads))) {
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
    if (fault == Fault::Gone && call.triesOnGone > 1) {
        return { ok, 2, code, call.triesOnGone };
    }
    const bool isUnknownOutcome = fault == Fault::Refused || fault == Fault::Reset || fault == Fault::Silence || fault == Fault::Drip || fault == Fault::Down;
    const bool isRepeated = (call.nature == Nature::Repeatable && isUnknownOutcome) || (call.nature != Nature::Stream && fault == Fault::Busy);
    if (!isRepeated) {
        return { code, 1, code, 1 };
    }
    // Without a single byte of an answer the connection is what is doubted first: it tries another one by itself.
    const bool isUntouched = fault == Fault::Reset && call.reads == Reads::Empty;
    return { call.whenRepeated && fault == Fault::Reset ? nameOf(*call.whenRepeated) : ok, 2, code, isUntouched ? 0 : kTries };
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
    // What was answered may lead to the next request a few turns of the loop later: only then may time go on.
    const auto isQuiet = [this, &result] {
        for (int turn = 0; turn < 5 && !*result && wire.isIdle(); ++turn) {
            QCoreApplication::processEvents();
        }
        return !*result && wire.isIdle();
    };
    start([result](const Result<Done>& r) { *result = r; });
    while (!*result && real.elapsed() < kTooLong.count()) {
        QCoreApplication::processEvents();
        if (*result) {
            break;
        }
        if (isQuiet() && clock.pending() > 0) {
            clock.advanceToNext();
        } else if (!*result) {
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
    const QStringList unreadable { nameOf(Errc::Parse), nameOf(Errc::Protocol) };
    const bool isUnreadable = (fault == Fault::Truncated || isWrongShape(fault)) && unreadable.contains(wanted) && unreadable.contains(outcome);
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
        static const QRegularExpression field(u"\"[\\w.]+\""_s);
        if (isWrongShape(fault) && !result->error().message.contains(u"expected"_s) && !field.match(result->error().message).hasMatch()) {
            return u"does not say what was expected: "_s + result->error().message;
        }
    }
    return {};
}

FaultBench::Cell FaultBench::cell(const Call& call, Fault fault)
{
    Cell cell;
    const std::clock_t begun = std::clock();
    QString once;
    QString always;
    const auto note = [&](const QString& how, const QString& problem) {
        if (!problem.isEmpty()) {
            cell.wrong.append(u"%1 × %2%3: %4"_s.arg(call.name, faultName(fault), how, problem));
        }
    };
    note(u", once"_s, attempt(call, fault, true, once));
    if (!isHuge(fault)) {
        note(u", always"_s, attempt(call, fault, false, always));
    }
    cell.took = milliseconds((std::clock() - begun) * 1000 / CLOCKS_PER_SEC);
    if (cell.took > kLongestCell) {
        note({}, u"took %1 ms"_s.arg(cell.took.count()));
    }
    cell.outcome = always.isEmpty() || always == once ? once : once + u'/' + always;
    return cell;
}

QStringList FaultBench::run(const Call& call)
{
    QStringList wrong;
    for (const Fault fault : kFaults) {
        if (fault == Fault::Drip && call.nature == Nature::Stream && call.reads == Reads::Text) {
            continue; // a log may be slow
        }
        const Cell found = cell(call, fault);
        wrong += found.wrong;
        matrix.add(call.name, faultName(fault), found.outcome, found.wrong.isEmpty(), found.took);
    }
    return wrong;
}

QStringList withoutRow(const QString& header, const QList<Call>& rows)
{
    QFile file(sourcePath(header));
    if (!file.open(QIODevice::ReadOnly)) {
        return { header + u" cannot be read"_s };
    }
    static const QRegularExpression declaration(u"^ *Job<.*>\\* (\\w+)\\("_s, QRegularExpression::MultilineOption);
    QStringList declared;
    for (auto it = declaration.globalMatch(QString::fromUtf8(file.readAll())); it.hasNext();) {
        declared.append(it.next().captured(1));
    }
    QStringList wrong = declared;
    for (const Call& row : rows) {
        wrong.removeAll(row.method);
        if (!row.method.isEmpty() && !declared.contains(row.method)) {
            wrong.append(u"%1 is not declared (row %2)"_s.arg(row.method, row.name));
        }
    }
    return wrong;
}

} // namespace cocoon::test
