// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace cocoon::plan {

/// Stop-watches for everything a run waits for. Each has a limit; it starts again when its progress text changes, unless
/// the limit is fixed (the user's own --timeout). A limit is world time, through Clock::deadline() unless it is the
/// user's own.
class WaitWatch {
public:
    struct Item {
        QString id; ///< what makes it the same wait as before
        QString what; ///< in words
        QString progress;
        milliseconds limit { 0 };
        bool fixed = false;
    };
    explicit WaitWatch(const Clock& clock);

    /// The waits there are now; those that are missing are over.
    void update(const QList<Item>& items);
    bool isEmpty() const { return m_running.isEmpty(); }
    /// Waits that are over their limit, in words.
    QStringList expired() const;
    void clear() { m_running.clear(); }

private:
    struct Running {
        Item item;
        milliseconds since { 0 };
    };
    const Clock& m_clock;
    QHash<QString, Running> m_running;
};

} // namespace cocoon::plan
