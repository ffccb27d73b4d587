// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QTest>

namespace cocoon::test {

/// Waits for a job in the event loop and gives its result.
template <class T>
Result<T> wait(Job<T>* job)
{
    Result<T> result = fail(Errc::Internal, QStringLiteral("never came"));
    bool came = false;
    job->then(job, [&](const Result<T>& r) {
        result = r;
        came = true;
    });
    if (!QTest::qWaitFor([&] { return came; }, 10000)) {
        return fail(Errc::Internal, QStringLiteral("never came"));
    }
    return result;
}

inline net::Request get(quint16 port, const QString& path, const QString& scheme = QStringLiteral("http"))
{
    net::Request request;
    request.url = QUrl(QStringLiteral("%1://localhost:%2%3").arg(scheme).arg(port).arg(path));
    return request;
}

} // namespace cocoon::test
