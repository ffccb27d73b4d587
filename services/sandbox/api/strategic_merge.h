// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"
#include "services/sandbox/api/field_type.h"

namespace cocoon::sandbox {

/// Kubernetes' strategic merge patch: lists with a merge key merge item by item, $patch: replace|delete|merge,
/// $retainKeys and $deleteFromPrimitiveList are obeyed, $setElementOrder only orders and is left out.
Result<QJsonObject> applyStrategicPatch(const QJsonObject& document, const QJsonObject& patch, const FieldType& type);

} // namespace cocoon::sandbox
