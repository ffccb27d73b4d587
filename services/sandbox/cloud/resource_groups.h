// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// The resource manager: /v2/resource_groups and /v2/resource_groups/{id}. Everybody with a token may read,
/// the account's owner may change; the default group and one that still has VPC resources stay.
Reply resourceGroupReply(CloudState& state, const Call& call);

} // namespace cocoon::sandbox
