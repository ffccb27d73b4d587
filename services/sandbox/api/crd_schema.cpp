// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/crd_schema.h"

#include "services/base/json.h"
#include "services/sandbox/api/crd_format.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    constexpr qsizetype kMostCauses = 20;

    bool flag(const QJsonObject& schema, QLatin1String name) { return schema.value(name).toBool(); }

    QString joined(const QString& path, const QString& name) { return path.isEmpty() ? name : path + u'.' + name; }

    bool isIdentity(const QString& name) { return name == "apiVersion"_L1 || name == "kind"_L1 || name == "metadata"_L1; }

    QJsonValue prune(const QJsonValue& value, const QJsonObject& schema, const QString& path, bool embedded, QStringList* unknown)
    {
        if (value.isArray()) {
            const QJsonObject items = schema.value("items"_L1).toObject();
            if (items.isEmpty()) {
                return value;
            }
            QJsonArray list;
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i) {
                list.append(prune(array.at(i), items, path + u'[' + QString::number(i) + u']',
                    flag(items, "x-kubernetes-embedded-resource"_L1), unknown));
            }
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        const QJsonObject properties = schema.value("properties"_L1).toObject();
        const QJsonValue additional = schema.value("additionalProperties"_L1);
        const bool keep = flag(schema, "x-kubernetes-preserve-unknown-fields"_L1) || additional.isBool();
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString below = joined(path, it.key());
            const auto property = properties.find(it.key());
            if (embedded && isIdentity(it.key())) {
                result.insert(it.key(), it.value());
            } else if (property != properties.end()) {
                const QJsonObject inner = property.value().toObject();
                result.insert(it.key(),
                    prune(it.value(), inner, below, flag(inner, "x-kubernetes-embedded-resource"_L1), unknown));
            } else if (additional.isObject()) {
                result.insert(it.key(), prune(it.value(), additional.toObject(), below, false, unknown));
            } else if (keep) {
                result.insert(it.key(), it.value());
            } else if (unknown) {
                unknown->append(below);
            }
        }
        return result;
    }

    QJsonValue fill(const QJsonValue& value, const QJsonObject& schema)
    {
        if (value.isArray()) {
            const QJsonObject items = schema.value("items"_L1).toObject();
            QJsonArray list;
            const QJsonArray array = value.toArray();
            for (const QJsonValue item : array) {
                list.append(fill(item, items));
            }
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        QJsonObject result = value.toObject();
        const QJsonObject properties = schema.value("properties"_L1).toObject();
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            const QJsonObject inner = it.value().toObject();
            const bool nullNotAllowed = result.value(it.key()).isNull() && !flag(inner, "nullable"_L1);
            if ((!result.contains(it.key()) || nullNotAllowed) && inner.contains("default"_L1)) {
                result.insert(it.key(), inner.value("default"_L1));
            } else if (nullNotAllowed) {
                result.remove(it.key());
            }
            if (result.contains(it.key())) {
                result.insert(it.key(), fill(result.value(it.key()), inner));
            }
        }
        const QJsonValue additional = schema.value("additionalProperties"_L1);
        if (additional.isObject()) {
            const QStringList keys = result.keys();
            for (const QString& key : keys) {
                if (!properties.contains(key)) {
                    result.insert(key, fill(result.value(key), additional.toObject()));
                }
            }
        }
        return result;
    }

    bool isInteger(const QJsonValue& value)
    {
        return value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
    }

    QString typeName(const QJsonValue& value)
    {
        switch (value.type()) {
        case QJsonValue::Bool:
            return u"boolean"_s;
        case QJsonValue::Double:
            return isInteger(value) ? u"integer"_s : u"number"_s;
        case QJsonValue::String:
            return u"string"_s;
        case QJsonValue::Array:
            return u"array"_s;
        case QJsonValue::Object:
            return u"object"_s;
        default:
            return u"null"_s;
        }
    }

    bool hasType(const QJsonValue& value, const QString& type)
    {
        return type.isEmpty() || typeName(value) == type || (type == "number"_L1 && value.isDouble());
    }

    void checkString(const QString& text, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        const auto bad = [&](const QString& why) { causes.append(Cause::invalid(path, text, path + " in body "_L1 + why)); };
        if (schema.contains("minLength"_L1) && text.size() < schema.value("minLength"_L1).toInteger()) {
            bad("should be at least "_L1 + QString::number(schema.value("minLength"_L1).toInteger()) + " chars long"_L1);
        }
        if (schema.contains("maxLength"_L1) && text.size() > schema.value("maxLength"_L1).toInteger()) {
            causes.append({ u"FieldValueTooLong"_s, path,
                "Too long: may not be more than "_L1 + QString::number(schema.value("maxLength"_L1).toInteger())
                    + " bytes"_L1 });
        }
        const QString pattern = schema.value("pattern"_L1).toString();
        const QString format = schema.value("format"_L1).toString();
        if (!fitsFormat(text, format)) {
            bad("must be of type "_L1 + format + ": "_L1 + printed(text));
        }
        if (!pattern.isEmpty() && !QRegularExpression(pattern).match(text).hasMatch()) {
            bad("should match '"_L1 + pattern + u'\'');
        }
    }

    void checkNumber(const QJsonValue& value, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        const double number = value.toDouble();
        const QJsonValue least = schema.value("minimum"_L1);
        if (least.isDouble() && (number < least.toDouble() || (flag(schema, "exclusiveMinimum"_L1) && number <= least.toDouble()))) {
            causes.append(
                Cause::invalid(path, value, path + " in body should be greater than or equal to "_L1 + printed(least)));
        }
        const QJsonValue most = schema.value("maximum"_L1);
        if (most.isDouble() && (number > most.toDouble() || (flag(schema, "exclusiveMaximum"_L1) && number >= most.toDouble()))) {
            causes.append(
                Cause::invalid(path, value, path + " in body should be less than or equal to "_L1 + printed(most)));
        }
    }

    void check(const QJsonValue& value, const QJsonObject& schema, const QString& path, QList<Cause>& causes);

    void checkArray(const QJsonArray& array, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        const QJsonObject items = schema.value("items"_L1).toObject();
        if (schema.contains("minItems"_L1) && array.size() < schema.value("minItems"_L1).toInteger()) {
            causes.append(Cause::invalid(path, array.size(),
                path + " in body should have at least "_L1 + QString::number(schema.value("minItems"_L1).toInteger())
                    + " items"_L1));
        }
        if (schema.contains("maxItems"_L1) && array.size() > schema.value("maxItems"_L1).toInteger()) {
            causes.append({ u"FieldValueTooMany"_s, path,
                "Too many: "_L1 + QString::number(array.size()) + ": must have at most "_L1
                    + QString::number(schema.value("maxItems"_L1).toInteger()) + " items"_L1 });
        }
        const QString kind = schema.value("x-kubernetes-list-type"_L1).toString();
        QJsonArray seen;
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString here = path + u'[' + QString::number(i) + u']';
            QJsonValue identity = array.at(i);
            if (kind == "map"_L1) {
                QJsonObject key;
                const QJsonArray names = schema.value("x-kubernetes-list-map-keys"_L1).toArray();
                for (const QJsonValue name : names) {
                    key.insert(name.toString(), array.at(i).toObject().value(name.toString()));
                }
                identity = key;
            }
            if ((kind == "map"_L1 || kind == "set"_L1) && seen.contains(identity)) {
                causes.append(Cause::duplicate(here, identity));
            }
            seen.append(identity);
            check(array.at(i), items, here, causes);
        }
    }

    void checkObject(const QJsonObject& object, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        const QJsonArray required = schema.value("required"_L1).toArray();
        for (const QJsonValue name : required) {
            if (!object.contains(name.toString()) && !(path.isEmpty() && isIdentity(name.toString()))) {
                causes.append(Cause::required(joined(path, name.toString())));
            }
        }
        const QJsonObject properties = schema.value("properties"_L1).toObject();
        const QJsonObject additional = schema.value("additionalProperties"_L1).toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (path.isEmpty() && isIdentity(it.key())) {
                continue;
            }
            const auto property = properties.find(it.key());
            check(it.value(), property != properties.end() ? property.value().toObject() : additional,
                joined(path, it.key()), causes);
        }
    }

    // Composite schemas are refused as a whole and without a field, as kube-apiserver does.
    void checkComposites(const QJsonValue& value, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        const auto fits = [&](const QJsonValue& part) {
            QList<Cause> found;
            check(value, part.toObject(), path, found);
            return found.isEmpty();
        };
        const auto count = [&](const QJsonArray& parts) { return std::count_if(parts.begin(), parts.end(), fits); };
        const auto refuse = [&](const QString& why) { causes.append(Cause::invalid(u"<nil>"_s, u""_s, printed(path) + why)); };
        const QJsonArray all = schema.value("allOf"_L1).toArray();
        if (count(all) != all.size()) {
            refuse(u" must validate all the schemas (allOf)"_s);
        }
        const QJsonArray any = schema.value("anyOf"_L1).toArray();
        if (!any.isEmpty() && count(any) == 0) {
            refuse(u" must validate at least one schema (anyOf)"_s);
        }
        const QJsonArray one = schema.value("oneOf"_L1).toArray();
        const auto valid = count(one);
        if (!one.isEmpty() && valid != 1) {
            refuse(u" must validate one and only one schema (oneOf). "_s
                + (valid == 0 ? u"Found none valid"_s : u"Found %1 valid alternatives"_s.arg(valid)));
        }
        if (schema.contains("not"_L1) && fits(schema.value("not"_L1))) {
            refuse(u" must not validate the schema (not)"_s);
        }
    }

    void check(const QJsonValue& value, const QJsonObject& schema, const QString& path, QList<Cause>& causes)
    {
        if (schema.isEmpty() || causes.size() >= kMostCauses || (value.isNull() && flag(schema, "nullable"_L1))) {
            return;
        }
        const QString type = schema.value("type"_L1).toString();
        const bool either = flag(schema, "x-kubernetes-int-or-string"_L1);
        if (either ? !(value.isString() || isInteger(value)) : !hasType(value, type)) {
            const QString wanted = either ? u"integer,string"_s : type;
            const QString found = u'"' + typeName(value) + u'"';
            causes.append({ u"FieldValueTypeInvalid"_s, path,
                "Invalid value: "_L1 + found + ": "_L1 + path + " in body must be of type "_L1 + wanted + ": "_L1 + found });
            return;
        }
        const QJsonArray allowed = schema.value("enum"_L1).toArray();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            QStringList names;
            for (const QJsonValue one : allowed) {
                names.append(one.isString() ? one.toString() : printed(one));
            }
            causes.append(Cause::unsupported(path, value, names));
        }
        checkComposites(value, schema, path, causes);
        if (value.isString()) {
            checkString(value.toString(), schema, path, causes);
        } else if (value.isDouble()) {
            checkNumber(value, schema, path, causes);
        } else if (value.isArray()) {
            checkArray(value.toArray(), schema, path, causes);
        } else if (value.isObject()) {
            checkObject(value.toObject(), schema, path, causes);
        }
    }

} // namespace

QJsonObject pruned(const QJsonObject& object, const QJsonObject& schema, QStringList* unknown)
{
    return schema.isEmpty() ? object : prune(object, schema, {}, true, unknown).toObject();
}

QJsonObject defaulted(const QJsonObject& object, const QJsonObject& schema)
{
    QJsonObject result = fill(object, schema).toObject();
    if (object.contains("metadata"_L1)) {
        result.insert("metadata"_L1, object.value("metadata"_L1));
    }
    return result;
}

QList<Cause> violations(const QJsonObject& object, const QJsonObject& schema)
{
    QList<Cause> causes;
    check(object, schema, {}, causes);
    return causes;
}

} // namespace cocoon::sandbox
