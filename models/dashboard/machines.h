// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/look.h"

namespace cocoon::dashboard {

/// The peer pods' servers in the cluster's VPC, what they cost by list price, and what room the subnets have. After readPods().
void readMachines(setup::Look& look, Scene& scene);

} // namespace cocoon::dashboard
