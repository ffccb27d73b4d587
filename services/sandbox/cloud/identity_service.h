// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// API keys, trusted profiles, their rules and links: /v1/apikeys, /v1/profiles.
class IdentityService {
public:
    explicit IdentityService(CloudState& state);
    Reply handle(const Call& call);

private:
    Reply apiKeys(const Call& call);
    Reply createApiKey(const Call& call);
    Reply apiKeyDetails(const Call& call);
    Reply profiles(const Call& call);
    Reply createProfile(const Call& call);
    Reply createRule(const Call& call, const QJsonObject& profile);
    Reply page(const Call& call, const QString& collection, const QString& itemsKey, const QString& path);
    /// GET, PUT with If-Match and DELETE of one entity; `isPut` fields are taken from the body.
    Reply entity(const Call& call, const QString& collection, const QString& id, const QStringList& changeable);

    CloudState& m_state;
};

} // namespace cocoon::sandbox
