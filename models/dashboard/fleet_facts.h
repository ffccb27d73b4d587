// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/attention.h"
#include "models/dashboard/fleet.h"
#include "models/setup/desk.h"

namespace cocoon::dashboard {

/// What the fleet board shows of one open cluster, but for its name. What is not answered is not known, never zero or absent.
/// `needs` gets the questions that the scene does not ask anyway.
FleetCluster clusterOf(const world::World& world, const plan::Intent& intent, const Scene& scene, const QList<Attention>& attention, const setup::Desk::Truth& truth,
    QList<world::Query>& needs);

} // namespace cocoon::dashboard
