// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/interner.h"

#include <algorithm>

namespace cocoon::dashboard {

QString Interner::text(const QString& text)
{
    if (text.isEmpty()) {
        return {};
    }
    const QString kept = *m_texts.insert(text);
    sweep();
    return kept;
}

TextMap Interner::map(const QJsonObject& object)
{
    if (object.isEmpty()) {
        return {};
    }
    QString key;
    for (auto it = object.begin(); it != object.end(); ++it) {
        key += it.key() + u'\n' + it.value().toString() + u'\n';
    }
    const auto known = m_maps.constFind(key);
    if (known != m_maps.constEnd()) {
        return *known;
    }
    TextMap map;
    for (auto it = object.begin(); it != object.end(); ++it) {
        map.insert(text(it.key()), text(it.value().toString()));
    }
    m_maps.insert(key, map);
    sweep();
    return map;
}

void Interner::sweep()
{
    if (size() < m_limit) {
        return;
    }
    m_maps.removeIf([](const auto& entry) { return entry.value().isDetached(); });
    m_texts.removeIf([](const QString& text) { return text.isDetached(); });
    m_limit = std::max<qsizetype>(4096, 2 * size());
}

} // namespace cocoon::dashboard
