// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/cloud_call.h"

#include "services/base/json.h"

#include <QUuid>

namespace cocoon::sandbox {

namespace {

    QString traceId()
    {
        return QUuid::createUuid().toString(QUuid::WithoutBraces);
    }

} // namespace

bool Call::at(std::initializer_list<QStringView> pattern) const
{
    if (static_cast<qsizetype>(pattern.size()) != parts.size()) {
        return false;
    }
    qsizetype i = 0;
    for (const QStringView expected : pattern) {
        if (expected != u"*" && parts.at(i) != expected) {
            return false;
        }
        ++i;
    }
    return true;
}

Reply Reply::json(int status, const QJsonValue& value)
{
    Reply reply;
    reply.status = status;
    reply.body = toJson(value);
    return reply;
}

Reply tokenError(int status, const QString& code, const QString& message)
{
    const QString id = traceId();
    Reply reply = Reply::json(status,
        QJsonObject {
            { QStringLiteral("context"),
                QJsonObject { { QStringLiteral("requestId"), id }, { QStringLiteral("requestType"), QStringLiteral("incoming.Identity_Token") } } },
            { QStringLiteral("errorCode"), code },
            { QStringLiteral("errorMessage"), message },
        });
    reply.headers.add("Transaction-Id", id.toLatin1());
    return reply;
}

Reply identityError(int status, const QString& code, const QString& messageCode, const QString& message)
{
    const QString id = traceId();
    return Reply::json(status,
        QJsonObject {
            { QStringLiteral("context"), QJsonObject { { QStringLiteral("transaction_id"), id } } },
            { QStringLiteral("status_code"), status },
            { QStringLiteral("trace"), id },
            { QStringLiteral("errors"),
                QJsonArray({ QJsonObject { { QStringLiteral("code"), code }, { QStringLiteral("message_code"), messageCode },
                    { QStringLiteral("message"), message } } }) },
        });
}

Reply policyError(int status, const QString& code, const QString& message, const QJsonObject& details)
{
    QJsonObject error { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } };
    if (!details.isEmpty()) {
        error.insert(QStringLiteral("details"), details);
    }
    return Reply::json(status,
        QJsonObject {
            { QStringLiteral("trace"), traceId() },
            { QStringLiteral("status_code"), status },
            { QStringLiteral("errors"), QJsonArray({ error }) },
        });
}

Reply containersError(int status, const QString& code, const QString& description, const QString& type, const QString& recovery)
{
    QJsonObject body {
        { QStringLiteral("incidentID"), traceId() },
        { QStringLiteral("code"), code },
        { QStringLiteral("description"), description },
        { QStringLiteral("type"), type },
    };
    if (!recovery.isEmpty()) {
        body.insert(QStringLiteral("recoveryCLI"), recovery);
    }
    return Reply::json(status, body);
}

Reply vpcError(int status, const QString& code, const QString& message, const QString& target, const QString& targetType)
{
    QJsonObject error { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } };
    if (!target.isEmpty()) {
        error.insert(QStringLiteral("target"),
            QJsonObject { { QStringLiteral("name"), target }, { QStringLiteral("type"), targetType } });
    }
    return Reply::json(status,
        QJsonObject {
            { QStringLiteral("errors"), QJsonArray({ error }) },
            { QStringLiteral("trace"), traceId() },
            { QStringLiteral("status_code"), status },
        });
}

} // namespace cocoon::sandbox
