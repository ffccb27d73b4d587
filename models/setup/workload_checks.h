// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "models/setup/look.h"
#include "models/setup/report.h"

/// What the workload step looks at besides the pod itself.
namespace cocoon::setup {

/// VMs in the cluster's VPC that are nobody's and cost money.
void checkOrphans(Look& look, Report& report);
/// TS-28: without the webhook every new pod is refused.
void checkWebhook(Look& look, Report& report);
/// The pod's PeerPod and VM: running, mode tdx, the cluster's VPC and security group. Returns the VM.
QJsonObject checkMachine(Look& look, Report& report, const QJsonObject& pod);
/// Why the last try to create the pod (change `key`) was refused, when the message is a known one.
void explainRefusal(const world::World& world, const QString& key, const QString& object, Report& report);
/// Why the pod is not Ready yet: events and the adaptor's log.
void explainPending(Look& look, Report& report, const QJsonObject& pod);
/// Proof by the journal that the guest got the resource; else proposes to ask it.
void checkAttestation(Look& look, Report& report, const QJsonObject& pod);
plan::Change attestChange(const plan::Intent& intent, const QString& uid);

} // namespace cocoon::setup
