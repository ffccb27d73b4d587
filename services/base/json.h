// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringView>

#include <functional>

namespace cocoon {

/// JSON in: read by simdjson (Qt's parser is 20 times slower on 2 MB pages), handed out as Qt values. Numbers that are
/// integers stay integers. Errors name the byte offset where known. At most 1,024 levels deep.
Result<QJsonValue> parseJson(const QByteArray& bytes);
Result<QJsonObject> parseJsonObject(const QByteArray& bytes);

/// JSON out, compact or indented by two spaces, keys in Qt's (sorted) order.
QByteArray toJson(const QJsonValue& value);
QByteArray toPrettyJson(const QJsonValue& value);

/// Value at a path of keys and array indexes: at(obj, {"spec", "containers", "0", "name"}); Undefined when absent.
/// Keys may contain dots and slashes, so a path is a list, not a string.
QJsonValue at(const QJsonValue& root, std::initializer_list<QStringView> path);
QJsonValue at(const QJsonValue& root, const QStringList& path);
/// The same as string; empty when absent or not a string.
QString str(const QJsonValue& root, std::initializer_list<QStringView> path);
/// A copy of `root` with the value at `path` replaced (missing objects are made); Undefined removes the key.
QJsonObject with(const QJsonObject& root, const QStringList& path, const QJsonValue& value);

/// Splits the reply of a list call into its items without building one big document: calls `item` for each element of
/// the array named `arrayKey` ("items"), and returns the rest of the object (metadata …). Memory stays near one page.
Result<QJsonObject> forEachItem(const QByteArray& bytes, QStringView arrayKey,
    const std::function<void(QJsonObject&&)>& item);

} // namespace cocoon
