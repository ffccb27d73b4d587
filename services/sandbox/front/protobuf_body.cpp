// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/protobuf_body.h"

#include <QDateTime>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QStringList>

#include <optional>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    struct FieldType {
        QString name; ///< "-" = its fields stand in the parent
        QString type; ///< as protobuf_fields.txt explains
        bool isList = false;
    };
    using Message = QHash<int, FieldType>;

    const QHash<QString, Message>& messages()
    {
        static const QHash<QString, Message> table = [] {
            QHash<QString, Message> read;
            QFile file(u":/sandbox/front/protobuf_fields.txt"_s);
            const QStringList lines = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n') : QStringList();
            for (const QString& line : lines) {
                const qsizetype colon = line.indexOf(u':');
                if (colon < 0 || line.startsWith(u'#')) {
                    continue;
                }
                Message& message = read[line.left(colon)];
                const QStringList rows = line.mid(colon + 1).split(u',');
                for (const QString& row : rows) {
                    const QStringList words = row.simplified().split(u' ');
                    const QString type = words.value(2);
                    const bool isList = type.startsWith("[]"_L1);
                    message.insert(words.value(0).toInt(), { words.value(1), isList ? type.mid(2) : type, isList });
                }
            }
            return read;
        }();
        return table;
    }

    struct Field {
        int number = 0;
        quint64 value = 0; // wire type 0
        QByteArray bytes; // wire type 2
    };

    /// Cuts a message into its fields; std::nullopt when it is damaged.
    std::optional<QList<Field>> fieldsOf(const QByteArray& data)
    {
        qsizetype at = 0;
        const auto varint = [&](quint64& value) {
            value = 0;
            for (int shift = 0; shift < 64 && at < data.size(); shift += 7) {
                const quint8 byte = static_cast<quint8>(data.at(at++));
                value |= static_cast<quint64>(byte & 0x7f) << shift;
                if (byte < 0x80) {
                    return true;
                }
            }
            return false;
        };
        QList<Field> fields;
        while (at < data.size()) {
            quint64 tag = 0;
            Field field;
            if (!varint(tag)) {
                return std::nullopt;
            }
            field.number = static_cast<int>(tag >> 3);
            const int wire = static_cast<int>(tag & 7);
            quint64 size = wire == 1 ? 8 : 4;
            if (wire == 0) {
                if (!varint(field.value)) {
                    return std::nullopt;
                }
                fields.append(field);
                continue;
            }
            if ((wire != 1 && wire != 2 && wire != 5) || (wire == 2 && !varint(size))
                || size > static_cast<quint64>(data.size() - at)) {
                return std::nullopt;
            }
            field.bytes = data.mid(at, static_cast<qsizetype>(size));
            at += static_cast<qsizetype>(size);
            fields.append(field);
        }
        return fields;
    }

    /// Reads the fields of messages. The first problem ends it and is kept.
    class Decoder {
    public:
        bool message(const QString& type, const QByteArray& data, QJsonObject& into, int depth);
        const QString& problem() const { return m_problem; }

    private:
        bool value(const FieldType& type, const Field& field, QJsonValue& out, int depth);
        bool mapEntry(const FieldType& type, const QByteArray& data, QJsonObject& into);
        bool damaged(const QString& what)
        {
            m_problem = u"%1 is damaged"_s.arg(what);
            return false;
        }
        QString m_problem;
    };

    QString quantity(const QByteArray& data)
    {
        const QList<Field> fields = fieldsOf(data).value_or(QList<Field>());
        return fields.isEmpty() ? QString() : QString::fromUtf8(fields.last().bytes);
    }

    bool Decoder::value(const FieldType& type, const Field& field, QJsonValue& out, int depth)
    {
        if (type.type == "s"_L1) {
            out = QString::fromUtf8(field.bytes);
        } else if (type.type == "i"_L1) {
            out = static_cast<qint64>(field.value);
        } else if (type.type == "b"_L1) {
            out = field.value != 0;
        } else if (type.type == "y"_L1) {
            out = QString::fromLatin1(field.bytes.toBase64());
        } else if (type.type == "q"_L1) {
            out = quantity(field.bytes);
        } else if (type.type == "t"_L1 || type.type == "u"_L1) {
            const std::optional<QList<Field>> parts = fieldsOf(field.bytes);
            if (!parts) {
                return damaged(type.name);
            }
            quint64 first = 0, second = 0;
            QByteArray text;
            for (const Field& part : *parts) {
                if (part.number == 3) { // written even when it is empty
                    text = part.bytes;
                } else {
                    (part.number == 1 ? first : second) = part.value;
                }
            }
            if (type.type == "u"_L1) { // {1 kind, 2 number, 3 text}; the kind of a number is 0
                out = first == 0 ? QJsonValue(static_cast<qint64>(static_cast<qint32>(second))) : QJsonValue(QString::fromUtf8(text));
            } else if (first != 0) {
                out = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(first), Qt::UTC).toString(Qt::ISODate);
            }
        } else {
            QJsonObject object;
            if (!message(type.type, field.bytes, object, depth + 1)) {
                return false;
            }
            out = object;
        }
        return true;
    }

    bool Decoder::mapEntry(const FieldType& type, const QByteArray& data, QJsonObject& into)
    {
        const std::optional<QList<Field>> entry = fieldsOf(data);
        if (!entry) {
            return damaged(type.name);
        }
        QByteArray key, content;
        for (const Field& part : *entry) {
            (part.number == 1 ? key : content) = part.bytes;
        }
        QJsonObject map = into.value(type.name).toObject();
        map.insert(QString::fromUtf8(key),
            type.type == "n"_L1       ? QString::fromLatin1(content.toBase64())
                : type.type == "Q"_L1 ? quantity(content)
                                      : QString::fromUtf8(content));
        into.insert(type.name, map);
        return true;
    }

    bool Decoder::message(const QString& name, const QByteArray& data, QJsonObject& into, int depth)
    {
        const std::optional<QList<Field>> fields = fieldsOf(data);
        if (!fields || depth > 20) {
            return damaged(name);
        }
        const Message known = messages().value(name);
        for (const Field& field : *fields) {
            const FieldType type = known.value(field.number);
            if (type.type == "x"_L1) {
                continue;
            }
            if (type.name.isEmpty()) {
                if (field.value == 0 && field.bytes.isEmpty()) {
                    continue; // Go writes what is empty, too
                }
                // Leaving it out would make another object than the client meant.
                m_problem = u"field %1 of %2 is not understood"_s.arg(field.number).arg(name);
                return false;
            }
            if (type.type == "m"_L1 || type.type == "n"_L1 || type.type == "Q"_L1) {
                if (!mapEntry(type, field.bytes, into)) {
                    return false;
                }
                continue;
            }
            QJsonValue read;
            if (!value(type, field, read, depth)) {
                return false;
            }
            if (type.isList) {
                QJsonArray list = into.value(type.name).toArray();
                list.append(read);
                into.insert(type.name, list);
            } else if (type.name == "-"_L1) {
                const QJsonObject inner = read.toObject();
                for (auto it = inner.begin(); it != inner.end(); ++it) {
                    into.insert(it.key(), it.value());
                }
            } else if (!(read.isString() && read.toString().isEmpty())) { // Go writes empty strings; JSON leaves them out
                into.insert(type.name, read);
            }
        }
        return true;
    }
}

Result<QJsonObject> decodeProtobufBody(const QByteArray& body)
{
    const QByteArray magic("k8s\0", 4);
    const std::optional<QList<Field>> envelope = body.startsWith(magic) ? fieldsOf(body.mid(4)) : std::nullopt;
    if (!envelope) {
        return fail(Errc::Parse, u"The body is not Kubernetes protobuf."_s);
    }
    QString apiVersion, kind;
    QByteArray raw;
    for (const Field& field : std::as_const(*envelope)) {
        if (field.number == 2) {
            raw = field.bytes;
        } else if (field.number == 1) {
            const std::optional<QList<Field>> typeMeta = fieldsOf(field.bytes);
            for (const Field& part : typeMeta.value_or(QList<Field>())) {
                (part.number == 1 ? apiVersion : kind) = QString::fromUtf8(part.bytes);
            }
        }
    }
    if (!messages().contains(kind)) {
        return fail(Errc::Invalid, u"Protobuf of kind %1 is not understood."_s.arg(kind));
    }
    Decoder decoder;
    QJsonObject result;
    if (!decoder.message(kind, raw, result, 0)) {
        return fail(Errc::Parse, u"The protobuf body of kind %1: %2."_s.arg(kind, decoder.problem()));
    }
    result.insert(u"apiVersion"_s, apiVersion);
    result.insert(u"kind"_s, kind);
    return result;
}

} // namespace cocoon::sandbox
