// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/secret.h"
#include "services/net/http_server.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace cocoon::sandbox {

/// Who asks. `groups` holds system:authenticated for everybody who was recognized.
struct User {
    QString name;
    QStringList groups;
    QString uid;
    bool isMaster() const { return groups.contains(QStringLiteral("system:masters")); }
};

/// Recognizes client certificates (CN = user, O = groups; the server has verified the chain) and a table of bearer
/// tokens. No credentials or unknown ones = nobody; the shell answers 401. Owned by the shell.
class Authenticator {
public:
    void addToken(const Secret& token, const QString& user, const QStringList& groups);
    std::optional<User> authenticate(const net::ServerRequest& request) const;
    std::optional<User> byToken(const QByteArray& token) const;
    static User user(const QString& name, QStringList groups);

private:
    QHash<QByteArray, User> m_byTokenDigest; // by SHA-256, so that no clear token lies in memory twice
};

} // namespace cocoon::sandbox
