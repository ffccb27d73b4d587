// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>

namespace cocoon::sandbox {

/// The part of kubectl's JSONPath that printer columns use: ".a.b", "['a']", "\.", "[0]", "[-1]", "[*]", ".*", and
/// filters like [?(@.type=="Ready")]. Anything else finds nothing.
QList<QJsonValue> findJsonPath(const QString& path, const QJsonValue& root);

} // namespace cocoon::sandbox
