// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/node_task.h"
#include "models/dashboard/scene.h"

namespace cocoon::dashboard {

/// What the actions of a worker need to know first.
QList<world::Query> nodeActionNeeds();

/// Why this cannot be asked of the worker now, "" when it can. Said at the button, before anybody tries.
QString whyNot(NodeTask::Kind kind, const NodeView& node, const Scene& scene, const world::World& world, bool isRunning);

} // namespace cocoon::dashboard
