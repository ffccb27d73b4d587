// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"

namespace cocoon::sandbox {

/// What a structural schema (OpenAPI v3) does to a custom resource. The root knows apiVersion, kind and metadata by itself.

/// Drops unknown fields; their paths are appended to `unknown` ("spec.foo").
QJsonObject pruned(const QJsonObject& object, const QJsonObject& schema, QStringList* unknown);
/// Fills in defaults.
QJsonObject defaulted(const QJsonObject& object, const QJsonObject& schema);
/// Type, required, enum, pattern, format, bounds and allOf/anyOf/oneOf/not. At most 20 causes.
QList<Cause> violations(const QJsonObject& object, const QJsonObject& schema);

} // namespace cocoon::sandbox
