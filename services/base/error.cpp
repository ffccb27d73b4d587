// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/error.h"

namespace cocoon {

Error Error::during(const QString& action) const
{
    Error copy = *this;
    copy.trail.prepend(action);
    return copy;
}

tl::unexpected<Error> fail(Errc code, const QString& message, const QString& detail)
{
    Error error;
    error.code = code;
    error.message = message;
    error.detail = detail;
    return tl::unexpected<Error>(std::move(error));
}

bool isRetryable(Errc code)
{
    return code == Errc::Network || code == Errc::Timeout || code == Errc::RateLimited || code == Errc::Server;
}

QString errcName(Errc code)
{
    switch (code) {
    case Errc::Cancelled:
        return QStringLiteral("cancelled");
    case Errc::Timeout:
        return QStringLiteral("timeout");
    case Errc::Network:
        return QStringLiteral("network");
    case Errc::Tls:
        return QStringLiteral("tls");
    case Errc::Unauthorized:
        return QStringLiteral("unauthorized");
    case Errc::Forbidden:
        return QStringLiteral("forbidden");
    case Errc::NotFound:
        return QStringLiteral("not-found");
    case Errc::Conflict:
        return QStringLiteral("conflict");
    case Errc::Gone:
        return QStringLiteral("gone");
    case Errc::Invalid:
        return QStringLiteral("invalid");
    case Errc::RateLimited:
        return QStringLiteral("rate-limited");
    case Errc::Server:
        return QStringLiteral("server");
    case Errc::Protocol:
        return QStringLiteral("protocol");
    case Errc::Parse:
        return QStringLiteral("parse");
    case Errc::Io:
        return QStringLiteral("io");
    case Errc::Precondition:
        return QStringLiteral("precondition");
    case Errc::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

} // namespace cocoon
