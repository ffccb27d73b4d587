// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/timeline.h"

#include "services/base/json.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using history::Sample;
using history::Watched;

namespace {
    constexpr int kMostStarts = 1000;

    double valueAt(const QList<Sample>& samples, const QDateTime& time)
    {
        const auto after = std::upper_bound(samples.begin(), samples.end(), time, [](const QDateTime& t, const Sample& sample) { return t < sample.time; });
        return after == samples.begin() ? 0 : std::prev(after)->value;
    }

    qint64 between(const QDateTime& from, const QJsonObject& data, const QString& key)
    {
        const QDateTime to = QDateTime::fromString(data.value(key).toString(), Qt::ISODateWithMs);
        return from.isValid() && to.isValid() ? qMax<qint64>(0, from.msecsTo(to)) : -1;
    }

    qint64 median(QList<qint64> values)
    {
        values.removeIf([](qint64 value) { return value < 0; });
        if (values.isEmpty()) {
            return -1;
        }
        std::sort(values.begin(), values.end());
        return values.at((values.size() - 1) / 2);
    }

    qint64 niceWidth(qint64 atLeastMs)
    {
        static const QList<qint64> seconds { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600 };
        for (const qint64 width : seconds) {
            if (width * 1000 >= atLeastMs) {
                return width * 1000;
            }
        }
        return ((atLeastMs + 3599999) / 3600000) * 3600000;
    }
}

Stack stackOf(history::History& history, const QString& prefix, const QStringList& piles, const QDateTime& from, const QDateTime& to)
{
    Stack stack { from, to, {}, {}, 0 };
    const QList<Watched> watched = history.watched(from, to);
    QList<QList<Sample>> lines;
    QList<QDateTime> times;
    for (const QString& pile : piles) {
        const QList<Sample> samples = history.figure(prefix + u'/' + pile, from, to);
        if (std::none_of(samples.begin(), samples.end(), [](const Sample& sample) { return sample.value > 0; })) {
            continue;
        }
        stack.piles.append(pile);
        lines.append(samples);
        for (const Sample& sample : samples) {
            times.append(qMax(sample.time, from));
        }
    }
    if (watched.isEmpty() || lines.isEmpty()) {
        return stack;
    }
    stack.from = qMax(from, watched.first().since);
    for (const Watched& look : watched) {
        times.append(qMax(look.since, from));
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    const auto add = [&](const QDateTime& time, bool isWatched) {
        Stack::Step step { time, {} };
        for (const QList<Sample>& line : lines) {
            if (isWatched) {
                step.values.append(valueAt(line, time));
            }
        }
        stack.highest = qMax(stack.highest, std::accumulate(step.values.begin(), step.values.end(), 0.0));
        stack.steps.append(step);
    };
    for (const Watched& look : watched) {
        for (const QDateTime& time : std::as_const(times)) {
            if (time >= look.since && time <= look.until) {
                add(time, true);
            }
        }
        if (look.until < to) {
            add(look.until, false);
        }
    }
    return stack;
}

Stack thinned(const Stack& stack, int most)
{
    if (stack.steps.size() <= most) {
        return stack;
    }
    Stack thin = stack;
    thin.steps.clear();
    const qint64 width = qMax<qint64>(1, stack.from.msecsTo(stack.to) / most);
    qint64 slot = -1;
    for (const Stack::Step& step : stack.steps) {
        const qint64 here = stack.from.msecsTo(step.time) / width;
        const bool samePlace = here == slot && !thin.steps.isEmpty() && thin.steps.constLast().isWatched() == step.isWatched();
        if (samePlace) {
            thin.steps.last().values = step.values;
        } else {
            thin.steps.append(step);
        }
        slot = here;
    }
    return thin;
}

QList<Start> startsOf(history::History& history)
{
    QList<Start> starts;
    for (const history::ThingSeen& thing : history.things(u"start"_s, {}, kMostStarts)) {
        starts.append({ thing.data.value("ns"_L1).toString() + u'/' + thing.data.value("name"_L1).toString(), thing.data.value("node"_L1).toString(), thing.created,
            between(thing.created, thing.data, u"running"_s), between(thing.created, thing.data, u"agent"_s), between(thing.created, thing.data, u"ready"_s) });
    }
    return starts;
}

Histogram histogramOf(const QList<Start>& starts, int bins, qint64 limitMs)
{
    Histogram histogram;
    QList<qint64> ready;
    QList<qint64> running;
    QList<qint64> agent;
    for (const Start& start : starts) {
        if (start.toReady >= 0) {
            ready.append(start.toReady);
            running.append(start.toRunning);
            agent.append(start.toAgent);
            histogram.slow += start.toReady > limitMs ? 1 : 0;
        }
    }
    if (ready.isEmpty()) {
        return histogram;
    }
    const auto [least, most] = std::minmax_element(ready.begin(), ready.end());
    histogram.binMs = niceWidth((*most - *least) / qMax(1, bins));
    histogram.firstMs = (*least / histogram.binMs) * histogram.binMs;
    histogram.counts.resize((*most - histogram.firstMs) / histogram.binMs + 1);
    for (const qint64 value : std::as_const(ready)) {
        ++histogram.counts[(value - histogram.firstMs) / histogram.binMs];
    }
    histogram.medianMs = median(ready);
    histogram.medianToRunningMs = median(running);
    histogram.medianToAgentMs = median(agent);
    return histogram;
}

} // namespace cocoon::dashboard
