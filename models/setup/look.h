// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"
#include "models/world/world.h"
#include "services/coco/facts.h"

#include <optional>

namespace cocoon::setup {

/// What several steps need to find out, in one place: the cluster among the account's, its network, the operator's version,
/// the image, the KataConfig, the PeerPods. Each question is asked when somebody wants to know, and only then. Lives as long as
/// one assessment, in which the world does not change.
class Look {
public:
    Look(world::Asker& asker, const plan::Intent& intent, const coco::Facts& facts);

    // The cloud's view of the cluster.
    QList<QJsonObject> matchingClusters(); ///< more than one: ambiguous
    QJsonObject cluster(); ///< the one; empty when none or ambiguous
    QString clusterId();
    QString clusterName();
    QString region();
    QString vpcId();
    QString resourceGroupId(); ///< of the cluster's VPC, where the VMs are made (G15)
    QString openshiftMinor(); ///< "4.19"
    QStringList zones(); ///< of the workers
    QList<QJsonObject> subnets();
    QJsonObject securityGroup(); ///< {"id","name"} of kube-<cluster id>

    // The cluster's view.
    QList<QJsonObject> nodes();
    QList<QJsonObject> poolNodes(); ///< workers this installation is about: the KataConfig's, else the Intent's
    QJsonObject subscription(); ///< of the operator, any name
    QJsonObject installedCsv();
    QString installedVersion(); ///< "1.10.3"; empty when not installed
    QString plannedVersion(); ///< what is installed, else what the Intent wants
    const coco::OperatorFacts& operatorFacts();
    QJsonObject kataConfig(); ///< the singleton, whatever its name
    QJsonObject peerPodsConfig();
    QJsonObject peerPodsSecret();
    QList<QJsonObject> peerPods();
    QList<QJsonObject> adaptorPods();
    QJsonObject adaptor(); ///< DaemonSet osc-caa-ds

    // The image.
    QList<QJsonObject> images();
    QString imageName(); ///< wanted name
    std::optional<QJsonObject> chosenImage(); ///< by the Intent or an existing installation; empty when that one is not there
    QList<QJsonObject> podVmImages(); ///< those that would do, recognised by their names, the newest first
    QJsonObject image(); ///< the image to use; empty when it has to be imported

    world::Asker& asker() { return m_asker; }
    const plan::Intent& intent() const { return m_intent; }
    const coco::Facts& facts() const { return m_facts; }

private:
    world::Asker& m_asker;
    const plan::Intent& m_intent;
    const coco::Facts& m_facts;
    std::optional<QJsonObject> m_cluster; ///< asked for hundreds of times in one assessment
};

/// What the service says when a cluster that exists does not hand out its kubeconfig yet (it was made a moment ago); "" else.
QString kubeconfigNotYet(const world::World& world);
/// Where an image is that is not available everywhere.
QStringList zonesOfImage(const QJsonObject& image);
/// Image states a VM can be made from.
bool isUsableImage(const QJsonObject& image, const QStringList& zones);
/// Latest time at which somebody changed `data` (or only data[key]) of an object, from managedFields.
QDateTime dataChangedAt(const QJsonObject& object, const QString& key = {});
/// Managers other than Cocoon that own data[key] (or spec[key] …): {"data", "IBMCLOUD_VPC_ID"}.
QStringList otherOwners(const QJsonObject& object, const QStringList& path);
/// Does manager "cocoon" own this field by server-side apply?
bool isOwnedByApply(const QJsonObject& object, const QStringList& path);
/// Journal entries of one kind and change key, newest first.
QList<QJsonObject> journalOf(const world::World& world, const QString& kind, const QString& key);

} // namespace cocoon::setup
