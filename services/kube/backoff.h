// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace cocoon::kube {

using std::chrono::milliseconds;

/// Growing pauses between attempts: 0.8 s, doubling to 30 s, each with up to half of it added at random so that many
/// clients do not come back together; starts over after 120 s without a failure. Pure: time and chance are handed in.
class Backoff {
public:
    static constexpr milliseconds kFirst { 800 };
    static constexpr milliseconds kCeiling { 30000 };
    static constexpr milliseconds kHealthy { 120000 };

    /// A failure at `now` (monotonic); `random` in [0, 1).
    milliseconds next(milliseconds now, double random)
    {
        if (m_failures > 0 && now - m_last >= kHealthy) {
            m_failures = 0;
        }
        milliseconds base = kFirst * (1 << std::min(m_failures, 6));
        base = std::min(base, kCeiling);
        ++m_failures;
        const auto jitter = milliseconds(static_cast<milliseconds::rep>(random * 0.5 * double(base.count())));
        const milliseconds pause = std::min(base + jitter, kCeiling);
        m_last = now + pause; // health counts from when the next attempt starts
        return pause;
    }
    int failures() const { return m_failures; }

private:
    int m_failures = 0;
    milliseconds m_last { 0 };
};

} // namespace cocoon::kube
