// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/human_duration.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    QString two(qint64 big, char16_t bigUnit, qint64 small, char16_t smallUnit)
    {
        QString text = QString::number(big) + bigUnit;
        if (small != 0) {
            text += QString::number(small) + smallUnit;
        }
        return text;
    }
}

QString humanDuration(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    if (seconds < -1) {
        return u"<invalid>"_s;
    }
    if (seconds < 0) {
        return u"0s"_s;
    }
    if (seconds < 120) {
        return two(seconds, u's', 0, u's');
    }
    const qint64 minutes = seconds / 60;
    if (minutes < 10) {
        return two(minutes, u'm', seconds % 60, u's');
    }
    if (minutes < 180) {
        return two(minutes, u'm', 0, u's');
    }
    const qint64 hours = minutes / 60;
    if (hours < 8) {
        return two(hours, u'h', minutes % 60, u'm');
    }
    if (hours < 48) {
        return two(hours, u'h', 0, u'm');
    }
    const qint64 days = hours / 24;
    if (days < 8) {
        return two(days, u'd', hours % 24, u'h');
    }
    if (days < 365 * 2) {
        return two(days, u'd', 0, u'h');
    }
    return two(days / 365, u'y', days < 365 * 8 ? days % 365 : 0, u'd');
}

QString ageOf(const QString& timestamp, const QDateTime& now)
{
    const QDateTime time = QDateTime::fromString(timestamp, Qt::ISODateWithMs);
    return time.isValid() ? humanDuration(time.msecsTo(now)) : u"<unknown>"_s;
}

} // namespace cocoon::sandbox
