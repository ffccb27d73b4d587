// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/look.h"

namespace cocoon::dashboard {

/// The nodes, with what IBM Cloud says of them, their adaptor and the confidential pods on them. After readPods().
void readNodes(setup::Look& look, const world::World& world, const coco::Facts& facts, const plan::Assessment& nodesStep, Scene& scene);

} // namespace cocoon::dashboard
