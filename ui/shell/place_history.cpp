// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/place_history.h"

namespace cocoon::ui {

void PlaceHistory::remember(const QString& place)
{
    if (m_at >= 0 && m_places.value(m_at) == place) {
        return;
    }
    m_places = m_places.mid(0, m_at + 1);
    m_places.append(place);
    m_at = m_places.size() - 1;
}

QString PlaceHistory::go(int by)
{
    const qsizetype to = m_at + by;
    if (to < 0 || to >= m_places.size()) {
        return {};
    }
    m_at = to;
    return m_places.at(to);
}

void PlaceHistory::clear()
{
    m_places.clear();
    m_at = -1;
}

} // namespace cocoon::ui
