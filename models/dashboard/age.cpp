// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/age.h"

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

} // namespace cocoon::dashboard
