// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QTest>

#include <memory>
#include <optional>

namespace cocoon::test {

/// Waits for a job in the event loop and gives its result. What comes after the wait was given up finds nobody.
template <class T>
Result<T> wait(Job<T>* job)
{
    const auto result = std::make_shared<std::optional<Result<T>>>();
    job->then(job, [result](const Result<T>& r) { *result = r; });
    if (!QTest::qWaitFor([&] { return result->has_value(); }, 60000)) {
        return fail(Errc::Internal, QStringLiteral("never came"));
    }
    return **result;
}

inline net::Request get(quint16 port, const QString& path, const QString& scheme = QStringLiteral("http"))
{
    net::Request request;
    request.url = QUrl(QStringLiteral("%1://localhost:%2%3").arg(scheme).arg(port).arg(path));
    return request;
}

} // namespace cocoon::test
