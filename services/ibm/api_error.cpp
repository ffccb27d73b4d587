// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/api_error.h"

#include "services/base/json.h"
#include "services/base/redact.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace cocoon::ibm {

namespace {

    constexpr qsizetype kDetailCap = 4096;
    constexpr milliseconds kLongestRetryAfter { 60000 }; // a server that errs must not stop us for hours

    /// What a body says, whatever its family.
    struct Told {
        QString code;
        QString message;
        QString support; ///< incident, trace or transaction id
        QString hint; ///< what the service itself proposes
    };

    QString firstOf(const QJsonObject& object, std::initializer_list<QStringView> keys)
    {
        for (const QStringView key : keys) {
            const QJsonValue value = object.value(key);
            if (value.isString() && !value.toString().isEmpty()) {
                return value.toString();
            }
        }
        return {};
    }

    Told read(const QByteArray& body)
    {
        const auto parsed = parseJson(body);
        if (!parsed || !parsed->isObject()) {
            return {};
        }
        const QJsonObject root = parsed->toObject();
        Told told;
        told.support = firstOf(root, { u"incidentID", u"trace" });
        if (root.value(u"errors").isArray()) { // VPC, IAM identity, policies
            const QJsonObject first = root.value(u"errors").toArray().at(0).toObject();
            told.code = firstOf(first, { u"message_code", u"code" });
            told.message = firstOf(first, { u"message" });
            const QString target = str(first, { u"target", u"name" });
            if (!target.isEmpty()) {
                told.message += QStringLiteral(" (%1)").arg(target);
            }
            told.hint = firstOf(first, { u"more_info" });
            return told;
        }
        told.code = firstOf(root, { u"errorCode", u"code" });
        told.message = firstOf(root, { u"errorMessage", u"description", u"message", u"error_description", u"error" });
        const QString details = firstOf(root, { u"errorDetails" });
        if (!details.isEmpty() && details != told.message) {
            told.message += QStringLiteral(" ") + details;
        }
        told.hint = firstOf(root, { u"recoveryCLI" });
        if (told.support.isEmpty()) {
            told.support = str(root, { u"context", u"requestId" });
        }
        return told;
    }

    Errc codeOfStatus(int status)
    {
        switch (status) {
        case 401:
            return Errc::Unauthorized;
        case 403:
            return Errc::Forbidden;
        case 404:
            return Errc::NotFound;
        case 408:
            return Errc::Timeout;
        case 409:
        case 412:
            return Errc::Conflict;
        case 410:
            return Errc::Gone;
        case 429:
            return Errc::RateLimited;
        default:
            break;
        }
        if (status >= 500) {
            return Errc::Server;
        }
        return status >= 400 ? Errc::Invalid : Errc::Protocol;
    }

    Errc refine(Errc code, const QString& serviceCode)
    {
        // IAM answers 400 for a key or refresh token it does not accept; what helps is another credential.
        static const QStringList refusedCredentials {
            QStringLiteral("BXNIM0415E"),
            QStringLiteral("BXNIM0407E"),
        };
        if (refusedCredentials.contains(serviceCode)) {
            return Errc::Unauthorized;
        }
        // 401, but the token is good: the caller lacks a right on Kubernetes Service.
        if (serviceCode == QLatin1String("A0007")) {
            return Errc::Forbidden;
        }
        // The letter in front of 3917 differs by API generation.
        if (serviceCode.size() == 5 && serviceCode.endsWith(QLatin1String("3917"))) {
            return Errc::Precondition;
        }
        return code;
    }

    std::optional<milliseconds> retryAfter(const QByteArray& value)
    {
        if (value.isEmpty()) {
            return {};
        }
        bool isNumber = false;
        const qint64 seconds = value.trimmed().toLongLong(&isNumber);
        if (isNumber) {
            return milliseconds(std::clamp<qint64>(seconds, 0, kLongestRetryAfter.count() / 1000) * 1000);
        }
        const QDateTime when = QDateTime::fromString(QString::fromLatin1(value), Qt::RFC2822Date);
        if (!when.isValid()) {
            return {};
        }
        return milliseconds(std::clamp<qint64>(QDateTime::currentDateTimeUtc().msecsTo(when), 0, kLongestRetryAfter.count()));
    }

} // namespace

QString serviceErrorCode(const QByteArray& body)
{
    return read(body).code;
}

QString redactedBody(const QByteArray& body)
{
    return redactedText(QString::fromUtf8(body.left(kDetailCap)));
}

Error errorFrom(const net::Response& response)
{
    Told told = read(response.body);
    Error error;
    error.httpStatus = response.status;
    error.code = refine(codeOfStatus(response.status), told.code);
    error.detail = redactedBody(response.body);
    error.retryAfter = retryAfter(response.headers.value("Retry-After"));
    if (told.message.isEmpty()) {
        error.message = QStringLiteral("The service answered HTTP %1.").arg(response.status);
    } else {
        error.message = redactedBody(told.message.toUtf8());
    }
    if (!told.code.isEmpty()) {
        error.message += QStringLiteral(" [%1]").arg(told.code);
    }
    if (told.support.isEmpty()) {
        told.support = QString::fromLatin1(response.headers.value("Transaction-Id"));
    }
    if (!told.hint.isEmpty()) {
        error.detail += QStringLiteral("\n") + told.hint;
    }
    if (!told.support.isEmpty()) {
        error.detail += QStringLiteral("\nSupport id: ") + told.support;
    }
    return error;
}

} // namespace cocoon::ibm
