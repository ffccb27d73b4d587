// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/actors.h"

#include "services/sandbox/actors/csv_installer.h"
#include "services/sandbox/actors/hand_made.h"
#include "services/sandbox/actors/marketplace.h"
#include "services/sandbox/actors/node_installer.h"
#include "services/sandbox/actors/olm.h"
#include "services/sandbox/actors/osc_operator.h"
#include "services/sandbox/actors/peer_pod_controller.h"
#include "services/sandbox/actors/pod_webhook.h"
#include "services/sandbox/cloud/cloud_sim.h"

namespace cocoon::sandbox {

std::vector<std::unique_ptr<Actor>> makeActors(Stage& stage, CloudSim& cloud)
{
    Q_UNUSED(cloud)
    std::vector<std::unique_ptr<Actor>> actors;
    actors.push_back(std::make_unique<Marketplace>(stage));
    actors.push_back(std::make_unique<Olm>(stage));
    actors.push_back(std::make_unique<CsvInstaller>(stage));
    auto webhook = std::make_unique<PodWebhook>(stage);
    actors.push_back(std::make_unique<OscOperator>(stage, *webhook));
    actors.push_back(std::move(webhook));
    actors.push_back(std::make_unique<NodeInstaller>(stage));
    actors.push_back(std::make_unique<PeerPodController>(stage));
    actors.push_back(std::make_unique<HandMade>(stage));
    return actors;
}

} // namespace cocoon::sandbox
