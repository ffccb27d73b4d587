// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

#include <tl/expected.hpp>

namespace cocoon::sandbox {

/// Why a request was refused, as the metav1.Status that goes to the client.
struct Failure {
    int status = 500;
    QString reason;
    QString message;
    QJsonObject details;
};

template <class T>
using Outcome = tl::expected<T, Failure>;

/// One reason of an Invalid answer: {reason, message, field}.
struct Cause {
    QString reason; ///< "FieldValueInvalid", "FieldValueRequired" …
    QString field; ///< "spec.nodeName"
    QString message; ///< without the field in front

    static Cause invalid(const QString& field, const QJsonValue& value, const QString& why);
    static Cause required(const QString& field, const QString& why = {});
    static Cause forbidden(const QString& field, const QString& why);
    static Cause unsupported(const QString& field, const QJsonValue& value, const QStringList& supported);
    static Cause duplicate(const QString& field, const QJsonValue& value);
};

/// "pods", "deployments.apps"
QString qualifiedResource(const ApiServer::Kind& kind);
/// "v1", "apps/v1"
QString apiVersionOf(const ApiServer::Kind& kind);
/// A value as Go prints it into a message: quoted string, plain number, JSON otherwise.
QString printed(const QJsonValue& value);

namespace failures {
    Failure notFound(const ApiServer::Kind& kind, const QString& name);
    Failure noSuchPath();
    Failure alreadyExists(const ApiServer::Kind& kind, const QString& name);
    Failure modified(const ApiServer::Kind& kind, const QString& name);
    Failure conflict(const ApiServer::Kind& kind, const QString& name, const QString& why);
    Failure forbidden(const ApiServer::Kind& kind, const QString& name, const QString& why);
    Failure invalid(const ApiServer::Kind& kind, const QString& name, const QList<Cause>& causes);
    Failure invalidOptions(const QString& kind, const Cause& cause); ///< of "PatchOptions", "DeleteOptions" …
    Failure badRequest(const QString& message);
    Failure methodNotAllowed();
    Failure notAcceptable();
    Failure unsupportedMediaType(const QStringList& accepted);
    Failure expired(const QString& message);
    Failure internal(const QString& message);
}

QJsonObject statusObject(const Failure& failure);
ApiReply toReply(const Failure& failure);

} // namespace cocoon::sandbox
