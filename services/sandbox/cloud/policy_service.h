// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// Access policies in both forms (/v1/policies, /v2/policies) over one list kept in the v2 form, and GET /v2/roles.
class PolicyService {
public:
    explicit PolicyService(CloudState& state);
    Reply handle(const Call& call);

private:
    Reply list(const Call& call, bool isV1);
    Reply create(const Call& call, bool isV1);
    Reply one(const Call& call, bool isV1);
    Reply roles(const Call& call) const;

    CloudState& m_state;
};

} // namespace cocoon::sandbox
