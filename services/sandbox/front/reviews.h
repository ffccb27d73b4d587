// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/front/rbac.h"

#include <optional>

namespace cocoon::sandbox {

/// The kinds that are questions: access reviews, rules review, who am I, token review, and OpenShift's users and projects.
/// They are never stored.
class Reviews {
public:
    Reviews(const ApiServer& api, const Authenticator& authenticator, const Rbac& rbac)
        : m_api(api)
        , m_authenticator(authenticator)
        , m_rbac(rbac)
    {
    }
    /// Is this one of these kinds, whatever the verb?
    static bool isServed(const RequestInfo& what);
    /// std::nullopt when the request is not for one of these kinds.
    std::optional<ApiReply> answer(const RequestInfo& what, const User& user, const QByteArray& body) const;

private:
    QJsonObject accessStatus(const User& user, const QJsonObject& spec) const;
    ApiReply rulesReview(const User& user, QJsonObject review) const;
    ApiReply userSelf(const RequestInfo& what, const User& user) const;
    ApiReply projects(const RequestInfo& what, const User& user) const;
    const ApiServer& m_api;
    const Authenticator& m_authenticator;
    const Rbac& m_rbac;
};

} // namespace cocoon::sandbox
