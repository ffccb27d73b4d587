// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"

#include <optional>

namespace cocoon::sandbox {

/// What a path names: "/apis/apps/v1/namespaces/a/deployments/b/status".
struct ApiPath {
    QString group;
    QString version;
    QString plural;
    QString ns;
    QString name;
    QString subresource;
};
std::optional<ApiPath> parseApiPath(const QString& path);

/// In which shape the client wants its answer.
enum class Shape { Json, Yaml, Metadata, Table, None };
Shape shapeFor(const ApiRequest& request, bool hasTables);

/// "kubectl" of "kubectl/v1.30 (linux)"; the fieldManager parameter wins.
QString fieldManager(const ApiRequest& request);
/// "application/json" without parameters, lower case.
QString mediaType(const ApiRequest& request);
/// JSON where it looks like it (faster, and surrogate pairs are no YAML), else one YAML document.
Result<QJsonObject> parseJsonOrYaml(const QByteArray& text);
/// The body as object, read as JSON or YAML by its content type.
Outcome<QJsonObject> decodeBody(const ApiRequest& request, const ApiServer::Kind& kind);
/// What is wrong with the parameters of the request, whatever it is about.
std::optional<Failure> wrongOptions(const ApiRequest& request);
QString param(const ApiRequest& request, QLatin1String name);
bool flagParam(const ApiRequest& request, QLatin1String name);

/// One page token: where to go on, in which version, and how many are left.
struct ContinueToken {
    qint64 version = 0;
    QString start; ///< the last key that was handed out
    qint64 left = -1; ///< -1 = unknown (selectors)
};
QString encodeToken(const ContinueToken& token);
std::optional<ContinueToken> decodeToken(const QString& text);

} // namespace cocoon::sandbox
