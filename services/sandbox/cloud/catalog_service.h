// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// The global catalog's three-step way to a list price, with several metrics, currencies and tiers.
/// Needs no login. Only bx3dc-2x10 carries a recorded price; the others scale with their vCPUs.
Reply catalogReply(const CloudState& state, const Call& call);

} // namespace cocoon::sandbox
