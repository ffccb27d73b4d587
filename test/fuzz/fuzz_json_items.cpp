// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"

#include <cstdint>
#include <cstdlib>

/// Any text: the list reader and the whole-document reader agree about what is a list of objects.
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
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (it.key() != QLatin1String("items") && rest->value(it.key()) != it.value()) {
            std::abort();
        }
    }
    return 0;
}
