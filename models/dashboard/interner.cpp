// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/interner.h"

namespace cocoon::dashboard {

QString Interner::text(const QString& text)
{
    if (text.isEmpty()) {
        return {};
    }
    return *m_texts.insert(text);
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
    return map;
}

} // namespace cocoon::dashboard
