// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/history/history.h"

namespace cocoon::dashboard {

/// Counts by pile over time: each step holds until the next one. Where nobody looked there is no value, not a zero.
struct Stack {
    struct Step {
        QDateTime time;
        QList<double> values; ///< by pile; empty: nobody looked from here on
        bool isWatched() const { return !values.isEmpty(); }
    };
    QDateTime from;
    QDateTime to;
    QStringList piles; ///< those that ever had a value
    QList<Step> steps;
    double highest = 0; ///< sum of a step
    bool isEmpty() const { return steps.isEmpty(); }
};

/// Reads the figures "<prefix>/<pile>". Begins with the history when that is younger than `from`.
Stack stackOf(history::History& history, const QString& prefix, const QStringList& piles, const QDateTime& from, const QDateTime& to);
/// The same with at most this many steps: of steps closer together than a screen can show the last one stays.
Stack thinned(const Stack& stack, int most);

/// One start of a confidential pod; durations in ms, -1 = nobody saw it.
struct Start {
    QString pod;
    QString node;
    QDateTime requested;
    qint64 toRunning = -1; ///< the server runs
    qint64 toAgent = -1;
    qint64 toReady = -1;
};
QList<Start> startsOf(history::History& history);

struct Histogram {
    qint64 binMs = 0;
    qint64 firstMs = 0; ///< where the first bin begins
    QList<int> counts;
    qint64 medianMs = -1;
    qint64 medianToRunningMs = -1;
    qint64 medianToAgentMs = -1;
    int slow = 0; ///< longer than the limit
};
/// Of the starts that came to Ready. About `bins` bins of a width people count in.
Histogram histogramOf(const QList<Start>& starts, int bins, qint64 limitMs);

} // namespace cocoon::dashboard
