// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace cocoon {

using std::chrono::milliseconds;

/// What kind of failure it was; the only thing code may branch on.
enum class Errc {
    Cancelled,
    Timeout,
    Network,
    Tls,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    Gone,
    Invalid,
    RateLimited,
    Server,
    Protocol,
    Parse,
    Io,
    Precondition,
    Internal
};

/// A failure caused by the outside world. `message` is one sentence and safe to show; `detail` is raw text for the
/// log and the "details" fold (already redacted); `trail` holds what was being done, outermost action first.
struct Error {
    Errc code = Errc::Internal;
    QString message;
    QString detail;
    int httpStatus = 0;
    std::optional<milliseconds> retryAfter {};
    QStringList trail {};

    /// The same error with one more outer action in front of the trail.
    [[nodiscard]] Error during(const QString& action) const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The value of "it worked" where there is nothing to return.
struct Done {
};

/// Shorthand: `return fail(Errc::Parse, QStringLiteral("…"));`
tl::unexpected<Error> fail(Errc code, const QString& message, const QString& detail = {});

/// May the same request work if it is simply sent again later? (Network, Timeout, RateLimited, Server.)
bool isRetryable(Errc code);

/// Stable lower-case name ("not-found") for logs, JSON output and tests.
QString errcName(Errc code);

} // namespace cocoon
