// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/chosen_columns.h"

#include <algorithm>

namespace cocoon::items {

namespace {
    constexpr qsizetype kMostKeys = 40;
}

void ChosenColumns::KeyCount::add(const dashboard::TextMap& map)
{
    for (auto it = map.keyBegin(); it != map.keyEnd(); ++it) {
        ++m_counts[*it];
    }
}

void ChosenColumns::KeyCount::add(const QJsonObject& map)
{
    for (auto it = map.begin(); it != map.end(); ++it) {
        ++m_counts[it.key()];
    }
}

QStringList ChosenColumns::KeyCount::commonest() const
{
    QStringList keys = m_counts.keys();
    std::sort(keys.begin(), keys.end(), [this](const QString& a, const QString& b) { return std::pair(-m_counts[a], a) < std::pair(-m_counts[b], b); });
    return keys.mid(0, kMostKeys);
}

QString ChosenColumns::extraText(const QString& column, const dashboard::TextMap& labels, const dashboard::TextMap& annotations)
{
    return (column.startsWith(QLatin1String("label:")) ? labels : annotations).value(column.section(u':', 1));
}

QString ChosenColumns::extraText(const QString& column, const QJsonObject& labels, const QJsonObject& annotations)
{
    return (column.startsWith(QLatin1String("label:")) ? labels : annotations).value(column.section(u':', 1)).toString();
}

QString ChosenColumns::extraHeader(const QString& column)
{
    return column.section(u':', 1).toUpper();
}

} // namespace cocoon::items
