// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "models/setup/look.h"
#include "models/setup/report.h"

/// The checks of the prerequisites step, by subject.
namespace cocoon::setup {

void checkWorkers(Look& look, Report& report);
void checkRights(Look& look, Report& report);
/// True when a rule lets workers and VMs reach the Internet.
bool checkNetwork(Look& look, Report& report);
void checkPackage(Look& look, Report& report, const QJsonObject& package);
plan::Change openOutbound(Look& look);

} // namespace cocoon::setup
