// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "services/base/clock.h"
#include "services/base/job.h"

#include <functional>

namespace cocoon::setup {

/// The Lease of one run. It is asked for before the run begins; without it the run looks, and changes nothing but what makes the
/// Lease possible: the operator's namespace. Every begin() is answered by ready() or refused(); afterwards mayChange() sees to it
/// that the Lease is there, and still ours, before anything is sent.
class RunLease : public QObject {
    Q_OBJECT
public:
    using Call = std::function<Job<Done>*()>;
    /// `isCurrent`: what was taken has not run out meanwhile; empty = it never does.
    RunLease(Clock& clock, Call take, Call give, std::function<bool()> isCurrent = {}, QObject* parent = nullptr);

    /// A task beside the set-up makes nothing that two desks could make twice: it needs no Lease on a cluster that was not set up.
    enum class Work { SetUp, Task };
    void begin(Work work = Work::SetUp);
    /// See plan::Runner::Options::mayChange.
    Result<bool> mayChange(const plan::Change& change);
    bool isHeld() const { return m_isHeld; }
    /// Gives it back when it is held.
    Job<Done>* give();
    /// Is this what mayChange() or refused() says where the Lease could not be had, for another reason than its holder?
    static bool isRefusal(const Error& error);

Q_SIGNALS:
    void ready();
    void refused(const cocoon::Error& error); ///< somebody else is at work, or nobody can say; also long after ready()
    void notTaken(const cocoon::Error& error); ///< once: looking at Leases is not allowed; the run goes on without

private:
    void take(bool isFirst);
    void failed(const Error& error, bool isFirst);

    Clock& m_clock;
    Call m_take;
    Call m_give;
    std::function<bool()> m_isCurrent;
    Work m_work = Work::SetUp;
    bool m_isHeld = false;
    bool m_isTaking = false;
    bool m_isWanted = false; ///< between begin() and give()
    bool m_isForbidden = false;
    bool m_isAbsent = false; ///< its namespace does not exist
    bool m_makesNamespace = false; ///< this run was allowed to
    milliseconds m_nextTry { 0 };
    milliseconds m_failingSince { -1 };
    milliseconds m_absentSince { -1 }; ///< when it was last reasonable to hope that the namespace comes
};

} // namespace cocoon::setup
