// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <optional>

namespace cocoon::sandbox {

/// One media type of an Accept header with its parameters ("application/json;as=Table;v=v1;g=meta.k8s.io").
struct MediaRange {
    QByteArray type;
    QHash<QByteArray, QByteArray> parameters;
    QByteArray parameter(const QByteArray& name) const { return parameters.value(name); }
};

/// In the client's order of preference (order of the header; Kubernetes clients use no q).
QList<MediaRange> parseAccept(const QByteArray& header);

/// What the shell has to make of the API server's JSON.
struct Wanted {
    bool table = false; ///< meta.k8s.io Table
    QByteArray tableVersion = "v1";
    bool yaml = false;
    bool acceptable = true; ///< false = 406
    QByteArray discoveryVersion; ///< "v2", "v2beta1" or empty (legacy)
    QByteArray inner = "application/json"; ///< the Accept header for the API server
};
Wanted negotiate(const QByteArray& acceptHeader);

} // namespace cocoon::sandbox
