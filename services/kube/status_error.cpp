// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/status_error.h"

#include "services/base/json.h"
#include "services/base/redact.h"

#include <QRegularExpression>

namespace cocoon::kube {

namespace {
    constexpr qsizetype kMaxDetail = 1024 * 1024;

    Errc codeOf(int status, const QString& reason)
    {
        if (reason == QLatin1String("Expired")) {
            return Errc::Gone;
        }
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
            return Errc::Conflict;
        case 410:
            return Errc::Gone;
        case 412:
            return Errc::Precondition;
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

    /// Plain text bodies ("404 page not found", a proxy's error page) as one short line; HTML is not worth showing.
    QString firstLine(const QByteArray& body)
    {
        const QString text = QString::fromUtf8(body.left(400)).trimmed();
        if (text.startsWith(u'<') || text.startsWith(u'{')) {
            return {};
        }
        return redactedText(text.section(u'\n', 0, 0)).left(200);
    }

    std::optional<milliseconds> secondsHint(qint64 seconds)
    {
        if (seconds <= 0) {
            return std::nullopt;
        }
        return milliseconds(seconds * 1000);
    }
}

Error errorFromStatus(const QJsonObject& status, int httpStatus)
{
    const QJsonObject details = status.value(QLatin1String("details")).toObject();
    const int code = httpStatus > 0 ? httpStatus : status.value(QLatin1String("code")).toInt(500);
    Error error;
    error.code = codeOf(code, status.value(QLatin1String("reason")).toString());
    error.httpStatus = code;
    error.message = redactedText(status.value(QLatin1String("message")).toString());
    if (error.message.isEmpty()) {
        const QString reason = status.value(QLatin1String("reason")).toString();
        error.message = QStringLiteral("The API server refused with status %1%2.")
                            .arg(code)
                            .arg(reason.isEmpty() ? QString() : u' ' + reason);
    }
    error.detail = redactedText(QString::fromUtf8(toJson(status)));
    error.retryAfter = secondsHint(details.value(QLatin1String("retryAfterSeconds")).toInteger());
    return error;
}

Error errorFromResponse(const net::Response& response)
{
    Error error;
    const Result<QJsonObject> body = response.body.startsWith('{')
        ? parseJsonObject(response.body)
        : Result<QJsonObject>(fail(Errc::Parse, QString()));
    if (body && body->value(QLatin1String("kind")).toString() == QLatin1String("Status")) {
        error = errorFromStatus(*body, response.status);
    } else {
        error.code = codeOf(response.status, {});
        error.httpStatus = response.status;
        const QString reason = QString::fromLatin1(response.reason);
        const QString line = firstLine(response.body);
        error.message = QStringLiteral("The server answered %1%2%3")
                            .arg(response.status)
                            .arg(reason.isEmpty() ? QString() : u' ' + reason,
                                line.isEmpty() ? QStringLiteral(".") : QStringLiteral(": ") + line);
    }
    error.detail = redactedText(QString::fromUtf8(response.body.left(kMaxDetail)));
    if (response.headers.contains("Retry-After")) {
        bool isNumber = false;
        const qint64 seconds = response.headers.value("Retry-After").trimmed().toLongLong(&isNumber);
        if (isNumber) {
            error.retryAfter = secondsHint(seconds);
        }
    }
    return error;
}

QList<ApplyConflict> applyConflicts(const Error& error)
{
    QList<ApplyConflict> conflicts;
    if (error.code != Errc::Conflict) {
        return conflicts;
    }
    const Result<QJsonObject> body = parseJsonObject(error.detail.toUtf8());
    if (!body) {
        return conflicts;
    }
    static const QRegularExpression quoted(QStringLiteral(R"re(conflicts? with "((?:[^"\\]|\\.)*)")re"));
    const QJsonArray causes = at(*body, { u"details", u"causes" }).toArray();
    for (const QJsonValue& value : causes) {
        const QJsonObject cause = value.toObject();
        if (cause.value(QLatin1String("reason")).toString() != QLatin1String("FieldManagerConflict")) {
            continue;
        }
        QString manager = quoted.match(cause.value(QLatin1String("message")).toString()).captured(1);
        manager.replace(QLatin1String("\\\""), QLatin1String("\"")).replace(QLatin1String("\\\\"), QLatin1String("\\"));
        conflicts.append({ cause.value(QLatin1String("field")).toString(), manager });
    }
    return conflicts;
}

} // namespace cocoon::kube
