// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/clock.h"

#include <QTimer>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cocoon {

namespace {
    constexpr double kNoWaitScale = 1000.0; // how fast ages pass when waits are switched off
    constexpr milliseconds kNoWaitDelay { 2 };
    constexpr double kShortestDeadline = 30000.0; // real milliseconds
}

SystemClock::SystemClock(double scale)
    : m_scale(std::max(scale, 0.0))
{
}

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

milliseconds SystemClock::monotonic() const
{
    using std::chrono::steady_clock;
    const double scale = m_scale > 0 ? m_scale : kNoWaitScale;
    const std::chrono::duration<double, std::milli> real = steady_clock::now().time_since_epoch();
    return milliseconds(static_cast<milliseconds::rep>(real.count() * scale));
}

void SystemClock::after(milliseconds delay, QObject* context, std::function<void()> fn)
{
    milliseconds real { 0 };
    if (delay.count() > 0) {
        real = m_scale > 0 ? milliseconds(static_cast<milliseconds::rep>(
                   std::ceil(static_cast<double>(delay.count()) / m_scale)))
                           : std::min(delay, kNoWaitDelay);
    }
    // A timer counts milliseconds in an int: 24 days. Better early than at once.
    real = std::clamp(real, milliseconds(0), milliseconds(std::numeric_limits<int>::max()));
    QTimer::singleShot(real, context, std::move(fn));
}

milliseconds SystemClock::deadline(milliseconds worldTime) const
{
    const double scale = m_scale > 0 ? m_scale : kNoWaitScale;
    const double real = std::max(static_cast<double>(worldTime.count()) / scale, kShortestDeadline);
    return milliseconds(static_cast<milliseconds::rep>(std::llround(real * scale)));
}

} // namespace cocoon
