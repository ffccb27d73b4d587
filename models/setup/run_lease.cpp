// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/run_lease.h"

#include "models/words/words.h"
#include "services/coco/manifests.h"
#include "services/kube/resource.h"

#include <algorithm>

namespace cocoon::setup {

using words::tr;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
    constexpr seconds kAbsentPause { 1 };
    constexpr seconds kFailedPause { 5 };
    constexpr seconds kAbsentPatience { 5 }; // where this run does not make the namespace
    constexpr minutes kLimit { 2 };

    QString action()
    {
        return tr("take the Lease that keeps two desks apart");
    }

    /// Its namespace, the catalog that the operator comes from and the way to that: what comes to the same when two desks do it.
    bool goesBefore(const plan::Change& change)
    {
        return change.target.operation == u"containers.setOutboundProtection" || change.target.resource == kube::res::operatorHubs.qualified() || (change.verb == plan::Verb::Apply && change.target.resource == kube::res::namespaces.qualified() && change.target.name == coco::kNamespace);
    }

    Error absentError()
    {
        return Error { Errc::Precondition, tr("The namespace %1, which holds it, does not exist yet.").arg(coco::kNamespace), {} }.during(action());
    }
}

RunLease::RunLease(Clock& clock, Call take, Call give, std::function<bool()> isCurrent, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_take(std::move(take))
    , m_give(std::move(give))
    , m_isCurrent(std::move(isCurrent))
{
}

void RunLease::begin(Work work)
{
    m_work = work;
    m_isWanted = true;
    m_isForbidden = false;
    m_isAbsent = false;
    m_nextTry = milliseconds(0);
    m_failingSince = milliseconds(-1);
    m_absentSince = milliseconds(-1);
    m_makesNamespace = false;
    take(true);
}

Result<bool> RunLease::mayChange(const plan::Change& change)
{
    if (m_isForbidden || (m_isHeld && (!m_isCurrent || m_isCurrent()))) {
        m_failingSince = milliseconds(-1);
        return true;
    }
    const milliseconds now = m_clock.monotonic();
    if (m_isAbsent && (m_work == Work::Task || goesBefore(change))) {
        m_absentSince = now;
        m_makesNamespace = m_makesNamespace || goesBefore(change);
        return true;
    }
    const bool isAbsent = m_isAbsent;
    if (!m_isTaking && now >= m_nextTry) {
        take(false);
    }
    if (!isAbsent) {
        return false;
    }
    if (m_absentSince.count() < 0) {
        m_absentSince = now;
    }
    // What this run makes itself will come, or the run ends by it. In a fast sandbox the wire does not get faster: five seconds of
    // real time.
    const milliseconds patience = m_makesNamespace ? m_clock.deadline(kLimit) : std::max<milliseconds>(kAbsentPatience, m_clock.deadline(milliseconds(0)) / 6);
    return now - m_absentSince < patience ? Result<bool>(false) : tl::unexpected(absentError());
}

void RunLease::take(bool isFirst)
{
    m_isTaking = true;
    m_take()->then(this, [this, isFirst](const Result<Done>& taken) {
        m_isTaking = false;
        m_isHeld = m_isHeld || taken.has_value(); // what cannot be renewed just now has still to be given back
        if (!m_isWanted) { // the run ended meanwhile
            give();
            return;
        }
        if (!taken) {
            failed(taken.error(), isFirst);
            return;
        }
        m_isAbsent = false;
        m_failingSince = milliseconds(-1);
        if (isFirst) {
            Q_EMIT ready();
        }
    });
}

void RunLease::failed(const Error& error, bool isFirst)
{
    if (error.code == Errc::Conflict || error.code == Errc::Precondition) {
        Q_EMIT refused(error);
        return;
    }
    const milliseconds now = m_clock.monotonic();
    const bool isFailure = error.code != Errc::NotFound && error.code != Errc::Forbidden;
    m_isAbsent = error.code == Errc::NotFound;
    m_nextTry = now + std::max({ isFailure ? milliseconds(kFailedPause) : milliseconds(kAbsentPause), m_clock.deadline(milliseconds(0)) / 60, error.retryAfter.value_or(milliseconds(0)) });
    if (error.code == Errc::Forbidden && !m_isForbidden) {
        m_isForbidden = true;
        Q_EMIT notTaken(error);
    }
    // The run may look all the same; it is refused when it has something to change and the Lease still cannot be had.
    if (!isFailure) {
        m_failingSince = milliseconds(-1);
    } else if (m_failingSince.count() < 0 && !isFirst) {
        m_failingSince = now;
    } else if (!isFirst && now - m_failingSince >= m_clock.deadline(kLimit)) {
        Q_EMIT refused(error.during(action()));
        return;
    }
    if (isFirst) {
        Q_EMIT ready();
    }
}

Job<Done>* RunLease::give()
{
    m_isWanted = false;
    if (!m_isHeld) {
        return settledJob<Done>(this, Done {});
    }
    m_isHeld = false;
    return m_give();
}

bool RunLease::isRefusal(const Error& error)
{
    return error.trail.value(0) == action();
}

} // namespace cocoon::setup
