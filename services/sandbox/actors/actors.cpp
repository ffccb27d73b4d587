// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/actors.h"

#include "services/sandbox/actors/cloud_api_adaptor.h"
#include "services/sandbox/actors/csv_installer.h"
#include "services/sandbox/actors/daemonset_controller.h"
#include "services/sandbox/actors/deployment_controller.h"
#include "services/sandbox/actors/disruption_controller.h"
#include "services/sandbox/actors/garbage_collector.h"
#include "services/sandbox/actors/guest.h"
#include "services/sandbox/actors/hand_made.h"
#include "services/sandbox/actors/kubelet.h"
#include "services/sandbox/actors/marketplace.h"
#include "services/sandbox/actors/namespace_controller.h"
#include "services/sandbox/actors/node_heartbeat.h"
#include "services/sandbox/actors/node_installer.h"
#include "services/sandbox/actors/olm.h"
#include "services/sandbox/actors/osc_operator.h"
#include "services/sandbox/actors/peer_pod_controller.h"
#include "services/sandbox/actors/pod_webhook.h"
#include "services/sandbox/actors/scheduler.h"
#include "services/sandbox/cloud/cloud_sim.h"

namespace cocoon::sandbox {

std::vector<std::unique_ptr<Actor>> makeActors(Stage& stage, CloudSim& cloud, const Controllers& played)
{
    std::vector<std::unique_ptr<Actor>> actors;
    auto marketplace = std::make_unique<Marketplace>(stage);
    marketplace->setOutbound(cloud.isOutboundOpen());
    QObject::connect(&cloud, &CloudSim::outboundChanged, marketplace.get(), &Marketplace::setOutbound);
    actors.push_back(std::move(marketplace));
    actors.push_back(std::make_unique<Olm>(stage));
    actors.push_back(std::make_unique<CsvInstaller>(stage));
    auto webhook = std::make_unique<PodWebhook>(stage);
    actors.push_back(std::make_unique<OscOperator>(stage, *webhook));
    actors.push_back(std::move(webhook));
    // The CRI between kubelet, adaptor and guest; lives as long as the kubelet, which is the last to go.
    auto* runtime = new NodeRuntime(stage.clock);
    auto kubelet = std::make_unique<Kubelet>(stage, *runtime);
    runtime->setParent(kubelet.get());
    QObject::connect(&cloud, &CloudSim::workerRebootRequested, kubelet.get(), &Kubelet::reboot);
    actors.push_back(std::make_unique<NodeInstaller>(stage, runtime));
    actors.push_back(std::make_unique<PeerPodController>(stage));
    actors.push_back(std::make_unique<HandMade>(stage));
    if (played.manager) {
        actors.push_back(std::make_unique<NamespaceController>(stage));
        actors.push_back(std::make_unique<GarbageCollector>(stage));
        actors.push_back(std::make_unique<DeploymentController>(stage));
        actors.push_back(std::make_unique<DaemonSetController>(stage));
        actors.push_back(std::make_unique<DisruptionController>(stage));
    } else {
        actors.push_back(std::make_unique<NodeHeartbeat>(stage)); // or the node controller finds our nodes dead
    }
    if (played.scheduler) {
        actors.push_back(std::make_unique<Scheduler>(stage));
    }
    auto adaptor = std::make_unique<CloudApiAdaptor>(stage, *runtime);
    new Guest(*runtime, *adaptor, adaptor.get());
    actors.push_back(std::move(adaptor));
    actors.push_back(std::move(kubelet));
    return actors;
}

} // namespace cocoon::sandbox
