// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// A profile of a region as the VPC API shows it; empty when the region has no such profile. The over-reporting of TDX in
/// eu-es and eu-gb is the service's own documented mistake.
QJsonObject instanceProfile(const CloudState& state, const QString& region, const QString& name);
/// All of a region.
QList<QJsonObject> instanceProfiles(const CloudState& state, const QString& region);
/// GET /instance/profiles[/{name}].
Reply profileReply(const CloudState& state, const Call& call);

} // namespace cocoon::sandbox
