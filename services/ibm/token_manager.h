// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/ibm/cloud.h"

#include <QDateTime>

#include <optional>

namespace cocoon::ibm {

/// The longest answer with a token or one object. A service that goes on and on must not fill the memory.
inline constexpr qsizetype kMaxAnswer = 16 * 1024 * 1024;

/// What an IAM token answer holds.
struct Tokens {
    Secret access;
    Secret refresh; ///< only usable after a login with the CLI's client identity (passcode)
    Identity identity; ///< claims of the access token
    QDateTime issued;
    QDateTime expires;
};

/// Reads an answer of POST /identity/token; life from the JWT, else from expires_in counted from `now`.
Result<Tokens> parseTokens(const QByteArray& body, const QDateTime& now);
/// Claims of a JWT without looking at its signature (that is the services' business).
Result<QJsonObject> jwtClaims(const QByteArray& token);

/// Keeps one access token fresh: at 80 % of its life a new one is fetched in the background while the old one still
/// serves; from 10 s before its end callers wait. One refresh at a time. Owned by ibm::Cloud; jobs are its children.
class TokenManager : public QObject {
    Q_OBJECT
public:
    TokenManager(net::Transport& transport, Clock& clock, Endpoints endpoints, Login login, QObject* parent = nullptr);

    Job<Secret>* token();
    /// The service answered 401 to this token: do not hand it out again.
    void invalidate(const Secret& token);
    Job<Identity>* identity();
    /// Passcode flow: from now on tokens are bound to this account.
    void bindAccount(const QString& accountId);
    /// Account id of the current token, "" before the first login.
    QString accountId() const;
    /// Empty unless a passcode login gave one.
    Secret refreshToken() const;

    /// One exchange of an API key, without touching the state. A key that IAM refused is not sent again for a minute by
    /// any manager of this process (IAM locks out who insists): the refusal is repeated without asking.
    Job<Tokens>* exchangeApiKey(const Secret& apiKey);

private:
    using Form = QList<std::pair<QByteArray, Secret>>;
    Job<Tokens>* grant(const Form& form, bool asCli);
    Job<Tokens>* login();
    void refresh();
    void settle(const Result<Tokens>& result);
    bool isUsable() const;
    bool isFresh() const;

    net::Transport& m_transport;
    Clock& m_clock;
    Endpoints m_endpoints;
    Login m_login;
    std::optional<Tokens> m_tokens;
    Secret m_refreshToken; ///< outlives an invalidated access token: the passcode works only once
    QList<QPointer<Job<Secret>>> m_waiting;
    bool m_isRefreshing = false;
};

} // namespace cocoon::ibm
