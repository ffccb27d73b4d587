// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/openapi.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/base/yaml.h"
#include "services/sandbox/front/accept.h"
#include "services/sandbox/front/openapi_proto.h"
#include "services/sandbox/front/schema_library.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    using Kind = ApiServer::Kind;
    const QString kStrategic = u"application/strategic-merge-patch+json"_s;

    QJsonArray gvk(const Kind& kind)
    {
        return { QJsonObject { { u"group"_s, kind.group }, { u"version"_s, kind.version }, { u"kind"_s, kind.kind } } };
    }
    QString groupVersionPath(const QString& group, const QString& version)
    {
        return group.isEmpty() ? u"api/"_s + version : u"apis/"_s + group + u'/' + version;
    }
    /// "io.openshift.kataconfiguration.v1.KataConfig": how Kubernetes names schemas of custom resources.
    QString crdDefinition(const Kind& kind)
    {
        QStringList parts = kind.group.split(u'.');
        std::reverse(parts.begin(), parts.end());
        return parts.join(u'.') + u'.' + kind.version + u'.' + kind.kind;
    }
    QString definitionName(const Kind& kind)
    {
        const QString name = SchemaLibrary::builtIn().definitionName(kind.group, kind.version, kind.kind);
        return name.isEmpty() ? crdDefinition(kind) : name;
    }
    QJsonObject queryParameter(const QString& name, const QString& about, bool v2)
    {
        QJsonObject p { { u"name"_s, name }, { u"in"_s, u"query"_s }, { u"description"_s, about } };
        if (v2) {
            p.insert(u"type"_s, u"string"_s);
            p.insert(u"uniqueItems"_s, true);
        } else {
            p.insert(u"schema"_s, QJsonObject { { u"type"_s, u"string"_s }, { u"uniqueItems"_s, true } });
        }
        return p;
    }
    QJsonObject pathParameter(const QString& name, bool v2)
    {
        QJsonObject p = queryParameter(name, name + u" of the object"_s, v2);
        p.insert(u"in"_s, u"path"_s);
        p.insert(u"required"_s, true);
        return p;
    }
    QJsonObject operation(const Kind& kind, const QString& action, const QString& definition, bool v2)
    {
        const bool isWrite = action == "post"_L1 || action == "put"_L1 || action == "patch"_L1;
        QJsonObject ref { { u"$ref"_s, u"#/definitions/"_s + definition } };
        QJsonArray parameters;
        QStringList consumed { u"application/json"_s, u"application/yaml"_s };
        if (action == "patch"_L1) {
            consumed = QStringList { u"application/apply-patch+yaml"_s, u"application/json-patch+json"_s,
                u"application/merge-patch+json"_s };
            if (!kind.fromCrd) {
                consumed.append(kStrategic);
            }
            ref = QJsonObject { { u"type"_s, u"object"_s } };
        }
        if (isWrite) {
            parameters = { queryParameter(u"dryRun"_s, u"When present, indicates that modifications should not be persisted."_s, v2),
                queryParameter(u"fieldManager"_s, u"The actor or entity that is making these changes."_s, v2),
                queryParameter(u"fieldValidation"_s, u"How the server deals with unknown or duplicate fields."_s, v2) };
        }
        QJsonObject op { { u"x-kubernetes-action"_s, action }, { u"x-kubernetes-group-version-kind"_s, gvk(kind).at(0) },
            { u"operationId"_s, action + (kind.group.isEmpty() ? u"Core"_s : kind.group.section(u'.', 0, 0)) + kind.version + kind.kind } };
        if (isWrite && v2) {
            parameters.append(QJsonObject { { u"name"_s, u"body"_s }, { u"in"_s, u"body"_s }, { u"required"_s, true }, { u"schema"_s, ref } });
            op.insert(u"consumes"_s, QJsonArray::fromStringList(consumed));
        } else if (isWrite) {
            QJsonObject content;
            for (const QString& type : std::as_const(consumed)) {
                content.insert(type, QJsonObject { { u"schema"_s, ref } });
            }
            op.insert(u"requestBody"_s, QJsonObject { { u"required"_s, true }, { u"content"_s, content } });
        }
        op.insert(u"parameters"_s, parameters);
        const QJsonObject answer { { u"$ref"_s, u"#/definitions/"_s + definition } };
        QJsonObject ok { { u"description"_s, u"OK"_s } };
        if (v2) {
            ok.insert(u"schema"_s, answer);
            op.insert(u"produces"_s, QJsonArray { u"application/json"_s, u"application/yaml"_s });
        } else {
            ok.insert(u"content"_s, QJsonObject { { u"application/json"_s, QJsonObject { { u"schema"_s, answer } } } });
        }
        op.insert(u"responses"_s, QJsonObject { { u"200"_s, ok } });
        return op;
    }

    /// OpenAPI v3 allows no siblings of $ref: {"description", "$ref"} becomes {"description", "allOf": [{"$ref"}]}.
    QJsonValue toVersion3(const QJsonValue& value)
    {
        if (value.isArray()) {
            QJsonArray result;
            const QJsonArray array = value.toArray();
            for (const QJsonValue& entry : array) {
                result.append(toVersion3(entry));
            }
            return result;
        }
        if (!value.isObject()) {
            return value;
        }
        QJsonObject result;
        const QJsonObject object = value.toObject();
        for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
            if (it.key() == "$ref"_L1 && it.value().isString()) {
                const QString ref = it.value().toString().replace(u"#/definitions/"_s, u"#/components/schemas/"_s);
                result.insert(u"allOf"_s, QJsonArray { QJsonObject { { u"$ref"_s, ref } } });
            } else {
                result.insert(it.key(), toVersion3(it.value()));
            }
        }
        return result;
    }

    /// v2 cannot say much of what a CRD schema says; keep what clients read.
    QJsonObject toVersion2(const QJsonObject& schema)
    {
        static const QStringList kept { u"type"_s, u"format"_s, u"description"_s, u"required"_s };
        QJsonObject result;
        for (auto it = schema.constBegin(); it != schema.constEnd(); ++it) {
            if (kept.contains(it.key()) || it.key().startsWith("x-"_L1)) {
                result.insert(it.key(), it.value());
            }
        }
        const QJsonObject properties = schema.value("properties"_L1).toObject();
        QJsonObject converted;
        for (auto it = properties.constBegin(); it != properties.constEnd(); ++it) {
            converted.insert(it.key(),
                it.value().toObject().contains("$ref"_L1) ? it.value() : QJsonValue(toVersion2(it.value().toObject())));
        }
        if (!converted.isEmpty()) {
            result.insert(u"properties"_s, converted);
        }
        for (const QString& key : { u"items"_s, u"additionalProperties"_s }) {
            if (schema.value(key).isObject()) {
                result.insert(key, toVersion2(schema.value(key).toObject()));
            }
        }
        return result;
    }

    /// `value` without what lies at `path` (a name with a dot in it is not found, and stays).
    QJsonValue without(const QJsonValue& value, const QStringList& path)
    {
        const QString first = path.value(0);
        if (value.isArray()) {
            QJsonArray array = value.toArray();
            const qsizetype i = first.toLongLong();
            if (path.size() > 1 && i < array.size()) {
                array.replace(i, without(array.at(i), path.mid(1)));
            }
            return array;
        }
        QJsonObject object = value.toObject();
        if (!value.isObject() || !object.contains(first)) {
            return value;
        }
        if (path.size() == 1) {
            object.remove(first);
        } else {
            object.insert(first, without(object.value(first), path.mid(1)));
        }
        return object;
    }
}

OpenApi::OpenApi(QList<Kind> kinds, QString gitVersion)
    : m_kinds(std::move(kinds))
    , m_gitVersion(std::move(gitVersion))
{
}

QStringList OpenApi::groupVersions() const
{
    QStringList list;
    for (const Kind& kind : m_kinds) {
        const QString path = groupVersionPath(kind.group, kind.version);
        if (!list.contains(path)) {
            list.append(path);
        }
    }
    return list;
}

QJsonObject OpenApi::schemaOf(const Kind& kind, QJsonObject& definitions) const
{
    const SchemaLibrary& library = SchemaLibrary::builtIn();
    const QString builtIn = library.definitionName(kind.group, kind.version, kind.kind);
    if (!builtIn.isEmpty()) {
        library.collect(builtIn, definitions);
        return library.definition(builtIn);
    }
    QJsonObject schema = kind.schema;
    QJsonObject properties = schema.value("properties"_L1).toObject();
    const QString meta = u"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"_s;
    properties.insert(u"apiVersion"_s, QJsonObject { { u"type"_s, u"string"_s } });
    properties.insert(u"kind"_s, QJsonObject { { u"type"_s, u"string"_s } });
    properties.insert(u"metadata"_s, QJsonObject { { u"$ref"_s, u"#/definitions/"_s + meta } });
    if (kind.schema.isEmpty()) {
        schema.insert(u"x-kubernetes-preserve-unknown-fields"_s, true);
    }
    schema.insert(u"type"_s, u"object"_s);
    schema.insert(u"properties"_s, properties);
    schema.insert(u"x-kubernetes-group-version-kind"_s, gvk(kind));
    library.collect(meta, definitions);
    definitions.insert(crdDefinition(kind), schema);
    return schema;
}

QJsonObject OpenApi::paths(const Kind& kind, bool v2) const
{
    const QString definition = definitionName(kind);
    const QString base = u'/' + groupVersionPath(kind.group, kind.version);
    QString collection = base;
    QJsonArray own;
    if (kind.namespaced) {
        collection += u"/namespaces/{namespace}"_s;
        own.append(pathParameter(u"namespace"_s, v2));
    }
    collection += u'/' + kind.plural;
    QJsonObject many { { u"parameters"_s, own } };
    own.append(pathParameter(u"name"_s, v2));
    QJsonObject one { { u"parameters"_s, own } };
    const auto add = [&](QJsonObject& item, const char* verb, const QString& method) {
        if (kind.verbs.isEmpty() || kind.verbs.contains(QLatin1String(verb))) {
            item.insert(method, operation(kind, method, definition, v2));
        }
    };
    add(many, "list", u"get"_s);
    add(many, "create", u"post"_s);
    add(many, "deletecollection", u"delete"_s);
    add(one, "get", u"get"_s);
    add(one, "update", u"put"_s);
    add(one, "patch", u"patch"_s);
    add(one, "delete", u"delete"_s);
    return { { collection, many }, { collection + u"/{name}"_s, one } };
}

QJsonObject OpenApi::document3(const QString& group, const QString& version) const
{
    QJsonObject definitions;
    QJsonObject allPaths;
    for (const Kind& kind : m_kinds) {
        if (kind.group == group && kind.version == version) {
            schemaOf(kind, definitions);
            const QJsonObject own = paths(kind, false);
            for (auto it = own.constBegin(); it != own.constEnd(); ++it) {
                allPaths.insert(it.key(), it.value());
            }
        }
    }
    return { { u"openapi"_s, u"3.0.0"_s },
        { u"info"_s, QJsonObject { { u"title"_s, u"Kubernetes"_s }, { u"version"_s, m_gitVersion } } },
        { u"paths"_s, toVersion3(allPaths) },
        { u"components"_s, QJsonObject { { u"schemas"_s, toVersion3(definitions) } } } };
}

QJsonObject OpenApi::document2() const
{
    QJsonObject definitions;
    QJsonObject allPaths;
    for (const Kind& kind : m_kinds) {
        schemaOf(kind, definitions);
        const QJsonObject own = paths(kind, true);
        for (auto it = own.constBegin(); it != own.constEnd(); ++it) {
            allPaths.insert(it.key(), it.value());
        }
    }
    for (const Kind& kind : m_kinds) {
        if (kind.fromCrd) {
            const QString name = crdDefinition(kind);
            definitions.insert(name, toVersion2(definitions.value(name).toObject()));
        }
    }
    return { { u"swagger"_s, u"2.0"_s },
        { u"info"_s, QJsonObject { { u"title"_s, u"Kubernetes"_s }, { u"version"_s, m_gitVersion } } },
        { u"paths"_s, allPaths }, { u"definitions"_s, definitions } };
}

QByteArray OpenApi::hash(const QString& group, const QString& version) const
{
    QByteArray material = m_gitVersion.toUtf8();
    for (const Kind& kind : m_kinds) {
        if (kind.group == group && kind.version == version) {
            material += kind.kind.toUtf8() + toJson(kind.schema);
        }
    }
    return sha256Hex(material).toUpper();
}

std::optional<ApiReply> OpenApi::answer(const QString& path, const QByteArray& accept)
{
    ApiReply reply;
    if (path == "/openapi/v2"_L1) {
        const bool isProto = accept.contains("application/com.github.proto-openapi.spec.v2");
        const QString key = isProto ? u"v2proto"_s : u"v2"_s;
        if (!m_cache.contains(key)) {
            const QJsonObject document = document2();
            m_cache.insert(key, isProto ? openApiProto(document) : toJson(document));
        }
        reply.body = m_cache.value(key);
        reply.contentType = isProto ? "application/com.github.proto-openapi.spec.v2.v1.0+protobuf" : "application/json";
        reply.headers.add("Etag", '"' + sha256Hex(reply.body).toUpper() + '"');
        return reply;
    }
    if (path == "/openapi/v3"_L1) {
        QJsonObject index;
        const QStringList all = groupVersions();
        for (const QString& groupVersion : all) {
            const QStringList parts = groupVersion.split(u'/');
            const QByteArray tag = parts.size() == 2 ? hash({}, parts.at(1)) : hash(parts.at(1), parts.at(2));
            index.insert(groupVersion,
                QJsonObject { { u"serverRelativeURL"_s,
                    u"/openapi/v3/%1?hash=%2"_s.arg(groupVersion, QString::fromLatin1(tag)) } });
        }
        return ApiReply::json(200, { { u"paths"_s, index } });
    }
    const QString groupVersion = path.mid(QStringLiteral("/openapi/v3/").size());
    if (!path.startsWith("/openapi/v3/"_L1) || !groupVersions().contains(groupVersion)) {
        return std::nullopt;
    }
    const QStringList parts = groupVersion.split(u'/');
    const QString group = parts.size() == 2 ? QString() : parts.at(1);
    const QString version = parts.last();
    if (!m_cache.contains(groupVersion)) {
        m_cache.insert(groupVersion, toJson(document3(group, version)));
    }
    reply.body = m_cache.value(groupVersion);
    reply.headers.add("Etag", '"' + hash(group, version) + '"');
    return reply;
}

OpenApi::FieldCheck OpenApi::checkFields(const RequestInfo& what, const QUrlQuery& query, const QByteArray& body) const
{
    FieldCheck check { {}, {}, body };
    const QString mode = query.queryItemValue(u"fieldValidation"_s); // empty = Warn
    const auto kind = std::find_if(m_kinds.cbegin(), m_kinds.cend(), [&what](const Kind& k) {
        return k.group == what.group && k.version == what.version && k.plural == what.resource;
    });
    const Result<QJsonObject> object = parseJsonObject(body);
    if (!what.subresource.isEmpty() || kind == m_kinds.cend() || !object) {
        return check;
    }
    const SchemaLibrary& library = SchemaLibrary::builtIn();
    const QString name = library.definitionName(what.group, what.version, kind->kind);
    if (name.isEmpty()) {
        return check; // custom resources are the API server's business
    }
    QJsonValue kept = *object;
    const QStringList unknown = library.unknownFields(name, *object);
    for (const QString& field : unknown) {
        if (what.verb == "patch"_L1 && field.section(u'.', -1).startsWith(u'$')) {
            continue; // directives of a strategic merge patch
        }
        check.warnings.append(u"unknown field \"%1\""_s.arg(field));
        kept = without(kept, QString(field).replace(u'[', u'.').remove(u']').split(u'.'));
    }
    if (check.warnings.isEmpty()) {
        return check;
    }
    check.body = toJson(kept.toObject());
    if (mode == "Ignore"_L1) {
        check.warnings.clear();
    } else if (mode == "Strict"_L1) {
        const QString texts = check.warnings.join(u", "_s);
        if (what.verb == "patch"_L1) {
            const QString invalid = u"Invalid value: %1: strict decoding error: %2"_s.arg(
                QString::fromUtf8(toJson(QJsonArray { QString::fromUtf8(body) })).sliced(1).chopped(1), texts);
            const QJsonArray causes { QJsonObject {
                { u"reason"_s, u"FieldValueInvalid"_s }, { u"message"_s, invalid }, { u"field"_s, u"patch"_s } } };
            check.refusal = ApiReply::failure(422, u"Invalid"_s, u" \"\" is invalid: patch: "_s + invalid, { { u"causes"_s, causes } });
        } else {
            check.refusal = ApiReply::failure(400, u"BadRequest"_s,
                u"%1 in version \"%2\" cannot be handled as a %1: strict decoding error: %3"_s.arg(kind->kind, what.version, texts));
        }
    }
    return check;
}

} // namespace cocoon::sandbox
