// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QJsonObject>

namespace cocoon::kube {

/// Turns an HTTP answer of an API server (status ≥ 300) into an Error; see Client for the table.
Error errorFromResponse(const net::Response& response);

/// The same for a metav1.Status object that came inside a stream. `httpStatus` 0 = take the Status' own code.
Error errorFromStatus(const QJsonObject& status, int httpStatus = 0);

/// One field that server-side apply would have taken from another manager.
struct ApplyConflict {
    QString field; ///< ".data.DISABLECVM"
    QString manager; ///< who owns it now; empty when the server did not say
    bool operator==(const ApplyConflict&) const = default;
};

/// The conflicts a failed Client::apply ran into; empty when the error is something else.
QList<ApplyConflict> applyConflicts(const Error& error);

} // namespace cocoon::kube
