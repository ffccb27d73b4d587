// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cocoon::ctl {

/// Longest common subsequence of two texts, as lines that begin with ' ' (both), '-' (only before) or '+' (only after).
QStringList lineDifference(const QStringList& before, const QStringList& after);

} // namespace cocoon::ctl
