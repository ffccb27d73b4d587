// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>

class QJsonObject;

namespace cocoon::test {

/// As much of JSON Schema as the files in resources/schemas use: type, pattern, minimum, maximum, items, properties,
/// additionalProperties, required.
bool fits(const QJsonObject& schema, const QJsonValue& value);

} // namespace cocoon::test
