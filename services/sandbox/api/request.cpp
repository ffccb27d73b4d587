// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/request.h"

#include "services/base/json.h"
#include "services/base/yaml.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

std::optional<ApiPath> parseApiPath(const QString& path)
{
    QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    ApiPath result;
    if (parts.size() >= 3 && parts.first() == "api"_L1) {
        result.version = parts.at(1);
        parts = parts.mid(2);
    } else if (parts.size() >= 4 && parts.first() == "apis"_L1) {
        result.group = parts.at(1);
        result.version = parts.at(2);
        parts = parts.mid(3);
    } else {
        return std::nullopt;
    }
    const bool ofNamespace = parts.size() == 3 && (parts.last() == "status"_L1 || parts.last() == "finalize"_L1);
    if (parts.first() == "namespaces"_L1 && parts.size() >= 3 && !ofNamespace) {
        result.ns = parts.at(1);
        parts = parts.mid(2);
    }
    result.plural = parts.value(0);
    result.name = parts.value(1);
    result.subresource = parts.value(2);
    if (parts.size() > 3) {
        return std::nullopt;
    }
    return result;
}

Shape shapeFor(const ApiRequest& request, bool hasTables)
{
    const QByteArray accept = request.headers.value("Accept");
    if (accept.isEmpty()) {
        return Shape::Json;
    }
    const QStringList entries = QString::fromLatin1(accept).split(u',');
    for (const QString& entry : entries) {
        const QStringList parts = entry.split(u';');
        const QString type = parts.first().trimmed().toLower();
        QString as;
        QString group;
        for (const QString& part : parts) {
            as = part.trimmed().startsWith("as="_L1) ? part.trimmed().mid(3) : as;
            group = part.trimmed().startsWith("g="_L1) ? part.trimmed().mid(2) : group;
        }
        const bool json = type == "application/json"_L1 || type == "*/*"_L1 || type == "application/*"_L1;
        if (json && (as == "PartialObjectMetadata"_L1 || as == "PartialObjectMetadataList"_L1)) {
            return Shape::Metadata;
        }
        if (json && as == "Table"_L1 && hasTables) {
            return Shape::Table;
        }
        if (json && as.isEmpty()) {
            return Shape::Json;
        }
        if ((type == "application/yaml"_L1 || type == "text/yaml"_L1) && as.isEmpty()) {
            return Shape::Yaml;
        }
    }
    return Shape::None;
}

QString param(const ApiRequest& request, QLatin1String name)
{
    // Go's clients write a space as '+', which QUrlQuery leaves alone.
    QByteArray encoded = request.query.queryItemValue(name, QUrl::FullyEncoded).toLatin1();
    return QUrl::fromPercentEncoding(encoded.replace('+', ' '));
}

bool flagParam(const ApiRequest& request, QLatin1String name)
{
    const QString value = param(request, name);
    return value == "true"_L1 || value == "1"_L1 || (value.isEmpty() && request.query.hasQueryItem(name));
}

QString fieldManager(const ApiRequest& request)
{
    const QString given = param(request, "fieldManager"_L1);
    if (!given.isEmpty()) {
        return given;
    }
    const QString agent = QString::fromUtf8(request.headers.value("User-Agent")).section(u'/', 0, 0).section(u' ', 0, 0);
    return agent.isEmpty() ? u"unknown"_s : agent.left(128);
}

QString mediaType(const ApiRequest& request)
{
    return QString::fromLatin1(request.headers.value("Content-Type")).section(u';', 0, 0).trimmed().toLower();
}

Result<QJsonObject> parseJsonOrYaml(const QByteArray& text)
{
    if (text.trimmed().startsWith('{')) {
        const auto object = parseJsonObject(text);
        if (object) {
            return object;
        }
    }
    const auto document = parseYaml(text);
    if (!document) {
        return tl::unexpected(document.error());
    }
    if (!document->value.isObject()) {
        return fail(Errc::Parse, u"the document is not an object"_s);
    }
    return document->value.toObject();
}

Outcome<QJsonObject> decodeBody(const ApiRequest& request, const ApiServer::Kind& kind)
{
    const QString type = mediaType(request);
    const bool yaml = type.contains("yaml"_L1);
    if (!yaml && !type.isEmpty() && !type.endsWith("json"_L1) && type != "*/*"_L1) {
        return tl::unexpected(failures::unsupportedMediaType({ u"application/json"_s, u"application/yaml"_s }));
    }
    const auto object = yaml ? parseJsonOrYaml(request.body) : parseJsonObject(request.body);
    if (object) {
        return *object;
    }
    return tl::unexpected(failures::badRequest("the object provided is unrecognized (must be of type "_L1 + kind.kind
        + "): couldn't get version/kind; json parse error: "_L1 + object.error().message));
}

std::optional<Failure> wrongOptions(const ApiRequest& request)
{
    static const QHash<QByteArray, QString> kinds { { "POST", u"CreateOptions"_s }, { "PUT", u"UpdateOptions"_s },
        { "PATCH", u"PatchOptions"_s }, { "DELETE", u"DeleteOptions"_s } };
    const QString kind = kinds.value(request.method);
    const QString limit = param(request, "limit"_L1);
    bool isNumber = true;
    static_cast<void>(limit.toLongLong(&isNumber));
    if (!limit.isEmpty() && !isNumber) {
        return failures::badRequest("strconv.ParseInt: parsing "_L1 + printed(limit) + ": invalid syntax"_L1);
    }
    if (kind.isEmpty()) {
        return std::nullopt;
    }
    const QString dryRun = param(request, "dryRun"_L1);
    if (!dryRun.isEmpty() && dryRun != "All"_L1) {
        return failures::invalidOptions(kind, Cause::unsupported(u"dryRun"_s, dryRun, { u"All"_s }));
    }
    if (param(request, "fieldManager"_L1).toUtf8().size() > 128) {
        return failures::invalidOptions(kind, { u"FieldValueTooLong"_s, u"fieldManager"_s, u"Too long: must have at most 128 bytes"_s });
    }
    if (request.method == "PATCH" && flagParam(request, "force"_L1) && !mediaType(request).startsWith("application/apply-patch"_L1)) {
        return failures::invalidOptions(kind, Cause::forbidden(u"force"_s, u"may not be specified for non-apply patch"_s));
    }
    return std::nullopt;
}

QString encodeToken(const ContinueToken& token)
{
    const QJsonObject object { { "v"_L1, "meta.k8s.io/v1"_L1 }, { "rv"_L1, token.version }, { "start"_L1, token.start },
        { "left"_L1, token.left } };
    return QString::fromLatin1(toJson(object).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<ContinueToken> decodeToken(const QString& text)
{
    const auto object = parseJsonObject(QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding));
    if (!object || object->value("v"_L1).toString() != "meta.k8s.io/v1"_L1) {
        return std::nullopt;
    }
    return ContinueToken { object->value("rv"_L1).toInteger(), object->value("start"_L1).toString(),
        object->value("left"_L1).toInteger(-1) };
}

} // namespace cocoon::sandbox
