// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/owners.h"

namespace cocoon::dashboard {

/// The servers of this cluster's peer pods in its VPC, what they cost by list price, and what room the subnets have.
void readMachines(setup::Look& look, const Owners& owners, Scene& scene);

} // namespace cocoon::dashboard
