// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// Makes the empty cluster of the story: kinds of OpenShift, namespaces, nodes, cluster facts, something ordinary to evict,
/// `world.pods` filler pods and the scenario's hand-made objects whose kinds are served already. Idempotent: a world that
/// was seeded before (marked by ConfigMap kube-system/cocoon-sandbox) is left alone. The job's parent is `stage.kube`.
Job<Done>* seed(Stage& stage);

/// The values @KEY@ stands for in templates and in a scenario's hand-made objects: REGION, CLUSTER_ID, CLUSTER_NAME,
/// VPC_ID, RESOURCE_GROUP_ID, SECURITY_GROUP_ID, SUBNET_ID, ZONE, OPENSHIFT, NOW …
QHash<QString, QString> seedValues(const Stage& stage);

/// Node objects for the workers of the cloud, with status.
QList<QJsonObject> seedNodes(const Stage& stage);

} // namespace cocoon::sandbox
