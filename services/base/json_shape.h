// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocoon {

/// The fields of a JSON object that somebody reads: no value is made of the others, which is most of the work with a large list.
/// A shape without fields means everything. In an array it counts for each element; what is no object is taken as it is.
class JsonShape {
public:
    using Field = std::pair<std::string, JsonShape>;
    JsonShape() = default;
    JsonShape(std::initializer_list<Field> fields)
        : m_fields(fields)
    {
    }
    bool isEverything() const { return m_fields.empty(); }
    /// Of one field; nullptr = nobody reads it.
    const JsonShape* find(std::string_view key) const;
    void add(const std::string& key, const JsonShape& shape = {}) { m_fields.emplace_back(key, shape); }

private:
    std::vector<Field> m_fields;
};

/// As the functions without a shape (services/base/json.h), but for what is left out.
Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const JsonShape& shape);
/// `before` hears of everything beside the items before the first of them is taken, and only when the whole text is a list.
Result<QJsonObject> forEachItem(const QByteArray& bytes, QStringView arrayKey, const JsonShape& item, const std::function<void(QJsonObject&&)>& take,
    const std::function<void(const QJsonObject& rest)>& before = {});

} // namespace cocoon
