// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QMap>

namespace cocoon::test {

/// Counts what passes its taps: requests by what they ask, bytes of bodies, and when each was first and last made.
class RequestTally {
public:
    RequestTally() { m_sinceStart.start(); }
    std::unique_ptr<net::Transport> tap(net::Transport& wire);
    /// By "METHOD path" without query: {"times", "distinct" (queries and all), "first", "last" (ms), "sent", "received" (bytes)}.
    QJsonObject json() const;

private:
    struct Row {
        int times = 0;
        QMap<QString, int> whole; ///< with query
        qint64 first = 0;
        qint64 last = 0;
        qint64 sent = 0;
        qint64 received = 0;
    };
    Row& row(const net::Request& request);
    QElapsedTimer m_sinceStart;
    QMap<QString, Row> m_rows;
};

} // namespace cocoon::test
