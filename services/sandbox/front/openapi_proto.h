// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace cocoon::sandbox {

/// An OpenAPI v2 document in the protobuf form of gnostic (openapi.v2.Document), the only one that older Kubernetes
/// clients ask for. Covers what OpenApi writes: info, paths with operations, definitions, vendor extensions.
QByteArray openApiProto(const QJsonObject& document);

} // namespace cocoon::sandbox
