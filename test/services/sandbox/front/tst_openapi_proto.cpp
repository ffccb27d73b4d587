// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAPI v2 in protobuf, as older kubectl asks for it before an apply: read back with the field numbers of
// gnostic's OpenAPIv2.proto, it is the JSON document.
#include "services/base/clock.h"
#include "services/base/json.h"
#include "services/sandbox/front/openapi.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;

namespace {
    /// Fields of a message by number; a flag is "\x01".
    using Fields = QMap<int, QList<QByteArray>>;

    quint64 varint(const QByteArray& bytes, qsizetype& at)
    {
        quint64 value = 0;
        for (int shift = 0; at < bytes.size(); shift += 7) {
            const auto byte = static_cast<quint8>(bytes.at(at++));
            value |= static_cast<quint64>(byte & 0x7f) << shift;
            if (byte < 0x80) {
                break;
            }
        }
        return value;
    }

    Fields fields(const QByteArray& message)
    {
        Fields all;
        for (qsizetype at = 0; at < message.size();) {
            const quint64 key = varint(message, at);
            if ((key & 7) == 2) {
                const auto size = static_cast<qsizetype>(varint(message, at));
                all[static_cast<int>(key >> 3)].append(message.mid(at, size));
                at += size;
            } else {
                all[static_cast<int>(key >> 3)].append(QByteArray(1, static_cast<char>(varint(message, at))));
            }
        }
        return all;
    }

    QByteArray one(const Fields& all, int number)
    {
        return all.value(number).value(0);
    }

    void take(QJsonObject& into, const QString& name, const QByteArray& text)
    {
        if (!text.isEmpty()) {
            into.insert(name, QString::fromUtf8(text));
        }
    }

    void takeExtensions(QJsonObject& into, const QList<QByteArray>& named)
    {
        for (const QByteArray& entry : named) {
            const Fields pair = fields(entry);
            const QByteArray value = one(fields(one(pair, 2)), 2).trimmed();
            into.insert(QString::fromUtf8(one(pair, 1)), parseJson(value).value_or(QJsonValue()));
        }
    }

    QJsonObject schema(const QByteArray& message)
    {
        const Fields all = fields(message);
        QJsonObject object;
        take(object, u"$ref"_s, one(all, 1));
        take(object, u"format"_s, one(all, 2));
        take(object, u"description"_s, one(all, 4));
        QJsonArray required;
        for (const QByteArray& name : all.value(19)) {
            required.append(QString::fromUtf8(name));
        }
        if (!required.isEmpty()) {
            object.insert(u"required"_s, required);
        }
        take(object, u"type"_s, one(fields(one(all, 22)), 1));
        if (all.contains(21)) {
            object.insert(u"additionalProperties"_s, schema(one(fields(one(all, 21)), 1)));
        }
        if (all.contains(23)) {
            object.insert(u"items"_s, schema(one(fields(one(all, 23)), 1)));
        }
        QJsonObject properties;
        for (const QByteArray& entry : fields(one(all, 25)).value(1)) {
            const Fields pair = fields(entry);
            properties.insert(QString::fromUtf8(one(pair, 1)), schema(one(pair, 2)));
        }
        if (!properties.isEmpty()) {
            object.insert(u"properties"_s, properties);
        }
        takeExtensions(object, all.value(31));
        return object;
    }

    /// What the protobuf form has room for.
    QJsonObject known(const QJsonObject& object)
    {
        QJsonObject kept;
        for (const QString& key : { u"$ref"_s, u"format"_s, u"description"_s, u"required"_s, u"type"_s }) {
            if (object.contains(key)) {
                kept.insert(key, object.value(key));
            }
        }
        for (const QString& key : { u"additionalProperties"_s, u"items"_s }) {
            if (object.value(key).isObject()) {
                kept.insert(key, known(object.value(key).toObject()));
            }
        }
        QJsonObject properties;
        const QJsonObject all = object.value(u"properties").toObject();
        for (auto it = all.begin(); it != all.end(); ++it) {
            properties.insert(it.key(), known(it.value().toObject()));
        }
        if (!properties.isEmpty()) {
            kept.insert(u"properties"_s, properties);
        }
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.key().startsWith(u"x-")) {
                kept.insert(it.key(), it.value());
            }
        }
        return kept;
    }
}

class TstOpenApiProto : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readBackItIsTheJsonDocument()
    {
        SystemClock clock;
        ApiServer server(clock, nullptr, {});
        OpenApi api(server.kinds(), u"v1.32.9"_s);
        const std::optional<ApiReply> plain = api.answer(u"/openapi/v2"_s, "application/json");
        const std::optional<ApiReply> packed = api.answer(u"/openapi/v2"_s, "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
        QVERIFY(plain && packed);
        QCOMPARE(packed->contentType, QByteArray("application/com.github.proto-openapi.spec.v2.v1.0+protobuf"));
        const QJsonObject document = parseJsonObject(plain->body).value_or(QJsonObject());
        const Fields root = fields(packed->body);
        QCOMPARE(one(root, 1), QByteArray("2.0"));
        QCOMPARE(one(fields(one(root, 2)), 2), QByteArray("v1.32.9"));

        const QJsonObject definitions = document.value(u"definitions").toObject();
        const QList<QByteArray> schemas = fields(one(root, 9)).value(1);
        QVERIFY(definitions.size() > 100);
        QCOMPARE(schemas.size(), definitions.size());
        for (const QByteArray& entry : schemas) {
            const Fields pair = fields(entry);
            const QString name = QString::fromUtf8(one(pair, 1));
            const QJsonObject expected = known(definitions.value(name).toObject());
            QVERIFY2(!expected.isEmpty(), qPrintable(name));
            QVERIFY2(schema(one(pair, 2)) == expected, (name.toUtf8() + '\n' + toJson(schema(one(pair, 2))) + '\n' + toJson(expected)).constData());
        }

        const QJsonObject paths = document.value(u"paths").toObject();
        const QList<QByteArray> items = fields(one(root, 8)).value(2);
        QCOMPARE(items.size(), paths.size());
        const std::pair<QString, int> methods[] { { u"get"_s, 2 }, { u"put"_s, 3 }, { u"post"_s, 4 }, { u"delete"_s, 5 }, { u"patch"_s, 8 } };
        int operations = 0;
        for (const QByteArray& entry : items) {
            const Fields pair = fields(entry);
            const QJsonObject item = paths.value(QString::fromUtf8(one(pair, 1))).toObject();
            const Fields verbs = fields(one(pair, 2));
            for (const auto& [method, number] : methods) {
                const QJsonObject expected = item.value(method).toObject();
                QCOMPARE(verbs.contains(number), !expected.isEmpty());
                if (expected.isEmpty()) {
                    continue;
                }
                ++operations;
                const Fields operation = fields(one(verbs, number));
                QCOMPARE(QString::fromUtf8(one(operation, 5)), expected.value(u"operationId").toString());
                QCOMPARE(operation.value(8).size(), expected.value(u"parameters").toArray().size());
                QJsonObject extensions;
                takeExtensions(extensions, operation.value(13));
                QCOMPARE(extensions.value(u"x-kubernetes-group-version-kind"), expected.value(u"x-kubernetes-group-version-kind"));
            }
        }
        QVERIFY(operations > 100);
    }
};

COCOON_TEST(TstOpenApiProto)
#include "tst_openapi_proto.moc"
