// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "services/base/clock.h"
#include "services/base/error.h"

#include <QHash>
#include <QSet>

namespace cocoon::plan {

/// What one run remembers of the changes it sent, so that nothing is sent twice while the World has not caught up, what
/// may be tried again is, and nothing is tried for ever. Pure bookkeeping; times are Clock::monotonic().
class SendMemory {
public:
    explicit SendMemory(const Clock& clock);

    enum class Ruling {
        Send,
        Hold, ///< not now: in flight, backing off, or the World has still to show the effect
        GiveUp ///< made several times without an effect, or undone again and again
    };
    Ruling rule(const Change& change) const;

    void sent(const Change& change);
    void succeeded(const Change& change);
    /// True when the run goes on (assess again, perhaps send again); false when this failure ends it.
    bool failed(const Change& change, const Error& error);
    /// Forgets what is no longer proposed: the World shows the effect, or it is not wanted any more.
    void keepOnly(const QSet<QString>& proposedKeys);

private:
    struct Entry {
        QString digest;
        QJsonValue before;
        bool inFlight = false;
        bool succeeded = false;
        bool fixedPause = false; ///< the pause counts even when the World moves
        milliseconds notBefore { 0 };
        int withoutEffect = 0;
    };
    struct Tally { ///< kept for the whole run
        int successes = 0;
        int failures = 0;
        int refusals = 0; ///< conflict-like failures since the last success
        int unknown = 0; ///< unknown outcomes since the last success
        milliseconds waitingSince { -1 }; ///< first of a row of "not yet" answers
    };

    const Clock* m_clock; ///< never null; a pointer so that a new run can start with a fresh memory
    QHash<QString, Entry> m_entries; ///< by key
    QHash<QString, Tally> m_tallies;
    bool m_policyCreated = false;
};

} // namespace cocoon::plan
