// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>

#include <chrono>
#include <functional>

namespace cocoon {

using std::chrono::milliseconds;

/// Time as the engine sees it: wall time for stamps, a monotonic count for ages, and delayed calls for polls.
/// SystemClock may be scaled (a sandbox that runs 60 times faster writes `timeScale: 60` into its profile): waits
/// shrink by the scale, wall time never does. ManualClock (test/support) only moves when a test says so.
/// Network deadlines are real time and belong to the transport, not here. Lives on the GUI thread.
class Clock {
public:
    virtual ~Clock() = default;

    /// Wall time, UTC.
    virtual QDateTime now() const = 0;
    /// Monotonic time in *world* units: real elapsed time multiplied by the scale.
    virtual milliseconds monotonic() const = 0;
    /// Calls `fn` once after `delay` of world time, never from inside this call; dropped when `context` dies.
    virtual void after(milliseconds delay, QObject* context, std::function<void()> fn) = 0;
    /// A deadline in world time, shrunk by the scale but never below 30 s of real time, expressed in world units
    /// so that it can be compared with monotonic().
    virtual milliseconds deadline(milliseconds worldTime) const = 0;
};

/// The real clock. `scale` 1 is real time; 60 shrinks waits by 60; 0 means "no waits" (every delay becomes a few
/// milliseconds so that the event loop still breathes).
class SystemClock : public Clock {
public:
    explicit SystemClock(double scale = 1.0);
    QDateTime now() const override;
    milliseconds monotonic() const override;
    void after(milliseconds delay, QObject* context, std::function<void()> fn) override;
    milliseconds deadline(milliseconds worldTime) const override;

private:
    double m_scale;
};

} // namespace cocoon
