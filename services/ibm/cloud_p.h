// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/api_client.h"
#include "services/ibm/cloud.h"
#include "services/ibm/token_manager.h"

namespace cocoon::ibm {

inline const QString kId = QStringLiteral("id"); ///< what every object has, and every answer to a create

/// Inside of Cloud, shared by its source files (one per service).
struct Cloud::Private {
    Private(Cloud& cloud, net::Transport& transport, Clock& systemClock, Endpoints where, Login login);

    QUrl iam(const QString& path, const QueryItems& query = {}) const { return apiUrl(endpoints.iam, path, query); }
    QUrl containers(const QString& path, const QueryItems& query = {}) const { return apiUrl(endpoints.containers, path, query); }
    /// With region, version date and generation.
    QUrl vpc(const QString& path, QueryItems query = {}) const;
    /// A containers request carries a request id and the account.
    net::Request toContainers(net::Request request) const;

    Cloud& q;
    Clock& clock;
    Endpoints endpoints;
    QString region;
    TokenManager tokens;
    ApiClient api;
    QHash<QString, QJsonObject> prices; ///< what the catalog said, by profile and region
};

} // namespace cocoon::ibm
