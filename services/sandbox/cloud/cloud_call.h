// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

namespace cocoon::sandbox {

/// Who calls: claims of the access token. Empty iamId = nobody.
struct Caller {
    QString iamId;
    QString accountId;
    bool isOwner = false; ///< the account's owner may do everything
};

/// One request to a simulated service, taken apart.
struct Call {
    QByteArray method;
    QString path; ///< below the service's prefix, "/v1/apikeys"
    QStringList parts; ///< the same, split: {"v1", "apikeys"}
    QUrlQuery query;
    net::Headers headers;
    QByteArray body;
    QJsonObject json; ///< the body when it is a JSON object
    QString region; ///< VPC only
    Caller caller;

    QString arg(const char* name) const { return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); }
    bool has(const char* name) const { return query.hasQueryItem(QLatin1String(name)); }
    bool is(const char* verb) const { return method == verb; }
    /// Do the path's parts match? "*" stands for any one part.
    bool at(std::initializer_list<QStringView> pattern) const;
};

struct Reply {
    int status = 200;
    QByteArray body {};
    net::Headers headers {};
    QByteArray contentType = "application/json";

    static Reply json(int status, const QJsonValue& value);
    static Reply empty(int status) { return { status, {}, {}, {} }; }
};

// Error bodies, one shape per family.
Reply tokenError(int status, const QString& code, const QString& message);
Reply identityError(int status, const QString& code, const QString& messageCode, const QString& message);
Reply policyError(int status, const QString& code, const QString& message, const QJsonObject& details = {});
Reply containersError(int status, const QString& code, const QString& description, const QString& type = QStringLiteral("General"),
    const QString& recovery = {});
Reply vpcError(int status, const QString& code, const QString& message, const QString& target = {},
    const QString& targetType = QStringLiteral("field"));

} // namespace cocoon::sandbox
