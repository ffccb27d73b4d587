// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// Deployments and their ReplicaSets: one ReplicaSet per template, new ones scaled up before old ones go, status and
/// conditions as `kubectl rollout status` reads them. ReplicaSets that belong to nobody are served as well.
class DeploymentController : public Actor {
    Q_OBJECT
public:
    explicit DeploymentController(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    void reconcileDeployment(const QJsonObject& deployment);
    void reconcileReplicaSet(const QJsonObject& set);
    void setRevision(const QJsonObject& deployment, const QJsonObject& current, int newestOld);
    void scale(const QJsonObject& set, int replicas);
    void writeStatus(const kube::Resource& resource, const QJsonObject& object, const QJsonObject& status);
    QJsonArray conditions(const QJsonObject& deployment, bool available, bool complete) const;

    kube::Reflector* m_deployments = nullptr;
    kube::Reflector* m_sets = nullptr;
    kube::Reflector* m_pods = nullptr;
};

} // namespace cocoon::sandbox
