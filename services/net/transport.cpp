// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/transport.h"

#include <algorithm>

namespace cocoon::net {

namespace {
    bool sameName(const QByteArray& a, const QByteArray& b)
    {
        return a.compare(b, Qt::CaseInsensitive) == 0;
    }
}

void Headers::set(const QByteArray& name, const QByteArray& value)
{
    const auto first = std::find_if(m_fields.begin(), m_fields.end(),
        [&](const auto& field) { return sameName(field.first, name); });
    if (first == m_fields.end()) {
        add(name, value);
        return;
    }
    first->second = value;
    m_fields.erase(
        std::remove_if(first + 1, m_fields.end(), [&](const auto& field) { return sameName(field.first, name); }),
        m_fields.end());
}

void Headers::remove(const QByteArray& name)
{
    m_fields.removeIf([&](const auto& field) { return sameName(field.first, name); });
}

QByteArray Headers::value(const QByteArray& name) const
{
    for (const auto& field : m_fields) {
        if (sameName(field.first, name)) {
            return field.second;
        }
    }
    return {};
}

QList<QByteArray> Headers::values(const QByteArray& name) const
{
    QList<QByteArray> all;
    for (const auto& field : m_fields) {
        if (sameName(field.first, name)) {
            all.append(field.second);
        }
    }
    return all;
}

bool Headers::contains(const QByteArray& name) const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [&](const auto& field) { return sameName(field.first, name); });
}

bool Request::isIdempotent() const
{
    if (idempotent) {
        return *idempotent;
    }
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" || method == "OPTIONS";
}

} // namespace cocoon::net
