// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QStringList>

namespace cocoon::plan {

/// Longest common subsequence of two texts, as lines that begin with ' ' (both), '-' (only before) or '+' (only after).
QStringList lineDifference(const QStringList& before, const QStringList& after);
/// The same for two objects of a Change, as YAML: references read "<known after image>", secrets "$NAME".
QStringList yamlDifference(const QJsonValue& before, const QJsonValue& after);

} // namespace cocoon::plan
