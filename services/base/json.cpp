// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"

#include "services/base/json_shape.h"

#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <simdjson.h>
#include <vector>

namespace cocoon {

namespace {
    namespace dom = simdjson::dom;

    constexpr qsizetype kKeepParserBelow = 8 * 1024 * 1024; // larger documents give their memory back at once
    constexpr qsizetype kSearchErrorBelow = 32 * 1024 * 1024;

    QString text(std::string_view view)
    {
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    }

    QJsonValue toValue(const dom::element& element, const JsonShape& shape)
    {
        switch (element.type()) {
        case dom::element_type::OBJECT: {
            const dom::object fields = element.get_object().value_unsafe(); // named: the loop would not keep the result alive
            QJsonObject object;
            for (const auto& [key, value] : fields) {
                const JsonShape* wanted = shape.isEverything() ? &shape : shape.find(key);
                if (wanted != nullptr) {
                    object.insert(text(key), toValue(value, *wanted));
                }
            }
            return object;
        }
        case dom::element_type::ARRAY: {
            const dom::array elements = element.get_array().value_unsafe();
            QJsonArray array;
            for (const dom::element value : elements) {
                array.append(toValue(value, shape));
            }
            return array;
        }
        case dom::element_type::STRING:
            return text(element.get_string().value_unsafe());
        case dom::element_type::INT64:
            return static_cast<qint64>(element.get_int64().value_unsafe());
        case dom::element_type::UINT64:
            return static_cast<double>(element.get_uint64().value_unsafe());
        case dom::element_type::DOUBLE:
            return element.get_double().value_unsafe();
        case dom::element_type::BOOL:
            return element.get_bool().value_unsafe();
        case dom::element_type::NULL_VALUE:
            break;
        }
        return QJsonValue(QJsonValue::Null);
    }

    tl::unexpected<Error> parseError(const QByteArray& bytes, simdjson::error_code code)
    {
        if (bytes.trimmed().isEmpty()) {
            return fail(Errc::Parse, QStringLiteral("The JSON text is empty."));
        }
        QString where;
        if (bytes.size() < kSearchErrorBelow) {
            // simdjson's DOM does not say where; the slow parser does.
            QJsonParseError error;
            QJsonDocument::fromJson(bytes, &error);
            qsizetype offset = error.error != QJsonParseError::NoError ? error.offset : -1;
            if (offset < 0) { // it lets control characters pass, and anything after the end
                const auto bad = std::find_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; });
                const QString text = QString::fromUtf8(bytes);
                const qsizetype broken = text.indexOf(QChar::ReplacementCharacter);
                offset = bad != bytes.end() ? bad - bytes.begin() : broken >= 0 ? text.left(broken).toUtf8().size() : -1;
            }
            if (offset >= 0) {
                where = QStringLiteral(" at byte %1 (line %2)").arg(offset).arg(bytes.left(offset).count('\n') + 1);
            }
        }
        return fail(Errc::Parse, QStringLiteral("The text is not valid JSON%1.").arg(where),
            QString::fromLatin1(simdjson::error_message(code)));
    }

    /// There may have been a secret among the strings, and the parser is kept: it writes them to the begin of one buffer.
    void forgetStrings(dom::parser& parser, std::size_t size)
    {
        if (parser.doc.string_buf) {
            ::explicit_bzero(parser.doc.string_buf.get(), std::min(size, parser.capacity()) * 5 / 3 + 32); // its own bound
        }
    }

    /// Parses with the thread's one parser and hands the root to fn while it lives.
    template <class Fn>
    auto withDocument(const QByteArray& bytes, Fn fn) -> decltype(fn(std::declval<dom::element>()))
    {
        // Taken out while in use, so that a callback may parse something else.
        static thread_local std::unique_ptr<dom::parser> idle;
        std::unique_ptr<dom::parser> parser = std::move(idle);
        if (!parser) {
            parser = std::make_unique<dom::parser>();
        }
        dom::element root;
        const simdjson::padded_string padded(bytes.constData(), static_cast<std::size_t>(bytes.size())); // else it keeps a copy, too
        const auto code = parser->parse(padded).get(root);
        if (code) {
            return parseError(bytes, code);
        }
        auto result = fn(root);
        if (bytes.size() < kKeepParserBelow) {
            forgetStrings(*parser, padded.size());
            idle = std::move(parser);
        }
        return result;
    }

    QJsonValue child(const QJsonValue& value, QStringView key)
    {
        if (value.isObject()) {
            return value.toObject().value(key);
        }
        if (value.isArray()) {
            bool ok = false;
            const int index = key.toInt(&ok);
            const QJsonArray array = value.toArray();
            if (ok && index >= 0 && index < array.size()) {
                return array.at(index);
            }
        }
        return QJsonValue(QJsonValue::Undefined);
    }

    QJsonValue replaced(const QJsonValue& root, const QStringList& path, qsizetype depth, const QJsonValue& value)
    {
        if (depth == path.size()) {
            return value;
        }
        const QString& key = path.at(depth);
        if (root.isArray()) {
            bool ok = false;
            const int index = key.toInt(&ok);
            QJsonArray array = root.toArray();
            if (!ok || index < 0 || index > array.size()) {
                return root;
            }
            const QJsonValue next = replaced(child(root, key), path, depth + 1, value);
            if (next.isUndefined()) {
                if (index < array.size()) {
                    array.removeAt(index);
                }
            } else if (index < array.size()) {
                array.replace(index, next);
            } else {
                array.append(next);
            }
            return array;
        }
        QJsonObject object = root.toObject();
        if (value.isUndefined() && !object.contains(key)) {
            return root; // nothing to remove, and no empty parents made
        }
        const QJsonValue next = replaced(object.value(key), path, depth + 1, value);
        if (next.isUndefined()) {
            object.remove(key);
        } else {
            object.insert(key, next);
        }
        return object;
    }
}

const JsonShape* JsonShape::find(std::string_view key) const
{
    const auto field = std::find_if(m_fields.begin(), m_fields.end(), [key](const Field& one) { return one.first == key; });
    return field == m_fields.end() ? nullptr : &field->second;
}

Result<QJsonValue> parseJson(const QByteArray& bytes)
{
    return withDocument(bytes, [](const dom::element& root) -> Result<QJsonValue> { return toValue(root, {}); });
}

Result<QJsonObject> parseJsonObject(const QByteArray& bytes)
{
    return parseJsonObject(bytes, {});
}

Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const JsonShape& shape)
{
    return withDocument(bytes, [&shape](const dom::element& root) -> Result<QJsonObject> {
        if (!root.is_object()) {
            return fail(Errc::Parse, QStringLiteral("A JSON object was expected."));
        }
        return toValue(root, shape).toObject();
    });
}

Result<QJsonObject> forEachItem(const QByteArray& bytes, QStringView arrayKey,
    const std::function<void(QJsonObject&&)>& item)
{
    return forEachItem(bytes, arrayKey, {}, item);
}

Result<QJsonObject> forEachItem(const QByteArray& bytes, QStringView arrayKey, const JsonShape& shape, const std::function<void(QJsonObject&&)>& item,
    const std::function<void(const QJsonObject& rest)>& before)
{
    const QByteArray wanted = arrayKey.toUtf8();
    return withDocument(bytes, [&](const dom::element& root) -> Result<QJsonObject> {
        if (!root.is_object()) {
            return fail(Errc::Parse, QStringLiteral("A JSON object was expected."));
        }
        const dom::object fields = root.get_object().value_unsafe();
        QJsonObject rest;
        std::vector<dom::array> arrays;
        bool isList = false;
        for (const auto& [key, value] : fields) {
            if (key != std::string_view(wanted.constData(), static_cast<std::size_t>(wanted.size()))) {
                rest.insert(text(key), toValue(value, {}));
                continue;
            }
            isList = true;
            if (value.is_null()) { // Go writes an empty list as null
                continue;
            }
            if (!value.is_array()) {
                return fail(Errc::Parse, QStringLiteral("The list has no array named \"%1\".").arg(arrayKey));
            }
            arrays.push_back(value.get_array().value_unsafe());
            for (const dom::element element : arrays.back()) {
                if (!element.is_object()) {
                    return fail(Errc::Parse, QStringLiteral("An item of the list is not an object."));
                }
            }
        }
        if (!isList) { // some other answer must not pass for "there is nothing"
            return fail(Errc::Parse, QStringLiteral("The list has no array named \"%1\".").arg(arrayKey));
        }
        if (before) {
            before(rest);
        }
        for (const dom::array& elements : arrays) {
            for (const dom::element element : elements) {
                item(toValue(element, shape).toObject());
            }
        }
        return rest;
    });
}

QByteArray toJson(const QJsonValue& value)
{
    if (value.isObject()) {
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    }
    if (value.isArray()) {
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    }
    // QJsonDocument holds only objects and arrays: write [x] and take the brackets off.
    const QByteArray wrapped = QJsonDocument(QJsonArray({ value })).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2);
}

QByteArray toPrettyJson(const QJsonValue& value)
{
    if (!value.isObject() && !value.isArray()) {
        return toJson(value) + '\n';
    }
    const QByteArray wide = (value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(value.toArray()))
                                .toJson(QJsonDocument::Indented);
    // Qt indents by four; strings hold no raw line breaks, so leading spaces are indentation only.
    QByteArray out;
    out.reserve(wide.size());
    for (qsizetype start = 0; start < wide.size();) {
        qsizetype end = wide.indexOf('\n', start);
        end = end < 0 ? wide.size() : end + 1;
        qsizetype first = start;
        while (first < end && wide.at(first) == ' ') {
            ++first;
        }
        out.append((first - start) / 2, ' ');
        out.append(wide.constData() + first, end - first);
        start = end;
    }
    return out;
}

QJsonValue at(const QJsonValue& root, std::initializer_list<QStringView> path)
{
    QJsonValue value = root;
    for (const QStringView key : path) {
        value = child(value, key);
    }
    return value;
}

QJsonValue at(const QJsonValue& root, const QStringList& path)
{
    QJsonValue value = root;
    for (const QString& key : path) {
        value = child(value, key);
    }
    return value;
}

QString str(const QJsonValue& root, std::initializer_list<QStringView> path)
{
    return at(root, path).toString();
}

QJsonObject with(const QJsonObject& root, const QStringList& path, const QJsonValue& value)
{
    return path.isEmpty() ? value.toObject() : replaced(root, path, 0, value).toObject();
}

} // namespace cocoon
