// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/secret.h"
#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

#include <QSet>

#include <functional>

namespace cocoon::sandbox {

/// The containers API below /global: clusters, workers and their reboot, kubeconfig, security groups, outbound protection.
/// Lists are bare arrays without paging.
class ContainersService {
public:
    explicit ContainersService(CloudState& state);
    Reply handle(const Call& call);
    void setAdminKubeconfig(const Secret& yaml) { m_kubeconfig = yaml; }
    /// Called with a worker's id when its reboot was accepted.
    std::function<void(const QString&)> rebootRequested;
    /// Does the demo cluster's own group let everything out? And called when that may have changed.
    bool isOutboundOpen() const;
    std::function<void()> outboundChanged;

private:
    Reply clusters(const Call& call, bool isVpc);
    Reply cluster(const Call& call, bool isVpc);
    Reply workers(const Call& call, bool isOne);
    Reply reboot(const Call& call);
    Reply kubeconfig(const QString& clusterName, bool isAdmin, QString format);
    Reply securityGroups(const Call& call);
    Reply outboundProtection(const Call& call);
    Reply vpcThings(const Call& call);
    Reply versions() const;
    QJsonObject findCluster(const QString& idOrName) const;

    CloudState& m_state;
    Secret m_kubeconfig;
    int m_kubeconfigRequests = 0;
    QSet<QString> m_missedOnce; ///< paths that have answered G0004 (fault containers.lookup)
};

} // namespace cocoon::sandbox
