// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::sandbox {

/// RFC 6902: add, remove, replace, move, copy, test. Errc::Invalid names the operation that failed.
Result<QJsonValue> applyJsonPatch(const QJsonValue& document, const QJsonArray& patch);
/// RFC 7386.
QJsonValue applyMergePatch(const QJsonValue& document, const QJsonValue& patch);

} // namespace cocoon::sandbox
