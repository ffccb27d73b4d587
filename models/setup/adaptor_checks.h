// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// G17: nothing reports a failed install but its pods; says what they say.
void checkInstallPods(Look& look, Report& report);
/// After the last worker: runtime class, adaptor, webhook and capacity, with waits for what is missing.
void checkInstallation(Look& look, Report& report);
/// Known messages in the logs of adaptor pods that do not run well.
void checkAdaptorLogs(Look& look, Report& report);

} // namespace cocoon::setup
