// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>

#include <optional>

namespace cocoon::sandbox {

/// Makes and checks the access tokens of the simulated IAM: real JWTs (three base64url parts), signed with a key from the
/// story's seed, so that a resumed sandbox still knows its tokens and nobody else's pass.
class TokenMint {
public:
    explicit TokenMint(quint32 seed);
    QByteArray mint(const QJsonObject& claims) const;
    /// Claims of a token that we made and that has not expired.
    std::optional<QJsonObject> check(const QByteArray& token, const QDateTime& now) const;
    /// Claims of any JWT (a service-account token comes from elsewhere).
    static std::optional<QJsonObject> claims(const QByteArray& token);

private:
    QByteArray sign(const QByteArray& text) const;
    QByteArray m_key;
};

} // namespace cocoon::sandbox
