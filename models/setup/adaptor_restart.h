// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// G11: the adaptor reads its settings and its credential when it starts, so each of its pods that is older than the last change
/// of peer-pods-cm or peer-pods-secret is deleted: one at a time, the next only when every worker has a Ready adaptor again. A pod that is gone and has no successor yet counts as
/// "not yet", like one that is not Ready. Says nothing while there is no adaptor.
void restartOldAdaptors(Look& look, Report& report);

} // namespace cocoon::setup
