// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/token_service.h"

#include "services/base/json.h"
#include "services/base/secret.h"

namespace cocoon::sandbox {

namespace {

    const QByteArray kCliClient = QByteArrayLiteral("Basic Yng6Yng=");
    const QString kUnusable = QStringLiteral("not_supported");

    QMap<QString, QString> parseForm(const QByteArray& body)
    {
        QMap<QString, QString> form;
        for (const QByteArray& pair : body.split('&')) {
            const qsizetype equals = pair.indexOf('=');
            const auto decode = [](QByteArray text) { return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' '))); };
            if (equals > 0) {
                form.insert(decode(pair.left(equals)), decode(pair.mid(equals + 1)));
            }
        }
        return form;
    }

    Reply refused(const QString& property)
    {
        return tokenError(400, QStringLiteral("BXNIM0106E"), QStringLiteral("Property missing or invalid: %1").arg(property));
    }

    Reply unknownKey()
    {
        return tokenError(400, QStringLiteral("BXNIM0415E"), QStringLiteral("Provided API key could not be found."));
    }

    /// One condition of a rule against the service account's claims; the value is JSON text inside a string.
    bool holds(const QJsonObject& condition, const QJsonObject& claims)
    {
        const auto wanted = parseJson(condition.value(u"value").toString().toUtf8());
        if (!wanted) {
            return false;
        }
        const QString actual = claims.value(condition.value(u"claim").toString()).toString();
        const QString op = condition.value(u"operator").toString();
        const auto sensitivity = op.endsWith(QLatin1String("IGNORE_CASE")) ? Qt::CaseInsensitive : Qt::CaseSensitive;
        const bool isEqual = actual.compare(wanted->toString(), sensitivity) == 0;
        if (op.startsWith(QLatin1String("EQUALS"))) {
            return isEqual;
        }
        if (op.startsWith(QLatin1String("NOT_EQUALS"))) {
            return !isEqual;
        }
        if (op == QLatin1String("CONTAINS")) {
            return actual.contains(wanted->toString());
        }
        return op == QLatin1String("IN") && wanted->toArray().contains(actual);
    }

} // namespace

TokenService::TokenService(CloudState& state, const TokenMint& mint)
    : m_state(state)
    , m_mint(mint)
{
}

Caller TokenService::callerOf(const net::Headers& headers) const
{
    const QByteArray header = headers.value("Authorization");
    if (header.left(7).toLower() != "bearer ") {
        return {};
    }
    const auto claims = m_mint.check(header.mid(7), m_state.clock().now());
    if (!claims) {
        return {};
    }
    Caller caller;
    caller.iamId = claims->value(u"iam_id").toString();
    caller.accountId = str(*claims, { u"account", u"bss" });
    caller.isOwner = caller.iamId == m_state.fact(QStringLiteral("ownerIamId")) && !caller.accountId.isEmpty();
    return caller;
}

Reply TokenService::handle(const Call& call)
{
    if (call.at({ u"identity", u"token" }) && call.is("POST")) {
        return token(call);
    }
    if (call.at({ u"identity", u"passcode" })) {
        return passcode(call);
    }
    if (call.at({ u"identity", u"keys" })) {
        return Reply::json(200, QJsonObject { { QStringLiteral("keys"), QJsonArray() } });
    }
    if (call.at({ u"identity", u".well-known", u"openid-configuration" })) {
        const QString iam = m_state.url(QStringLiteral("/iam/identity"));
        return Reply::json(200,
            QJsonObject {
                { QStringLiteral("issuer"), iam },
                { QStringLiteral("token_endpoint"), iam + QStringLiteral("/token") },
                { QStringLiteral("passcode_endpoint"), iam + QStringLiteral("/passcode") },
                { QStringLiteral("jwks_uri"), iam + QStringLiteral("/keys") },
                { QStringLiteral("authorization_endpoint"), iam + QStringLiteral("/authorize") },
            });
    }
    return identityError(404, QStringLiteral("not_found"), QStringLiteral("BXNIM0102E"), QStringLiteral("The path is not known."));
}

Reply TokenService::token(const Call& call)
{
    if (!call.headers.value("Content-Type").toLower().startsWith("application/x-www-form-urlencoded")) {
        return tokenError(415, QStringLiteral("BXNIM0120E"), QStringLiteral("The content type is not supported."));
    }
    const Form form = parseForm(call.body);
    const bool isCli = call.headers.value("Authorization") == kCliClient;
    const QString grant = form.value(QStringLiteral("grant_type")).section(u':', -1);
    if (grant == QLatin1String("apikey")) {
        return byApiKey(form, isCli);
    }
    if (grant == QLatin1String("passcode")) {
        return byPasscode(form, isCli);
    }
    if (grant == QLatin1String("refresh_token")) {
        return byRefreshToken(form, isCli);
    }
    if (grant == QLatin1String("cr-token")) {
        return byCrToken(form);
    }
    if (grant == QLatin1String("assume")) {
        return byAssume(form);
    }
    return refused(QStringLiteral("grant_type"));
}

Reply TokenService::byApiKey(const Form& form, bool isCli)
{
    const Secret given(form.value(QStringLiteral("apikey")).toUtf8());
    const QString account = m_state.fact(QStringLiteral("accountId"));
    if (given.isEmpty()) {
        return refused(QStringLiteral("apikey"));
    }
    if (given == m_state.options().apiKey) {
        if (m_state.faultText(QStringLiteral("iam.apiKey")) == QLatin1String("expired")) {
            return unknownKey();
        }
        return issue(m_state.fact(QStringLiteral("ownerIamId")), account, QStringLiteral("apikey"), isCli);
    }
    for (const QJsonObject& key : m_state.all(QStringLiteral("apikeys"))) {
        const QString secret = key.value(u"_secret").toString();
        if (secret.isEmpty() || !(Secret(secret.toUtf8()) == given)) {
            continue;
        }
        if (key.value(u"disabled").toBool()) { // a locked one works: it cannot be changed or deleted
            return unknownKey();
        }
        return issue(key.value(u"iam_id").toString(), account, QStringLiteral("apikey"), isCli);
    }
    return unknownKey();
}

Reply TokenService::byPasscode(const Form& form, bool isCli)
{
    const QString code = form.value(QStringLiteral("passcode"));
    if (!isCli) {
        return tokenError(401, QStringLiteral("BXNIM0308E"), QStringLiteral("No authorization header found"));
    }
    const bool isUsed = !m_state.get(QStringLiteral("passcodes"), code).isEmpty();
    if (isUsed || !code.startsWith(QLatin1String("code-"))) {
        return tokenError(400, QStringLiteral("BXNIM0420E"), QStringLiteral("The passcode is invalid, expired or was used before."));
    }
    m_state.put(QStringLiteral("passcodes"), QJsonObject { { QStringLiteral("id"), code } });
    return issue(m_state.fact(QStringLiteral("ownerIamId")), {}, QStringLiteral("passcode"), true);
}

Reply TokenService::byRefreshToken(const Form& form, bool isCli)
{
    const QJsonObject known = m_state.get(QStringLiteral("refreshtokens"), form.value(QStringLiteral("refresh_token")));
    if (known.isEmpty() || !isCli) {
        return tokenError(400, QStringLiteral("BXNIM0407E"), QStringLiteral("Provided refresh token is invalid or expired."));
    }
    const QString account = form.value(QStringLiteral("bss_account"), known.value(u"account").toString());
    if (!account.isEmpty() && m_state.get(QStringLiteral("accounts"), account).isEmpty()) {
        return tokenError(400, QStringLiteral("BXNIM0110E"), QStringLiteral("The account is not one of the user's."));
    }
    return issue(known.value(u"iam").toString(), account, QStringLiteral("refresh_token"), true);
}

bool TokenService::ruleMatches(const QJsonObject& profile, const QJsonObject& claims) const
{
    const QString profileId = profile.value(u"id").toString();
    for (const QJsonObject& rule : m_state.all(QStringLiteral("rules/") + profileId)) {
        if (rule.value(u"cr_type").toString() != QLatin1String("ROKS_SA")) {
            continue;
        }
        const QJsonArray conditions = rule.value(u"conditions").toArray();
        const bool isMet = std::all_of(conditions.begin(), conditions.end(),
            [&claims](const QJsonValue& condition) { return holds(condition.toObject(), claims); });
        if (isMet && !conditions.isEmpty()) {
            return true;
        }
    }
    for (const QJsonObject& link : m_state.all(QStringLiteral("links/") + profileId)) {
        const QString name = str(link, { u"link", u"name" });
        if (link.value(u"cr_type").toString() == QLatin1String("ROKS_SA")
            && str(link, { u"link", u"namespace" }) == claims.value(u"namespace").toString()
            && str(link, { u"link", u"crn" }).contains(claims.value(u"service_instance").toString())
            && (name.isEmpty() || name == claims.value(u"name").toString())) {
            return true;
        }
    }
    return false;
}

Reply TokenService::byCrToken(const Form& form)
{
    auto claims = TokenMint::claims(form.value(QStringLiteral("cr_token")).toUtf8());
    if (!claims) {
        return refused(QStringLiteral("cr_token"));
    }
    // A token of a real service account nests what IAM calls namespace and name.
    const QJsonObject nested = claims->value(u"kubernetes.io").toObject();
    if (!nested.isEmpty()) {
        claims->insert(QStringLiteral("namespace"), nested.value(u"namespace"));
        claims->insert(QStringLiteral("name"), nested.value(u"serviceaccount").toObject().value(u"name"));
    }
    const QJsonValue audience = claims->value(u"aud");
    const bool isForIam = audience.isUndefined() || audience.toString() == QLatin1String("iam")
        || audience.toArray().contains(QStringLiteral("iam"));
    const bool isExpired = claims->contains(u"exp") && claims->value(u"exp").toInteger() <= m_state.clock().now().toSecsSinceEpoch();
    QJsonObject profile = m_state.get(QStringLiteral("profiles"), form.value(QStringLiteral("profile_id")));
    if (profile.isEmpty() && form.contains(QStringLiteral("profile_name"))) {
        profile = m_state.find(QStringLiteral("profiles"), u"name", form.value(QStringLiteral("profile_name")));
    }
    if (profile.isEmpty() || !isForIam || isExpired || !ruleMatches(profile, *claims)) {
        return tokenError(400, QStringLiteral("BXNIM0150E"),
            QStringLiteral("The compute resource token is not allowed to use the trusted profile."));
    }
    return issue(profile.value(u"iam_id").toString(), m_state.fact(QStringLiteral("accountId")), QStringLiteral("cr-token"), false);
}

Reply TokenService::byAssume(const Form& form)
{
    net::Headers headers;
    headers.add("Authorization", "Bearer " + form.value(QStringLiteral("access_token")).toUtf8());
    const Caller caller = callerOf(headers);
    QJsonObject profile = m_state.get(QStringLiteral("profiles"), form.value(QStringLiteral("profile_id")));
    if (profile.isEmpty() && form.contains(QStringLiteral("profile_crn"))) {
        profile = m_state.find(QStringLiteral("profiles"), u"crn", form.value(QStringLiteral("profile_crn")));
    }
    if (profile.isEmpty() && form.contains(QStringLiteral("profile_name"))) {
        profile = m_state.find(QStringLiteral("profiles"), u"name", form.value(QStringLiteral("profile_name")));
    }
    if (!caller.isOwner || profile.isEmpty()) {
        return tokenError(400, QStringLiteral("BXNIM0151E"), QStringLiteral("The trusted profile cannot be assumed."));
    }
    return issue(profile.value(u"iam_id").toString(), caller.accountId, QStringLiteral("assume"), false);
}

Reply TokenService::passcode(const Call& call)
{
    QString user = m_state.fact(QStringLiteral("ownerIamId"));
    if (call.is("POST")) { // a command line asks for a code for another tool
        const Form form = parseForm(call.body);
        const QJsonObject known = m_state.get(QStringLiteral("refreshtokens"), form.value(QStringLiteral("refresh_token")));
        if (known.isEmpty()) {
            return tokenError(400, QStringLiteral("BXNIM0407E"), QStringLiteral("Provided refresh token is invalid or expired."));
        }
    }
    return Reply::json(200, QJsonObject { { QStringLiteral("passcode"), QStringLiteral("code-") + m_state.hex(10) } });
}

Reply TokenService::issue(const QString& iamId, const QString& accountId, const QString& grant, bool withRefresh)
{
    const qint64 life = m_state.fault(QStringLiteral("iam.tokenLife")).toInteger(3600);
    const qint64 now = m_state.clock().now().toSecsSinceEpoch();
    const bool isOwner = iamId == m_state.fact(QStringLiteral("ownerIamId"));
    QJsonObject account { { QStringLiteral("valid"), true } };
    if (!accountId.isEmpty()) {
        account.insert(QStringLiteral("bss"), accountId);
    }
    QJsonObject claims {
        { QStringLiteral("iam_id"), iamId },
        { QStringLiteral("id"), iamId },
        { QStringLiteral("jti"), m_state.uuid() },
        { QStringLiteral("sub"), isOwner ? QStringLiteral("operator@example.com") : iamId },
        { QStringLiteral("account"), account },
        { QStringLiteral("iat"), now },
        { QStringLiteral("exp"), now + life },
        { QStringLiteral("iss"), m_state.url(QStringLiteral("/iam/identity")) },
        { QStringLiteral("grant_type"), QStringLiteral("urn:ibm:params:oauth:grant-type:") + grant },
        { QStringLiteral("scope"), QStringLiteral("ibm openid") },
        { QStringLiteral("client_id"), withRefresh ? QStringLiteral("bx") : QStringLiteral("default") },
    };
    if (isOwner) {
        claims.insert(QStringLiteral("name"), QStringLiteral("Olga Operator"));
        claims.insert(QStringLiteral("email"), QStringLiteral("operator@example.com"));
    }
    QString refresh = kUnusable;
    if (withRefresh) {
        refresh = m_state.hex(48);
        m_state.put(QStringLiteral("refreshtokens"),
            QJsonObject { { QStringLiteral("id"), refresh }, { QStringLiteral("iam"), iamId }, { QStringLiteral("account"), accountId } });
    }
    return Reply::json(200,
        QJsonObject {
            { QStringLiteral("access_token"), QString::fromLatin1(m_mint.mint(claims)) },
            { QStringLiteral("refresh_token"), refresh },
            { QStringLiteral("token_type"), QStringLiteral("Bearer") },
            { QStringLiteral("expires_in"), life },
            { QStringLiteral("expiration"), now + life },
            { QStringLiteral("scope"), QStringLiteral("ibm openid") },
        });
}

Reply TokenService::accounts(const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return identityError(401, QStringLiteral("unauthorized"), QStringLiteral("BXNIM0308E"), QStringLiteral("No authorization header found"));
    }
    QJsonArray resources;
    for (const QJsonObject& account : m_state.all(QStringLiteral("accounts"))) {
        resources.append(QJsonObject {
            { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("guid"), account.value(u"id") } } },
            { QStringLiteral("entity"),
                QJsonObject { { QStringLiteral("name"), account.value(u"name") }, { QStringLiteral("state"), QStringLiteral("ACTIVE") } } },
        });
    }
    return Reply::json(200,
        QJsonObject {
            { QStringLiteral("next_url"), QJsonValue::Null },
            { QStringLiteral("total_results"), resources.size() },
            { QStringLiteral("resources"), resources },
        });
}

} // namespace cocoon::sandbox
