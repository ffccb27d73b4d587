// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

#include <optional>

namespace cocoon::sandbox {

/// Discovery documents made from the kinds that are served now: the legacy ones (/api, /apis, /api/v1, /apis/G, /apis/G/V)
/// and the aggregated ones (apidiscovery.k8s.io v2 and v2beta1) that newer clients ask for in the Accept header.
class Discovery {
public:
    /// Kinds are the API server's plus the few that only the shell answers (access and token reviews …).
    explicit Discovery(const QList<ApiServer::Kind>& kinds);

    /// The answer for a discovery path, std::nullopt when it is none or nothing is served there.
    std::optional<QJsonObject> legacy(const QString& path, const QString& serverAddress) const;
    /// path "/api" or "/apis", version "v2" or "v2beta1".
    QJsonObject aggregated(const QString& path, const QString& version) const;
    const QList<ApiServer::Kind>& kinds() const { return m_kinds; }
    bool servesGroup(const QString& group) const { return m_groups.contains(group); }

private:
    QJsonObject groupObject(const QString& group) const;
    QJsonObject resourceList(const QString& group, const QString& version) const;
    QStringList versionsOf(const QString& group) const;
    QList<ApiServer::Kind> m_kinds;
    QStringList m_groups; // in order of appearance, without core
};

} // namespace cocoon::sandbox
