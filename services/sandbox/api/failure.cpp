// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/failure.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {

    QString quoted(const QString& text)
    {
        QString escaped = text;
        escaped.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1).replace(u'\n', "\\n"_L1);
        return u'"' + escaped + u'"';
    }

    QJsonObject detailsOf(const ApiServer::Kind& kind, const QString& name)
    {
        QJsonObject details { { "kind"_L1, kind.plural } };
        if (!name.isEmpty()) {
            details.insert("name"_L1, name);
        }
        if (!kind.group.isEmpty()) {
            details.insert("group"_L1, kind.group);
        }
        return details;
    }

} // namespace

QString printed(const QJsonValue& value)
{
    if (value.isString()) {
        return quoted(value.toString());
    }
    return value.isNull() || value.isUndefined() ? u"null"_s : QString::fromUtf8(toJson(value));
}

Cause Cause::invalid(const QString& field, const QJsonValue& value, const QString& why)
{
    return { u"FieldValueInvalid"_s, field, "Invalid value: "_L1 + printed(value) + ": "_L1 + why };
}

Cause Cause::required(const QString& field, const QString& why)
{
    return { u"FieldValueRequired"_s, field, why.isEmpty() ? u"Required value"_s : "Required value: "_L1 + why };
}

Cause Cause::forbidden(const QString& field, const QString& why)
{
    return { u"FieldValueForbidden"_s, field, "Forbidden: "_L1 + why };
}

Cause Cause::unsupported(const QString& field, const QJsonValue& value, const QStringList& supported)
{
    QStringList names;
    for (const QString& one : supported) {
        names.append(quoted(one));
    }
    return { u"FieldValueNotSupported"_s, field,
        "Unsupported value: "_L1 + printed(value) + ": supported values: "_L1 + names.join(", "_L1) };
}

Cause Cause::duplicate(const QString& field, const QJsonValue& value)
{
    return { u"FieldValueDuplicate"_s, field, "Duplicate value: "_L1 + printed(value) };
}

QString qualifiedResource(const ApiServer::Kind& kind)
{
    return kind.group.isEmpty() ? kind.plural : kind.plural + u'.' + kind.group;
}

QString apiVersionOf(const ApiServer::Kind& kind)
{
    return kind.group.isEmpty() ? kind.version : kind.group + u'/' + kind.version;
}

namespace failures {

    Failure notFound(const ApiServer::Kind& kind, const QString& name)
    {
        return { 404, u"NotFound"_s, qualifiedResource(kind) + u' ' + quoted(name) + " not found"_L1, detailsOf(kind, name) };
    }

    Failure noSuchPath()
    {
        return { 404, u"NotFound"_s, u"the server could not find the requested resource"_s, {} };
    }

    Failure alreadyExists(const ApiServer::Kind& kind, const QString& name)
    {
        return { 409, u"AlreadyExists"_s, qualifiedResource(kind) + u' ' + quoted(name) + " already exists"_L1,
            detailsOf(kind, name) };
    }

    Failure modified(const ApiServer::Kind& kind, const QString& name)
    {
        return conflict(kind, name,
            u"the object has been modified; please apply your changes to the latest version and try again"_s);
    }

    Failure conflict(const ApiServer::Kind& kind, const QString& name, const QString& why)
    {
        return { 409, u"Conflict"_s,
            "Operation cannot be fulfilled on "_L1 + qualifiedResource(kind) + u' ' + quoted(name) + ": "_L1 + why,
            detailsOf(kind, name) };
    }

    Failure forbidden(const ApiServer::Kind& kind, const QString& name, const QString& why)
    {
        return { 403, u"Forbidden"_s, qualifiedResource(kind) + u' ' + quoted(name) + " is forbidden: "_L1 + why,
            detailsOf(kind, name) };
    }

    Failure invalid(const ApiServer::Kind& kind, const QString& name, const QList<Cause>& causes)
    {
        QJsonArray list;
        QStringList texts;
        for (const Cause& cause : causes) {
            list.append(QJsonObject {
                { "reason"_L1, cause.reason }, { "message"_L1, cause.message }, { "field"_L1, cause.field } });
            texts.append(cause.field + ": "_L1 + cause.message);
        }
        QJsonObject details { { "kind"_L1, kind.kind }, { "causes"_L1, list } };
        if (!name.isEmpty()) {
            details.insert("name"_L1, name);
        }
        QString qualified = kind.kind;
        if (!kind.group.isEmpty()) {
            details.insert("group"_L1, kind.group);
            qualified += u'.' + kind.group;
        }
        const QString why = texts.size() == 1 ? texts.first() : u'[' + texts.join(", "_L1) + u']';
        return { 422, u"Invalid"_s, qualified + u' ' + quoted(name) + " is invalid: "_L1 + why, details };
    }

    Failure invalidOptions(const QString& kind, const Cause& cause)
    {
        return { 422, u"Invalid"_s, kind + ".meta.k8s.io \"\" is invalid: "_L1 + cause.field + ": "_L1 + cause.message,
            { { "group"_L1, "meta.k8s.io"_L1 }, { "kind"_L1, kind },
                { "causes"_L1,
                    QJsonArray { QJsonObject { { "reason"_L1, cause.reason }, { "message"_L1, cause.message }, { "field"_L1, cause.field } } } } } };
    }

    Failure badRequest(const QString& message) { return { 400, u"BadRequest"_s, message, {} }; }

    Failure methodNotAllowed()
    {
        return { 405, u"MethodNotAllowed"_s, u"the server does not allow this method on the requested resource"_s, {} };
    }

    Failure notAcceptable()
    {
        return { 406, u"NotAcceptable"_s,
            u"only the following media types are accepted: application/json, application/yaml"_s, {} };
    }

    Failure unsupportedMediaType(const QStringList& accepted)
    {
        return { 415, u"UnsupportedMediaType"_s,
            "the body of the request was in an unknown format - accepted media types include: "_L1
                + accepted.join(", "_L1),
            {} };
    }

    Failure expired(const QString& message) { return { 410, u"Expired"_s, message, {} }; }

    Failure internal(const QString& message)
    {
        return { 500, u"InternalError"_s, "Internal error occurred: "_L1 + message,
            { { "causes"_L1, QJsonArray { QJsonObject { { "message"_L1, message } } } } } };
    }

} // namespace failures

QJsonObject statusObject(const Failure& failure)
{
    QJsonObject status { { "kind"_L1, "Status"_L1 }, { "apiVersion"_L1, "v1"_L1 }, { "metadata"_L1, QJsonObject() },
        { "status"_L1, "Failure"_L1 }, { "message"_L1, failure.message }, { "code"_L1, failure.status } };
    if (!failure.reason.isEmpty()) {
        status.insert("reason"_L1, failure.reason);
    }
    // A path that is not served still has details, without a name: that is how clients tell it from an object that is missing.
    if (!failure.details.isEmpty() || failure.status == 404 || failure.status == 405 || failure.status == 406
        || failure.status == 415) {
        status.insert("details"_L1, failure.details);
    }
    return status;
}

ApiReply toReply(const Failure& failure)
{
    ApiReply reply;
    reply.status = failure.status;
    reply.body = toJson(statusObject(failure));
    const int retry = failure.details.value("retryAfterSeconds"_L1).toInt();
    if (retry > 0) {
        reply.headers.set("Retry-After", QByteArray::number(retry));
    }
    return reply;
}

ApiReply ApiReply::json(int status, const QJsonObject& object)
{
    ApiReply reply;
    reply.status = status;
    reply.body = toJson(object);
    return reply;
}

ApiReply ApiReply::failure(int status, const QString& reason, const QString& message, const QJsonObject& details)
{
    return toReply(Failure { status, reason, message, details });
}

} // namespace cocoon::sandbox
