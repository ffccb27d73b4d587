// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"

namespace cocoon::setup {

/// How what was observed stands with the world: live, or how old and why.
Desk::Truth truthOf(const world::World& world);
/// When a cluster was last heard that is silent now; invalid when it is not.
QDateTime staleSince(const Desk::Truth& truth);

} // namespace cocoon::setup
