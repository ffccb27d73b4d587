// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

#include <memory>
#include <vector>

namespace cocoon::sandbox {

class CloudSim;

/// Everybody who brings the world to life, in a fixed order (the story's random numbers depend on it). The caller keeps
/// stage and cloud alive, seeds the world, then calls start() on each; destroying the list ends the play.
std::vector<std::unique_ptr<Actor>> makeActors(Stage& stage, CloudSim& cloud, const Controllers& played = {});

} // namespace cocoon::sandbox
