// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// Fills an empty cloud: account, resource groups, VPC with three zones, the demo cluster with its workers and security
/// groups, the clusters that Cocoon must pass over (classic, Satellite, region without TDX, RHEL workers), an SSH key.
void seedWorld(CloudState& state);

/// The security group rule that lets everything out, as the VPC API shows it.
QJsonObject outboundEverywhere(CloudState& state, const QString& region, const QString& groupId);

} // namespace cocoon::sandbox
