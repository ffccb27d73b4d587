// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"
#include "models/plan/step.h"
#include "services/coco/facts.h"

namespace cocoon::setup {

/// The steps of the guide, in its order: connect, prerequisites, operator, access, image, credential, ssh-key,
/// configuration, nodes, trust, workload. `facts` must outlive them.
plan::Steps setupSteps(const coco::Facts& facts);

/// A default Intent for a cluster: operator pinned to the version the image was validated with (Manual approval), trustee
/// from the profile, everything else as in the struct; then what is found of an existing installation (KataConfig name,
/// installed operator version, image, profile, credential kind, SSH key, trustee URL decoded from INITDATA) is taken over.
plan::Intent proposeIntent(const QString& cluster, const QString& trusteeUrl, const world::World& world, const coco::Facts& facts);
/// The questions proposeIntent wants answered first.
QList<world::Query> proposeNeeds(const QString& cluster);
/// And those that give names to what it found in use (trusted profile, SSH key); without an answer they stay open.
QList<world::Query> proposeNames(const plan::Intent& proposed, const world::World& world, const coco::Facts& facts);

/// Every finding of all steps, in step order, without repetitions: preflight.
QList<plan::Finding> preflight(const QList<plan::Assessment>& assessments);

} // namespace cocoon::setup
