// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"
#include "services/sandbox/cloud/token_mint.h"

namespace cocoon::sandbox {

/// POST /identity/token with the grants for API keys, passcodes, refresh tokens, service-account tokens and trusted profiles;
/// one-time passcodes, discovery, and the list of accounts.
/// A passcode is "code-" plus anything and works once; the sandbox's passcode page hands them out.
class TokenService {
public:
    TokenService(CloudState& state, const TokenMint& mint);
    Reply handle(const Call& call);
    Reply accounts(const Call& call);
    /// Who a bearer token belongs to; an empty iamId when it is missing, foreign or expired.
    Caller callerOf(const net::Headers& headers) const;

private:
    using Form = QMap<QString, QString>;
    Reply token(const Call& call);
    Reply byApiKey(const Form& form, bool isCli);
    Reply byPasscode(const Form& form, bool isCli);
    Reply byRefreshToken(const Form& form, bool isCli);
    Reply byCrToken(const Form& form);
    Reply byAssume(const Form& form);
    Reply passcode(const Call& call);
    Reply issue(const QString& iamId, const QString& accountId, const QString& grant, bool withRefresh);
    bool ruleMatches(const QJsonObject& profile, const QJsonObject& claims) const;

    CloudState& m_state;
    const TokenMint& m_mint;
};

} // namespace cocoon::sandbox
