// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/json_schema.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

namespace cocoon::test {

using namespace Qt::StringLiterals;

bool fits(const QJsonObject& schema, const QJsonValue& value)
{
    QStringList types;
    const QJsonValue type = schema.value("type"_L1);
    if (type.isString()) {
        types.append(type.toString());
    }
    for (const QJsonValue& one : type.toArray()) {
        types.append(one.toString());
    }
    const QString is = value.isNull() ? u"null"_s
        : value.isString()            ? u"string"_s
        : value.isBool()              ? u"boolean"_s
        : value.isArray()             ? u"array"_s
        : value.isObject()            ? u"object"_s
        : value.toDouble() == static_cast<double>(value.toInteger()) ? u"integer"_s : u"number"_s;
    if (!types.contains(is)) {
        return false;
    }
    if (value.isString() && schema.contains("pattern"_L1) && !QRegularExpression(schema.value("pattern"_L1).toString()).match(value.toString()).hasMatch()) {
        return false;
    }
    if (value.isDouble() && ((schema.contains("minimum"_L1) && value.toDouble() < schema.value("minimum"_L1).toDouble()) || (schema.contains("maximum"_L1) && value.toDouble() > schema.value("maximum"_L1).toDouble()))) {
        return false;
    }
    for (const QJsonValue& item : value.toArray()) {
        if (!fits(schema.value("items"_L1).toObject(), item)) {
            return false;
        }
    }
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (schema.contains("propertyNames"_L1) && !fits(schema.value("propertyNames"_L1).toObject(), it.key())) {
            return false;
        }
        const QJsonValue other = schema.value("additionalProperties"_L1);
        const QJsonValue own = properties.contains(it.key()) ? properties.value(it.key()) : other;
        if (own.isBool() && own.toBool()) {
            continue; // anything goes
        }
        if (!own.isObject() || !fits(own.toObject(), it.value())) {
            return false;
        }
    }
    for (const QJsonValue& name : schema.value("required"_L1).toArray()) {
        if (value.isObject() && !object.contains(name.toString())) {
            return false;
        }
    }
    return true;
}

} // namespace cocoon::test
