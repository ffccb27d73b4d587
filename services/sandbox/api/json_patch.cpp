// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/json_patch.h"

#include "services/base/json.h"

#include <optional>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    Result<QStringList> pointer(const QJsonValue& text)
    {
        if (!text.isString()) {
            return fail(Errc::Invalid, u"a path is missing"_s);
        }
        const QString path = text.toString();
        if (path.isEmpty()) {
            return QStringList();
        }
        if (!path.startsWith(u'/')) {
            return fail(Errc::Invalid, "the path "_L1 + path + " does not start with a slash"_L1);
        }
        QStringList parts = path.mid(1).split(u'/');
        for (QString& part : parts) {
            part.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
        }
        return parts;
    }

    std::optional<qsizetype> index(const QString& text, qsizetype size)
    {
        bool good = false;
        const qlonglong value = text.toLongLong(&good);
        if (!good || value < 0 || value >= size || (text.size() > 1 && text.startsWith(u'0'))) {
            return std::nullopt;
        }
        return static_cast<qsizetype>(value);
    }

    Result<QJsonValue> lookUp(const QJsonValue& root, const QStringList& path)
    {
        QJsonValue here = root;
        for (const QString& key : path) {
            if (here.isObject() && here.toObject().contains(key)) {
                here = here.toObject().value(key);
                continue;
            }
            const QJsonArray array = here.toArray();
            const auto i = here.isArray() ? index(key, array.size()) : std::nullopt;
            if (!i) {
                return fail(Errc::Invalid, "there is nothing at /"_L1 + path.join(u'/'));
            }
            here = array.at(*i);
        }
        return here;
    }

    enum class Edit { Add, Replace, Remove };

    Result<QJsonValue> edit(const QJsonValue& root, const QStringList& path, qsizetype depth, Edit what, const QJsonValue& value)
    {
        if (depth == path.size()) {
            return value;
        }
        const QString& key = path.at(depth);
        const bool last = depth + 1 == path.size();
        const auto missing = [&] { return fail(Errc::Invalid, "there is nothing at /"_L1 + path.join(u'/')); };
        if (root.isObject()) {
            QJsonObject object = root.toObject();
            if (!object.contains(key) && !(last && what == Edit::Add)) {
                return missing();
            }
            if (last && what == Edit::Remove) {
                object.remove(key);
                return object;
            }
            const Result<QJsonValue> inner = edit(object.value(key), path, depth + 1, what, value);
            if (!inner) {
                return inner;
            }
            object.insert(key, *inner);
            return object;
        }
        if (root.isArray()) {
            QJsonArray array = root.toArray();
            const bool append = key == "-"_L1 && last && what == Edit::Add;
            const auto i = append ? std::optional<qsizetype>(array.size())
                                  : index(key, array.size() + (last && what == Edit::Add ? 1 : 0));
            if (!i) {
                return missing();
            }
            if (last && what == Edit::Add) {
                array.insert(*i, value);
                return array;
            }
            if (last && what == Edit::Remove) {
                array.removeAt(*i);
                return array;
            }
            const Result<QJsonValue> inner = edit(array.at(*i), path, depth + 1, what, value);
            if (!inner) {
                return inner;
            }
            array.replace(*i, *inner);
            return array;
        }
        return missing();
    }

    Result<QJsonValue> applyOne(const QJsonValue& document, const QJsonObject& operation)
    {
        const QString op = operation.value("op"_L1).toString();
        const Result<QStringList> path = pointer(operation.value("path"_L1));
        if (!path) {
            return tl::unexpected(path.error());
        }
        QJsonValue value = operation.value("value"_L1);
        if (op == "add"_L1 || op == "replace"_L1) {
            if (value.isUndefined()) {
                value = QJsonValue::Null;
            }
            return edit(document, *path, 0, op == "add"_L1 ? Edit::Add : Edit::Replace, value);
        }
        if (op == "remove"_L1) {
            return path->isEmpty() ? Result<QJsonValue>(QJsonValue::Null) : edit(document, *path, 0, Edit::Remove, {});
        }
        if (op == "test"_L1) {
            const Result<QJsonValue> there = lookUp(document, *path);
            const bool absentNull = !there && value.isNull();
            if (!absentNull && (!there || *there != value)) {
                return fail(Errc::Invalid, "testing value /"_L1 + path->join(u'/') + " failed: test failed"_L1);
            }
            return document;
        }
        if (op == "move"_L1 || op == "copy"_L1) {
            const Result<QStringList> from = pointer(operation.value("from"_L1));
            if (!from) {
                return tl::unexpected(from.error());
            }
            const Result<QJsonValue> there = lookUp(document, *from);
            if (!there) {
                return there;
            }
            if (op == "copy"_L1) {
                return edit(document, *path, 0, Edit::Add, *there);
            }
            if (path->size() > from->size() && path->mid(0, from->size()) == *from) {
                return fail(Errc::Invalid, u"a value cannot be moved into itself"_s);
            }
            const Result<QJsonValue> without = edit(document, *from, 0, Edit::Remove, {});
            return without ? edit(*without, *path, 0, Edit::Add, *there) : without;
        }
        return fail(Errc::Invalid, "unexpected kind: "_L1 + op);
    }

} // namespace

Result<QJsonValue> applyJsonPatch(const QJsonValue& document, const QJsonArray& patch)
{
    QJsonValue result = document;
    for (const QJsonValue operation : patch) {
        Result<QJsonValue> next = applyOne(result, operation.toObject());
        if (!next) {
            return next;
        }
        result = *next;
    }
    return result;
}

QJsonValue applyMergePatch(const QJsonValue& document, const QJsonValue& patch)
{
    if (!patch.isObject()) {
        return patch;
    }
    QJsonObject result = document.toObject();
    const QJsonObject changes = patch.toObject();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it.value().isNull()) {
            result.remove(it.key());
        } else {
            result.insert(it.key(), applyMergePatch(result.value(it.key()), it.value()));
        }
    }
    return result;
}

} // namespace cocoon::sandbox
