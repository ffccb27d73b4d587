// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/openapi_proto.h"

#include "services/base/json.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    /// Appends fields in protobuf wire format; empty values are left out, as proto3 does.
    class Message {
    public:
        void text(int field, const QString& value)
        {
            if (!value.isEmpty()) {
                bytes(field, value.toUtf8());
            }
        }
        void texts(int field, const QJsonValue& list)
        {
            const QJsonArray array = list.toArray();
            for (const QJsonValue& entry : array) {
                bytes(field, entry.toString().toUtf8());
            }
        }
        void flag(int field, bool value)
        {
            if (value) {
                varint(static_cast<quint64>(field) << 3);
                varint(1);
            }
        }
        void message(int field, const Message& inner) { bytes(field, inner.m_data); }
        const QByteArray& data() const { return m_data; }

    private:
        void bytes(int field, const QByteArray& value)
        {
            varint((static_cast<quint64>(field) << 3) | 2);
            varint(static_cast<quint64>(value.size()));
            m_data += value;
        }
        void varint(quint64 value)
        {
            while (value >= 0x80) {
                m_data += static_cast<char>((value & 0x7f) | 0x80);
                value >>= 7;
            }
            m_data += static_cast<char>(value);
        }
        QByteArray m_data;
    };

    Message named(const QString& name, const Message& value)
    {
        Message result;
        result.text(1, name);
        result.message(2, value);
        return result;
    }

    /// Vendor extensions carry their value as YAML text; JSON is YAML.
    void extensions(Message& into, int field, const QJsonObject& object)
    {
        for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
            if (it.key().startsWith("x-"_L1)) {
                Message any;
                any.text(2, QString::fromUtf8(toJson(it.value())) + u'\n');
                into.message(field, named(it.key(), any));
            }
        }
    }

    Message schema(const QJsonObject& object)
    {
        Message out;
        out.text(1, object.value("$ref"_L1).toString());
        out.text(2, object.value("format"_L1).toString());
        out.text(4, object.value("description"_L1).toString());
        out.texts(19, object.value("required"_L1));
        if (object.value("additionalProperties"_L1).isObject()) {
            Message item;
            item.message(1, schema(object.value("additionalProperties"_L1).toObject()));
            out.message(21, item);
        }
        if (const QString type = object.value("type"_L1).toString(); !type.isEmpty()) {
            Message item;
            item.text(1, type);
            out.message(22, item);
        }
        if (object.value("items"_L1).isObject()) {
            Message item;
            item.message(1, schema(object.value("items"_L1).toObject()));
            out.message(23, item);
        }
        const QJsonObject properties = object.value("properties"_L1).toObject();
        if (!properties.isEmpty()) {
            Message all;
            for (auto it = properties.constBegin(); it != properties.constEnd(); ++it) {
                all.message(1, named(it.key(), schema(it.value().toObject())));
            }
            out.message(25, all);
        }
        extensions(out, 31, object);
        return out;
    }

    Message parameter(const QJsonObject& object)
    {
        Message inner;
        Message holder;
        const QString in = object.value("in"_L1).toString();
        if (in == "body"_L1) {
            inner.text(2, object.value("name"_L1).toString());
            inner.text(3, in);
            inner.flag(4, object.value("required"_L1).toBool());
            inner.message(5, schema(object.value("schema"_L1).toObject()));
            holder.message(1, inner);
        } else {
            const bool isPath = in == "path"_L1;
            inner.flag(1, object.value("required"_L1).toBool());
            inner.text(2, in);
            inner.text(3, object.value("description"_L1).toString());
            inner.text(4, object.value("name"_L1).toString());
            inner.text(isPath ? 5 : 6, object.value("type"_L1).toString());
            Message nonBody;
            nonBody.message(isPath ? 4 : 3, inner);
            holder.message(2, nonBody);
        }
        Message item;
        item.message(1, holder);
        return item;
    }

    Message operation(const QJsonObject& object)
    {
        Message out;
        out.text(3, object.value("description"_L1).toString());
        out.text(5, object.value("operationId"_L1).toString());
        out.texts(6, object.value("produces"_L1));
        out.texts(7, object.value("consumes"_L1));
        const QJsonArray parameters = object.value("parameters"_L1).toArray();
        for (const QJsonValue& p : parameters) {
            out.message(8, parameter(p.toObject()));
        }
        Message responses;
        const QJsonObject all = object.value("responses"_L1).toObject();
        for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
            Message response;
            response.text(1, str(it.value(), { u"description" }));
            if (at(it.value(), { u"schema" }).isObject()) {
                Message item;
                item.message(1, schema(at(it.value(), { u"schema" }).toObject()));
                response.message(2, item);
            }
            Message value;
            value.message(1, response);
            responses.message(1, named(it.key(), value));
        }
        out.message(9, responses);
        extensions(out, 13, object);
        return out;
    }
}

QByteArray openApiProto(const QJsonObject& document)
{
    Message out;
    out.text(1, document.value("swagger"_L1).toString());
    Message info;
    info.text(1, str(document, { u"info", u"title" }));
    info.text(2, str(document, { u"info", u"version" }));
    out.message(2, info);
    Message paths;
    const QJsonObject all = document.value("paths"_L1).toObject();
    static const std::pair<QString, int> methods[] { { u"get"_s, 2 }, { u"put"_s, 3 }, { u"post"_s, 4 },
        { u"delete"_s, 5 }, { u"patch"_s, 8 } };
    for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
        Message item;
        for (const auto& [method, field] : methods) {
            const QJsonValue op = it.value().toObject().value(method);
            if (op.isObject()) {
                item.message(field, operation(op.toObject()));
            }
        }
        const QJsonArray parameters = at(it.value(), { u"parameters" }).toArray();
        for (const QJsonValue& p : parameters) {
            item.message(9, parameter(p.toObject()));
        }
        paths.message(2, named(it.key(), item));
    }
    out.message(8, paths);
    Message definitions;
    const QJsonObject schemas = document.value("definitions"_L1).toObject();
    for (auto it = schemas.constBegin(); it != schemas.constEnd(); ++it) {
        definitions.message(1, named(it.key(), schema(it.value().toObject())));
    }
    out.message(9, definitions);
    return out.data();
}

} // namespace cocoon::sandbox
