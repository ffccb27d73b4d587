// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/request_info.h"

#include <optional>

namespace cocoon::sandbox {

/// OpenAPI documents of the kinds that are served: v2 as JSON and protobuf, v3 group by group, with the vendor extensions
/// that kubectl reads (group-version-kind, patch merge keys, list types). Built-in schemas come from schemas.yaml, those
/// of custom resources from their definitions. Made lazily; thrown away when kinds change.
class OpenApi {
public:
    OpenApi(QList<ApiServer::Kind> kinds, QString gitVersion);

    /// "/openapi/v2", "/openapi/v3", "/openapi/v3/api/v1", "/openapi/v3/apis/G/V"; std::nullopt = nothing there.
    std::optional<ApiReply> answer(const QString& path, const QByteArray& accept);

    /// What field validation (?fieldValidation=Strict|Warn|Ignore, Warn when it is absent) says to a create, update or patch.
    struct FieldCheck {
        std::optional<ApiReply> refusal; ///< Strict and something is unknown
        QStringList warnings; ///< for Warning headers: `unknown field "spec.colour"`
        QByteArray body; ///< without the fields that a complete schema does not know
    };
    FieldCheck checkFields(const RequestInfo& what, const QUrlQuery& query, const QByteArray& body) const;

private:
    QJsonObject document3(const QString& group, const QString& version) const;
    QJsonObject document2() const;
    QJsonObject paths(const ApiServer::Kind& kind, bool v2) const;
    QJsonObject schemaOf(const ApiServer::Kind& kind, QJsonObject& definitions) const;
    QByteArray hash(const QString& group, const QString& version) const;
    QStringList groupVersions() const;
    QList<ApiServer::Kind> m_kinds;
    QString m_gitVersion;
    QHash<QString, QByteArray> m_cache;
};

} // namespace cocoon::sandbox
