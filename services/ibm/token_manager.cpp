// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/token_manager.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/base/log.h"
#include "services/ibm/api_error.h"

#include <QHash>

namespace cocoon::ibm {

namespace {

    constexpr int kDeadBeforeExpirySeconds = 10;
    constexpr double kRefreshAtShareOfLife = 0.8;
    constexpr milliseconds kRefusalKept { 60000 };

    const QByteArray kGrantApiKey = QByteArrayLiteral("urn:ibm:params:oauth:grant-type:apikey");
    const QByteArray kGrantPasscode = QByteArrayLiteral("urn:ibm:params:oauth:grant-type:passcode");
    const QByteArray kGrantCrToken = QByteArrayLiteral("urn:ibm:params:oauth:grant-type:cr-token");
    const QByteArray kGrantRefresh = QByteArrayLiteral("refresh_token");
    // The public client identity of IBM's own command line: only it is given refresh tokens.
    const QByteArray kCliClient = QByteArrayLiteral("Basic Yng6Yng=");

    struct Refusal {
        Error error;
        QDateTime at;
    };

    /// By a digest of the key: neither keys nor anything that leads to one is kept here.
    QHash<QByteArray, Refusal>& refusals()
    {
        static QHash<QByteArray, Refusal> known;
        return known;
    }

    Secret plain(const QByteArray& text)
    {
        return Secret(text);
    }

} // namespace

Result<QJsonObject> jwtClaims(const QByteArray& token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3) {
        return fail(Errc::Protocol, QStringLiteral("IAM answered with something that is not a token."));
    }
    const auto decoded = QByteArray::fromBase64Encoding(
        parts.at(1), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded) {
        return fail(Errc::Protocol, QStringLiteral("IAM answered with a damaged token."));
    }
    const auto claims = parseJsonObject(*decoded);
    if (!claims) {
        return fail(Errc::Protocol, QStringLiteral("IAM answered with a token whose claims cannot be read."));
    }
    return *claims;
}

Result<Tokens> parseTokens(const QByteArray& body, const QDateTime& now)
{
    const auto answer = parseJsonObject(body);
    if (!answer) {
        return fail(Errc::Protocol, QStringLiteral("IAM answered with something that is not the expected JSON object."));
    }
    Tokens tokens;
    tokens.access = Secret(answer->value(u"access_token").toString().toUtf8());
    tokens.refresh = Secret(answer->value(u"refresh_token").toString().toUtf8());
    if (tokens.access.isEmpty()) {
        return fail(Errc::Protocol, QStringLiteral("IAM's answer has no \"access_token\"."));
    }
    const auto claims = jwtClaims(tokens.access.reveal());
    if (!claims) {
        return tl::unexpected(claims.error());
    }
    tokens.identity.accountId = str(*claims, { u"account", u"bss" });
    tokens.identity.iamId = claims->value(u"iam_id").toString();
    tokens.identity.name = claims->value(u"name").toString();
    tokens.identity.email = claims->value(u"email").toString();
    // The life is what counts, not the server's idea of the hour: desks with a wrong clock must work too.
    qint64 life = claims->value(u"exp").toInteger() - claims->value(u"iat").toInteger();
    if (!claims->contains(u"exp") || !claims->contains(u"iat")) {
        life = answer->value(u"expires_in").toInteger(3600);
    }
    tokens.issued = now;
    tokens.expires = now.addSecs(life);
    return tokens;
}

TokenManager::TokenManager(net::Transport& transport, Clock& clock, Endpoints endpoints, Login login, QObject* parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_endpoints(std::move(endpoints))
    , m_login(std::move(login))
    , m_refreshToken(m_login.refreshToken)
{
}

bool TokenManager::isUsable() const
{
    return m_tokens && m_clock.now().secsTo(m_tokens->expires) > kDeadBeforeExpirySeconds;
}

bool TokenManager::isFresh() const
{
    if (!m_tokens) {
        return false;
    }
    const qint64 life = m_tokens->issued.msecsTo(m_tokens->expires);
    const qint64 age = m_tokens->issued.msecsTo(m_clock.now());
    return static_cast<double>(age) < static_cast<double>(life) * kRefreshAtShareOfLife;
}

Job<Secret>* TokenManager::token()
{
    if (isUsable()) {
        if (!isFresh()) {
            refresh();
        }
        return settledJob<Secret>(this, m_tokens->access);
    }
    auto* job = new Job<Secret>(this);
    m_waiting.append(job);
    refresh();
    return job;
}

void TokenManager::invalidate(const Secret& token)
{
    if (m_tokens && m_tokens->access == token) {
        m_tokens.reset();
    }
}

Job<Identity>* TokenManager::identity()
{
    return mapJob<Identity, Secret>(token(), this, [this](const Result<Secret>& r) -> Result<Identity> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        const auto claims = jwtClaims(r->reveal());
        if (m_tokens) {
            return m_tokens->identity;
        }
        if (!claims) {
            return tl::unexpected(claims.error());
        }
        return Identity { str(*claims, { u"account", u"bss" }), claims->value(u"iam_id").toString(),
            claims->value(u"name").toString(), claims->value(u"email").toString() };
    });
}

void TokenManager::bindAccount(const QString& accountId)
{
    m_login.accountId = accountId;
    if (m_tokens && m_tokens->identity.accountId != accountId) {
        m_tokens.reset();
    }
}

QString TokenManager::accountId() const
{
    return m_tokens ? m_tokens->identity.accountId : QString();
}

Secret TokenManager::refreshToken() const
{
    return m_refreshToken;
}

Job<Tokens>* TokenManager::exchangeApiKey(const Secret& apiKey)
{
    const QByteArray print = sha256Hex(m_endpoints.iam.toUtf8() + '\n' + apiKey.reveal());
    if (const auto known = refusals().constFind(print); known != refusals().constEnd()) {
        const qint64 age = known->at.msecsTo(m_clock.now());
        if (age >= 0 && age < kRefusalKept.count()) {
            Error error = known->error;
            error.retryAfter = kRefusalKept - milliseconds(age);
            return settledJob<Tokens>(this, tl::unexpected(error));
        }
        refusals().remove(print);
    }
    auto* job = grant({ { "grant_type", plain(kGrantApiKey) }, { "apikey", apiKey }, { "response_type", plain("cloud_iam") } }, false);
    return mapJob<Tokens, Tokens>(job, this, [this, print](const Result<Tokens>& r) {
        if (!r && r.error().code == Errc::Unauthorized) {
            refusals().insert(print, { r.error(), m_clock.now() });
        }
        return r;
    });
}

Job<Tokens>* TokenManager::login()
{
    if (!m_login.apiKey.isEmpty()) {
        return exchangeApiKey(m_login.apiKey);
    }
    if (!m_login.crToken.isEmpty()) {
        return grant({ { "grant_type", plain(kGrantCrToken) }, { "cr_token", m_login.crToken },
                         { "profile_id", plain(m_login.profileId.toUtf8()) } },
            false);
    }
    if (!m_refreshToken.isEmpty()) {
        Form form { { "grant_type", plain(kGrantRefresh) }, { "refresh_token", m_refreshToken },
            { "response_type", plain("cloud_iam") } };
        if (!m_login.accountId.isEmpty()) {
            form.append({ "bss_account", plain(m_login.accountId.toUtf8()) });
        }
        return grant(form, true);
    }
    if (m_login.passcode.isEmpty()) {
        return settledJob<Tokens>(this, fail(Errc::Unauthorized, QStringLiteral("There is no IBM Cloud credential.")));
    }
    auto* first = grant({ { "grant_type", plain(kGrantPasscode) }, { "passcode", m_login.passcode },
                            { "response_type", plain("cloud_iam") } },
        true);
    m_login.passcode = {}; // works once only
    return chainJob<Tokens, Tokens>(first, this, [this](const Tokens& tokens) -> Job<Tokens>* {
        m_refreshToken = tokens.refresh;
        const bool isBound = m_login.accountId.isEmpty() || tokens.identity.accountId == m_login.accountId;
        return isBound ? settledJob<Tokens>(this, tokens) : login();
    });
}

Job<Tokens>* TokenManager::grant(const Form& form, bool asCli)
{
    net::Request request;
    request.method = "POST";
    request.url = QUrl(m_endpoints.iam + QStringLiteral("/identity/token"));
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("Accept", "application/json");
    QByteArray body;
    bool isOnceOnly = false;
    for (const auto& [name, value] : form) {
        if (!body.isEmpty()) {
            body += '&';
        }
        body += name + '=' + value.reveal().toPercentEncoding();
        isOnceOnly = isOnceOnly || name == "passcode";
    }
    request.secretBody = Secret(body);
    request.maxBody = kMaxAnswer;
    request.idempotent = !isOnceOnly;
    if (asCli) {
        request.authorization = Secret(kCliClient);
    }
    return mapJob<Tokens, net::Response>(m_transport.send(request), this, [this](const Result<net::Response>& r) -> Result<Tokens> {
        if (!r) {
            return tl::unexpected(r.error().during(QStringLiteral("log in to IBM Cloud")));
        }
        if (r->status != 200) {
            return tl::unexpected(errorFrom(*r).during(QStringLiteral("log in to IBM Cloud")));
        }
        const Result<Tokens> tokens = parseTokens(r->body, m_clock.now());
        return tokens ? tokens : tl::unexpected(tokens.error().during(QStringLiteral("log in to IBM Cloud")));
    });
}

void TokenManager::refresh()
{
    if (m_isRefreshing) {
        return;
    }
    m_isRefreshing = true;
    login()->then(this, [this](const Result<Tokens>& r) { settle(r); });
}

void TokenManager::settle(const Result<Tokens>& result)
{
    m_isRefreshing = false;
    if (result) {
        m_tokens = *result;
        // A plain API-key login also answers with a refresh token, but one that is never accepted.
        if (m_login.apiKey.isEmpty() && m_login.crToken.isEmpty() && !result->refresh.isEmpty()) {
            m_refreshToken = result->refresh;
        }
    } else {
        qCInfo(lcIbm, "login failed: %s", qPrintable(errcName(result.error().code)));
        if (result.error().code == Errc::Unauthorized) {
            m_refreshToken = {};
        }
    }
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& job : waiting) {
        if (!job) {
            continue;
        }
        if (result) {
            job->resolve(result->access);
        } else {
            job->resolve(tl::unexpected(result.error()));
        }
    }
}

} // namespace cocoon::ibm
