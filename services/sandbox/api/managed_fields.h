// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"
#include "services/sandbox/api/field_type.h"

namespace cocoon::sandbox {

/// Who writes, for metadata.managedFields.
struct Writer {
    QString manager;
    QString apiVersion;
    QString subresource; ///< "" or "status" …
    QString time; ///< RFC 3339
};

/// `after` with managedFields as they are once `writer` changed `before` (empty for a create) by create, update or patch.
QJsonObject trackUpdate(const QJsonObject& before, const QJsonObject& after, const FieldType& type, const Writer& writer);

/// Server-side apply of `config` to `live` (empty = it does not exist yet): the new object with its managedFields, or 409 with
/// one FieldManagerConflict per field that another manager owns with another value.
Outcome<QJsonObject> applyFields(
    const QJsonObject& live, const QJsonObject& config, const FieldType& type, const Writer& writer, bool force);

} // namespace cocoon::sandbox
