// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

#include <memory>

namespace cocoon::sandbox {

/// The PeerPod controller inside controller-manager: deletes the instance of a PeerPod that is on its
/// way out and whose adaptor did not, and of older PeerPods of the same Pod; then lets the finalizer go. With all its
/// weaknesses: an empty endpoint means us-south, a trusted profile has no token here, the credential is kept for the life
/// of the process, and an instance that is gone already (404) is retried for ever.
class PeerPodController : public Actor {
    Q_OBJECT
public:
    explicit PeerPodController(Stage& stage, QObject* parent = nullptr);
    ~PeerPodController() override;
    void start() override;

protected:
    void reconcile() override;

private:
    void deleteOlderOnes();
    void release(const QJsonObject& peerPod);
    bool ensureProvider();

    kube::Reflector* m_deployments = nullptr;
    kube::Reflector* m_secrets = nullptr;
    kube::Reflector* m_configMaps = nullptr;
    kube::Reflector* m_peerPods = nullptr;
    std::unique_ptr<ibm::Cloud> m_cloud;
};

/// The region a VPC endpoint of peer-pods-cm belongs to: "https://eu-de.iaas.cloud.ibm.com/v1", or our own cloud's form
/// (`pattern` with "{region}"). Empty = us-south, as the SDK has it; "" when it is somewhere else.
QString regionOfVpcEndpoint(const QString& endpoint, const QString& pattern);

} // namespace cocoon::sandbox
