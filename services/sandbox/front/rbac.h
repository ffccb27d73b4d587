// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/authenticator.h"
#include "services/sandbox/front/request_info.h"

namespace cocoon::sandbox {

/// Role-based access control, evaluated for each request from the (Cluster)Roles and bindings that are stored right now,
/// with aggregation of cluster roles by label. Members of system:masters may do everything, as in Kubernetes.
class Rbac {
public:
    explicit Rbac(const ApiServer& api)
        : m_api(api)
    {
    }
    bool allows(const User& user, const RequestInfo& what) const;
    /// All rules that hold for the user in a namespace (SelfSubjectRulesReview).
    QList<QJsonObject> rules(const User& user, const QString& ns) const;
    /// Kubernetes' sentence for a refusal.
    static QString refusal(const User& user, const RequestInfo& what);
    static QJsonObject refusalDetails(const RequestInfo& what);

    /// The roles and bindings every cluster has from the start, and those of the sandbox's own users.
    static QList<QJsonObject> bootstrapObjects();

private:
    QList<QJsonObject> rulesOf(const QJsonObject& roleRef, const QString& ns) const;
    const ApiServer& m_api;
};

} // namespace cocoon::sandbox
