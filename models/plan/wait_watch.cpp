// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/wait_watch.h"

namespace cocoon::plan {

WaitWatch::WaitWatch(const Clock& clock)
    : m_clock(clock)
{
}

void WaitWatch::update(const QList<Item>& items)
{
    const milliseconds now = m_clock.monotonic();
    QHash<QString, Running> running;
    for (const Item& item : items) {
        const auto before = m_running.constFind(item.id);
        const bool goesOn = before != m_running.constEnd() && (item.fixed || before->item.progress == item.progress);
        running.insert(item.id, { item, goesOn ? before->since : now });
    }
    m_running = running;
}

QStringList WaitWatch::expired() const
{
    const milliseconds now = m_clock.monotonic();
    QStringList names;
    for (const Running& running : m_running) {
        if (now - running.since >= (running.item.fixed ? running.item.limit : m_clock.deadline(running.item.limit))) {
            names.append(running.item.what);
        }
    }
    names.sort();
    return names;
}

} // namespace cocoon::plan
