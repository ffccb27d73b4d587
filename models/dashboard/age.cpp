// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/age.h"

#include "models/dashboard/dashboard_words.h"

#include <QLocale>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

QString ageText(qint64 since, qint64 now)
{
    if (since == 0) {
        return {};
    }
    const qint64 seconds = qMax<qint64>(0, (now - since) / 1000);
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    const qint64 days = hours / 24;
    const qint64 years = days / 365;
    const auto two = [](qint64 large, QChar largeUnit, qint64 small, QChar smallUnit) {
        return small == 0 ? u"%1%2"_s.arg(large).arg(largeUnit) : u"%1%2%3%4"_s.arg(large).arg(largeUnit).arg(small).arg(smallUnit);
    };
    if (seconds < 120) {
        return u"%1s"_s.arg(seconds);
    }
    if (minutes < 10) {
        return two(minutes, u'm', seconds % 60, u's');
    }
    if (hours < 3) {
        return u"%1m"_s.arg(minutes);
    }
    if (hours < 8) {
        return two(hours, u'h', minutes % 60, u'm');
    }
    if (hours < 48) {
        return u"%1h"_s.arg(hours);
    }
    if (days < 8) {
        return two(days, u'd', hours % 24, u'h');
    }
    if (days < 2 * 365) {
        return u"%1d"_s.arg(days);
    }
    return years < 8 ? two(years, u'y', days % 365, u'd') : u"%1y"_s.arg(years);
}

QString durationText(std::chrono::milliseconds time)
{
    const qint64 ms = qMax<qint64>(0, time.count());
    const qint64 seconds = ms / 1000;
    const qint64 minutes = seconds / 60;
    const auto twoDigits = [](qint64 number) { return u"%1"_s.arg(number, 2, 10, QChar(u'0')); };
    if (ms < 10000) {
        return Words::tr("%1 s").arg(QLocale().toString(static_cast<double>(ms) / 1000.0, 'f', 1));
    }
    if (minutes < 1) {
        return Words::tr("%1 s").arg(seconds);
    }
    if (minutes < 60) {
        return Words::tr("%1 min %2 s").arg(minutes).arg(twoDigits(seconds % 60));
    }
    if (minutes < 24 * 60) {
        return Words::tr("%1 h %2 min").arg(minutes / 60).arg(twoDigits(minutes % 60));
    }
    return Words::tr("%1 d %2 h").arg(minutes / (24 * 60)).arg((minutes / 60) % 24);
}

QString secondsText(std::chrono::milliseconds time)
{
    const qint64 seconds = time.count() / 1000;
    return seconds < 1 ? Words::tr("under 1 s") : seconds < 60 ? Words::tr("%1 s").arg(seconds)
                                                               : durationText(time);
}

QString howLong(const QDateTime& since, const QDateTime& now)
{
    return since.isValid() ? howLong(since.toMSecsSinceEpoch(), now.toMSecsSinceEpoch()) : QString();
}

QString howLong(qint64 since, qint64 now)
{
    if (since == 0) {
        return {};
    }
    const qint64 seconds = qMax<qint64>(0, (now - since) / 1000);
    return seconds < 60 ? Words::tr("%1 s").arg(seconds) : seconds < 3600 ? Words::tr("%1 min").arg(seconds / 60)
                                                                          : durationText(std::chrono::seconds(seconds));
}

} // namespace cocoon::dashboard
