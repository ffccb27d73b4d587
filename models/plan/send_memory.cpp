// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/send_memory.h"

#include <algorithm>

namespace cocoon::plan {

using std::chrono::minutes;
using std::chrono::seconds;

namespace {
    constexpr int kSendsWithoutEffect = 3;
    constexpr int kSuccesses = 10; // somebody keeps undoing it
    constexpr int kFailures = 10;
    constexpr int kUnknownOutcomes = 3;
    constexpr seconds kEffectWithin { 60 };
    constexpr seconds kPause { 5 };
    constexpr minutes kPolicyPropagation { 3 };
    constexpr minutes kBudgetWait { 15 };
}

SendMemory::SendMemory(const Clock& clock)
    : m_clock(&clock)
{
}

SendMemory::Ruling SendMemory::rule(const Change& change) const
{
    const auto it = m_entries.constFind(change.key);
    if (it == m_entries.constEnd()) {
        return m_tallies.value(change.key).successes >= kSuccesses ? Ruling::GiveUp : Ruling::Send;
    }
    if (it->inFlight) {
        return Ruling::Hold;
    }
    const bool moved = it->before != change.before || it->digest != change.digest();
    if (m_clock->monotonic() < it->notBefore && (it->fixedPause || !moved)) {
        return Ruling::Hold;
    }
    const bool noEffect = !moved && it->succeeded && it->withoutEffect >= kSendsWithoutEffect;
    return noEffect || m_tallies.value(change.key).successes >= kSuccesses ? Ruling::GiveUp : Ruling::Send;
}

void SendMemory::sent(const Change& change)
{
    Entry& entry = m_entries[change.key];
    if (entry.before != change.before || entry.digest != change.digest()) {
        entry.withoutEffect = 0;
    }
    entry.digest = change.digest();
    entry.before = change.before;
    entry.inFlight = true;
    entry.succeeded = false;
}

void SendMemory::succeeded(const Change& change)
{
    Entry& entry = m_entries[change.key];
    entry.inFlight = false;
    entry.succeeded = true;
    entry.fixedPause = false;
    ++entry.withoutEffect;
    // At least ten seconds of real time, also where the world is fast.
    entry.notBefore = m_clock->monotonic() + std::max<milliseconds>(kEffectWithin, m_clock->deadline(milliseconds(0)) / 3);
    Tally& tally = m_tallies[change.key];
    ++tally.successes;
    tally.refusals = 0;
    tally.unknown = 0;
    tally.waitingSince = milliseconds(-1);
    m_policyCreated = m_policyCreated || change.target.operation == QLatin1String("iam.createPolicy");
}

bool SendMemory::failed(const Change& change, const Error& error)
{
    const milliseconds now = m_clock->monotonic();
    Entry& entry = m_entries[change.key];
    Tally& tally = m_tallies[change.key];
    entry.inFlight = false;
    // In a fast sandbox the wire does not get faster: a pause is at least half a second of real time.
    const milliseconds shortest = m_clock->deadline(milliseconds(0)) / 60;
    const auto pause = [&entry, now, shortest](milliseconds length, bool fixed) {
        entry.notBefore = now + std::max(length, shortest);
        entry.fixedPause = fixed;
    };
    const auto notYet = [&](milliseconds within, milliseconds length) {
        if (tally.waitingSince.count() < 0) {
            tally.waitingSince = now;
        }
        pause(length, true);
        return now - tally.waitingSince < m_clock->deadline(within);
    };

    switch (error.code) {
    case Errc::RateLimited: // a disruption budget says "not yet", or the service is busy; nothing was done
        return notYet(kBudgetWait, std::max<milliseconds>(error.retryAfter.value_or(milliseconds(0)), kPause));
    case Errc::Forbidden: // a new policy takes a while to reach every IBM Cloud service
        return change.target.side == QLatin1String("ibm") && m_policyCreated && notYet(kPolicyPropagation, 2 * kPause);
    case Errc::Conflict: // it is there already, changed meanwhile, or gone: look again, perhaps there is nothing left to do
    case Errc::NotFound:
    case Errc::Gone:
    case Errc::Precondition:
        pause(kPause, false);
        return ++tally.failures <= kFailures && ++tally.refusals <= 1;
    case Errc::Network: // nobody knows whether it was done
    case Errc::Timeout:
    case Errc::Server:
    case Errc::Protocol: // the answer does not tell, whoever gave it
    case Errc::Parse:
        ++tally.unknown;
        pause(kPause * (1 << std::min(tally.unknown, 4)), true);
        return ++tally.failures <= kFailures && tally.unknown <= kUnknownOutcomes;
    default:
        return false;
    }
}

void SendMemory::keepOnly(const QSet<QString>& proposedKeys)
{
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        it = it->inFlight || proposedKeys.contains(it.key()) ? std::next(it) : m_entries.erase(it);
    }
}

} // namespace cocoon::plan
