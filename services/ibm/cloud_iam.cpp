// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/ibm/cloud_p.h"

namespace cocoon::ibm {

namespace {

    const Paging kApiKeys { QStringLiteral("apikeys"), QStringLiteral("next"), QStringLiteral("pagetoken") };
    const Paging kProfiles { QStringLiteral("profiles"), QStringLiteral("next"), QStringLiteral("pagetoken") };
    const Paging kPolicies { QStringLiteral("policies"), QStringLiteral("next"), QStringLiteral("start") };
    const QString kPasscodeEndpoint = QStringLiteral("passcode_endpoint");
    const QString kPageSize = QStringLiteral("100");

    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    }

} // namespace

Job<Identity>* Cloud::whoAmI()
{
    return d->tokens.identity();
}

Job<Identity>* Cloud::selectAccount(const QString& accountId)
{
    d->tokens.bindAccount(accountId);
    return whoAmI();
}

Job<QJsonArray>* Cloud::accounts()
{
    // next_url is a path with a query; the token in it is named differently over the years, "_start" today.
    const Paging paging { QStringLiteral("resources"), QStringLiteral("next_url"), QStringLiteral("_start") };
    auto* all = d->api.list(getRequest(apiUrl(d->endpoints.accounts, QStringLiteral("/coe/v2/accounts"))), paging);
    return mapJob<QJsonArray, QJsonArray>(all, this, [](const Result<QJsonArray>& r) -> Result<QJsonArray> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        QJsonArray accounts;
        for (const QJsonValue& account : *r) {
            accounts.append(QJsonObject {
                { QStringLiteral("id"), str(account, { u"metadata", u"guid" }) },
                { QStringLiteral("name"), str(account, { u"entity", u"name" }) },
                { QStringLiteral("state"), str(account, { u"entity", u"state" }) },
            });
        }
        return accounts;
    });
}

Secret Cloud::refreshToken() const
{
    return d->tokens.refreshToken();
}

Job<QString>* Cloud::passcodeUrl()
{
    auto* discovery = d->api.object(getRequest(d->iam(QStringLiteral("/identity/.well-known/openid-configuration"))), { kPasscodeEndpoint }, ApiClient::Auth::None);
    return mapJob<QString, QJsonObject>(discovery, this, [](const Result<QJsonObject>& r) -> Result<QString> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        return r->value(kPasscodeEndpoint).toString();
    });
}

Job<QJsonArray>* Cloud::apiKeys()
{
    return chainJob<QJsonArray, Identity>(whoAmI(), this, [this](const Identity& me) {
        return d->api.list(getRequest(d->iam(QStringLiteral("/v1/apikeys"),
                               { { QStringLiteral("account_id"), me.accountId }, { QStringLiteral("iam_id"), me.iamId },
                                   { QStringLiteral("pagesize"), kPageSize } })),
            kApiKeys);
    });
}

Job<QJsonObject>* Cloud::createApiKey(const QString& name, const QString& description)
{
    return chainJob<QJsonObject, Identity>(whoAmI(), this, [this, name, description](const Identity& me) {
        return d->api.object(jsonRequest("POST", d->iam(QStringLiteral("/v1/apikeys")),
                                 QJsonObject {
                                     { QStringLiteral("name"), name },
                                     { QStringLiteral("description"), description },
                                     { QStringLiteral("iam_id"), me.iamId },
                                     { QStringLiteral("account_id"), me.accountId },
                                 }),
            { kId, QStringLiteral("apikey") });
    });
}

Job<Done>* Cloud::deleteApiKey(const QString& id)
{
    net::Request request = getRequest(d->iam(QStringLiteral("/v1/apikeys/") + segment(id)));
    request.method = "DELETE";
    return d->api.done(request);
}

Job<QJsonArray>* Cloud::trustedProfiles()
{
    return chainJob<QJsonArray, Identity>(whoAmI(), this, [this](const Identity& me) {
        return d->api.list(getRequest(d->iam(QStringLiteral("/v1/profiles"),
                               { { QStringLiteral("account_id"), me.accountId }, { QStringLiteral("pagesize"), kPageSize } })),
            kProfiles);
    });
}

Job<QJsonObject>* Cloud::createTrustedProfile(const QString& name, const QString& description)
{
    return chainJob<QJsonObject, Identity>(whoAmI(), this, [this, name, description](const Identity& me) {
        return d->api.object(jsonRequest("POST", d->iam(QStringLiteral("/v1/profiles")),
                                 QJsonObject {
                                     { QStringLiteral("name"), name },
                                     { QStringLiteral("description"), description },
                                     { QStringLiteral("account_id"), me.accountId },
                                 }),
            { kId });
    });
}

Job<Done>* Cloud::deleteTrustedProfile(const QString& id)
{
    net::Request request = getRequest(d->iam(QStringLiteral("/v1/profiles/") + segment(id)));
    request.method = "DELETE";
    return d->api.done(request);
}

Job<QJsonArray>* Cloud::profileRules(const QString& profileId)
{
    return d->api.array(getRequest(d->iam(QStringLiteral("/v1/profiles/%1/rules").arg(segment(profileId)))), QStringLiteral("rules"));
}

Job<QJsonObject>* Cloud::createProfileRule(const QString& profileId, const QJsonObject& rule)
{
    return d->api.object(jsonRequest("POST", d->iam(QStringLiteral("/v1/profiles/%1/rules").arg(segment(profileId))), rule), { kId });
}

Job<QJsonArray>* Cloud::policies(const QString& iamId)
{
    return chainJob<QJsonArray, Identity>(whoAmI(), this, [this, iamId](const Identity& me) {
        return d->api.list(getRequest(d->iam(QStringLiteral("/v2/policies"),
                               { { QStringLiteral("account_id"), me.accountId }, { QStringLiteral("iam_id"), iamId },
                                   { QStringLiteral("limit"), kPageSize } })),
            kPolicies);
    });
}

Job<QJsonObject>* Cloud::createPolicy(const QJsonObject& policyV2)
{
    return d->api.object(jsonRequest("POST", d->iam(QStringLiteral("/v2/policies")), policyV2), { kId });
}

Job<Done>* Cloud::deletePolicy(const QString& id)
{
    net::Request request = getRequest(d->iam(QStringLiteral("/v2/policies/") + segment(id)));
    request.method = "DELETE";
    return d->api.done(request);
}

} // namespace cocoon::ibm
