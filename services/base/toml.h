// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>

namespace cocoon {

/// TOML in (reading only: initdata is measured by its bytes, so documents are written from templates). Dates and times
/// become strings in ISO form. Errors name line and column. At most 1 MiB.
Result<QJsonObject> parseToml(const QByteArray& text);

} // namespace cocoon
