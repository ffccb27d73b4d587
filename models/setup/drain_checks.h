// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// Does the budget's selector mean this pod?
bool budgetSelects(const QJsonObject& budget, const QJsonObject& pod);
/// TS-87: which disruption budgets keep which pods on a worker that is being drained.
void explainHeldPods(Look& look, const QString& node, Report& report);

} // namespace cocoon::setup
