// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/sandbox/front/accept.h"
#include "services/sandbox/front/discovery.h"
#include "services/sandbox/front/openapi.h"

#include <memory>

namespace cocoon::sandbox {

/// What the API server says of itself: version, health, discovery and OpenAPI. The larger documents are made when first
/// asked for and thrown away when the kinds change.
class ServerDocuments : public QObject {
    Q_OBJECT
public:
    ServerDocuments(ApiServer& api, QString gitVersion, QObject* parent = nullptr);

    void setAddress(const QString& address) { m_address = address; } ///< "127.0.0.1:6443", told by /api
    /// The answer for a path that is no resource; std::nullopt = there is nothing.
    std::optional<ApiReply> answer(const net::ServerRequest& request, const Wanted& wanted);
    OpenApi& openApi();
    bool servesGroup(const QString& group) { return discovery().servesGroup(group); }

private:
    const Discovery& discovery();
    QJsonObject version() const;
    std::optional<ApiReply> discoveryReply(const QString& path, const Wanted& wanted);

    ApiServer& m_api;
    QString m_gitVersion;
    QString m_address;
    std::unique_ptr<Discovery> m_discovery;
    QHash<QString, ApiReply> m_aggregated; ///< by path and version: clients ask again and again
    std::unique_ptr<OpenApi> m_openApi;
};

} // namespace cocoon::sandbox
