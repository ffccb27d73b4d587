// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/strategic_merge.h"

#include <QJsonArray>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    Result<QJsonValue> mergeList(const QJsonArray& document, const QJsonArray& patch, const FieldType& type);

    QJsonArray without(const QJsonArray& list, const QJsonArray& gone)
    {
        QJsonArray rest;
        for (const QJsonValue value : list) {
            if (!gone.contains(value)) {
                rest.append(value);
            }
        }
        return rest;
    }

    // A patch that lands where nothing was: directives have nothing to act on and must not stay.
    QJsonValue cleaned(const QJsonValue& value)
    {
        if (value.isArray()) {
            QJsonArray list;
            const QJsonArray items = value.toArray();
            for (const QJsonValue item : items) {
                if (item.toObject().value("$patch"_L1).toString() != "delete"_L1
                    && !(item.toObject().size() == 1 && item.toObject().contains("$patch"_L1))) {
                    list.append(cleaned(item));
                }
            }
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!it.key().startsWith(u'$') && !it.value().isNull()) {
                result.insert(it.key(), cleaned(it.value()));
            }
        }
        return result;
    }

    Result<QJsonObject> mergeMap(const QJsonObject& document, const QJsonObject& patch, const FieldType& type)
    {
        const QString directive = patch.value("$patch"_L1).toString();
        if (directive == "delete"_L1) {
            return QJsonObject();
        }
        if (directive == "replace"_L1) {
            return cleaned(patch).toObject();
        }
        if (!directive.isEmpty() && directive != "merge"_L1) {
            return fail(Errc::Invalid, "Unknown $patch type "_L1 + directive);
        }
        QJsonObject result = document;
        if (patch.contains("$retainKeys"_L1)) {
            const QJsonArray keep = patch.value("$retainKeys"_L1).toArray();
            const QStringList keys = result.keys();
            for (const QString& key : keys) {
                if (!keep.contains(key)) {
                    result.remove(key);
                }
            }
        }
        for (auto it = patch.begin(); it != patch.end(); ++it) {
            const QString& key = it.key();
            const QJsonValue value = it.value();
            if (const QString prefix = u"$deleteFromPrimitiveList/"_s; key.startsWith(prefix)) {
                const QString name = key.mid(prefix.size());
                // Additions of the same patch come after, as the key sorts in front of them.
                result.insert(name, without(result.value(name).toArray(), value.toArray()));
                continue;
            }
            if (key.startsWith(u'$')) {
                continue;
            }
            if (value.isNull() || value.toObject().value("$patch"_L1).toString() == "delete"_L1) {
                result.remove(key);
            } else if (value.isObject() && result.value(key).isObject()) {
                const auto merged = mergeMap(result.value(key).toObject(), value.toObject(), type.field(key));
                if (!merged) {
                    return merged;
                }
                result.insert(key, *merged);
            } else if (value.isArray() && result.value(key).isArray()) {
                const auto merged = mergeList(result.value(key).toArray(), value.toArray(), type.field(key));
                if (!merged) {
                    return tl::unexpected(merged.error());
                }
                result.insert(key, *merged);
            } else {
                result.insert(key, cleaned(value));
            }
        }
        return result;
    }

    Result<QJsonValue> mergeList(const QJsonArray& document, const QJsonArray& patch, const FieldType& type)
    {
        if (type.strategicPrimitives()) {
            QJsonArray result = document;
            for (const QJsonValue value : patch) {
                if (!result.contains(value)) {
                    result.append(value);
                }
            }
            return result;
        }
        const QString key = type.strategicKey();
        if (key.isEmpty()) {
            return cleaned(patch);
        }
        for (const QJsonValue item : patch) {
            const QJsonObject object = item.toObject();
            if (object.value("$patch"_L1).toString() == "replace"_L1) {
                return cleaned(patch);
            }
        }
        QJsonArray result = document;
        for (const QJsonValue item : patch) {
            const QJsonObject object = item.toObject();
            if (!object.contains(key)) {
                return fail(Errc::Invalid,
                    "map: "_L1 + QString::number(object.size()) + " keys does not contain declared merge key: "_L1 + key);
            }
            qsizetype at = -1;
            for (qsizetype i = 0; i < result.size(); ++i) {
                if (result.at(i).toObject().value(key) == object.value(key)) {
                    at = i;
                    break;
                }
            }
            if (object.value("$patch"_L1).toString() == "delete"_L1) {
                if (at >= 0) {
                    result.removeAt(at);
                }
            } else if (at >= 0) {
                const auto merged = mergeMap(result.at(at).toObject(), object, type.item());
                if (!merged) {
                    return tl::unexpected(merged.error());
                }
                result.replace(at, *merged);
            } else {
                result.append(cleaned(item));
            }
        }
        return result;
    }

} // namespace

Result<QJsonObject> applyStrategicPatch(const QJsonObject& document, const QJsonObject& patch, const FieldType& type)
{
    return mergeMap(document, patch, type);
}

} // namespace cocoon::sandbox
