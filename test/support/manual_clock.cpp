// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/manual_clock.h"

#include <QCoreApplication>

namespace cocoon::test {

void ManualClock::after(milliseconds delay, QObject* context, std::function<void()> fn)
{
    m_calls.emplace(m_now + delay, Call { context, std::move(fn) });
}

bool ManualClock::advanceToNext()
{
    if (m_calls.empty()) {
        return false;
    }
    const auto first = m_calls.begin();
    m_now = std::max(m_now, first->first);
    Call call = std::move(first->second);
    m_calls.erase(first);
    if (call.context) {
        call.fn();
    }
    QCoreApplication::processEvents();
    return true;
}

void ManualClock::advance(milliseconds by)
{
    const milliseconds target = m_now + by;
    QCoreApplication::processEvents();
    while (!m_calls.empty() && m_calls.begin()->first <= target) {
        advanceToNext();
    }
    m_now = target;
    QCoreApplication::processEvents();
}

} // namespace cocoon::test
