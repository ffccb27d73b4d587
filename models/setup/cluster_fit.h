// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"
#include "services/coco/facts.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace cocoon::setup {

/// Why a cluster of the account cannot carry confidential pods, in a few words; "" when nothing speaks against it. Judges by
/// what the list of clusters says (GET /v2/vpc/getClusters); the prerequisites step looks closer. `network` is the way that
/// this machine takes to it: "" = the public one, "private" or "vpe"; none where a kubeconfig of the user's own is the way.
QString unsuitableBecause(const QJsonObject& cluster, const coco::Facts& facts, const std::optional<QString>& network);
/// The same by its workers (GET /v2/vpc/getWorkers), which the list of clusters does not describe.
QString unsuitableWorkers(const QJsonArray& workers);

/// The id of the cluster that the observed nodes belong to, as their labels say it; "" when they do not.
QString clusterOfNodes(const world::World& world);

} // namespace cocoon::setup
