// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "services/base/error.h"

namespace cocoon::plan {

/// A change as Change::toJson() wrote it, and nothing else: an unknown field, one that is missing or of another type, and a
/// digest that is not the change's own are errors that begin with the field ("target.args: …").
Result<Change> readChange(const QJsonObject& json);

} // namespace cocoon::plan
