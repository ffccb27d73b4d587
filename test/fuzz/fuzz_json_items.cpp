// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/base/json_shape.h"

#include <cstdint>
#include <cstdlib>

namespace {
    const cocoon::JsonShape kShape { { "metadata", { { "name", {} }, { "labels", {} } } }, { "items", {} } };

    /// What is left of a value when only the fields of the shape are read.
    QJsonValue shaped(const QJsonValue& value, const cocoon::JsonShape& shape)
    {
        if (shape.isEverything()) {
            return value;
        }
        if (value.isArray()) {
            QJsonArray all;
            for (const QJsonValue& one : value.toArray()) {
                all.append(shaped(one, shape));
            }
            return all;
        }
        if (!value.isObject()) {
            return value;
        }
        QJsonObject fields;
        const QJsonObject object = value.toObject();
        for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
            if (const cocoon::JsonShape* field = shape.find(it.key().toStdString())) {
                fields.insert(it.key(), shaped(it.value(), *field));
            }
        }
        return fields;
    }
}

/// Any text: the list reader, the whole-document reader and the reader of some fields agree about what is a list of objects.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    QJsonArray items;
    const auto rest = cocoon::forEachItem(text, u"items", [&](QJsonObject&& item) { items.append(item); });
    const auto whole = cocoon::parseJson(text);
    if (!rest) {
        return 0;
    }
    if (!whole || !whole->isObject()) {
        std::abort();
    }
    const QJsonObject object = whole->toObject();
    const auto some = cocoon::parseJsonObject(text, kShape);
    if (!some || *some != shaped(object, kShape).toObject()) {
        std::abort();
    }
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (it.key() != QLatin1String("items") && rest->value(it.key()) != it.value()) {
            std::abort();
        }
    }
    return 0;
}
