// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"

#include <QPointer>

#include <map>

namespace cocoon::test {

/// A clock that moves only when told to. advance() runs due calls in order, processing the event loop between them.
class ManualClock : public Clock {
public:
    QDateTime now() const override { return m_start.addMSecs(m_now.count()); }
    milliseconds monotonic() const override { return m_now; }
    void after(milliseconds delay, QObject* context, std::function<void()> fn) override;
    milliseconds deadline(milliseconds worldTime) const override { return worldTime; }

    void advance(milliseconds by);
    /// The wall clock goes on without anything having run: the machine slept.
    void sleepFor(milliseconds time) { m_start = m_start.addMSecs(time.count()); }
    /// Time passes in which nothing of ours could run; what became due meanwhile comes with the next advance().
    void holdUp(milliseconds time) { m_now += time; }
    /// Jumps to the next due call, if any; false when nothing is scheduled.
    bool advanceToNext();
    qsizetype pending() const { return static_cast<qsizetype>(m_calls.size()); }

private:
    struct Call {
        QPointer<QObject> context;
        std::function<void()> fn;
    };
    QDateTime m_start { QDate(2026, 1, 15), QTime(9, 0), Qt::UTC };
    milliseconds m_now { 0 };
    std::multimap<milliseconds, Call> m_calls;
};

} // namespace cocoon::test
