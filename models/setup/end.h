// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/runner.h"
#include "models/words/words.h"

namespace cocoon::setup {

/// The three parts of a run that failed or gave up waiting. What to do next comes from what the unfinished step found: a wait
/// that took too long is rarely the network's fault.
words::Explanation explainEnd(const plan::Runner::Report& report);
/// The three parts of a run that may not begin or go on because somebody else is changing the cluster, or may be.
words::Explanation explainRefusal(const Error& error);

} // namespace cocoon::setup
