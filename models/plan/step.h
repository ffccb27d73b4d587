// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"

namespace cocoon::plan {

struct Intent;

/// A pure function of World and Intent. No member may change; a table of worlds in, a table of assessments out, is its test.
/// A step assesses whatever it can even when earlier steps are not done: its changes then carry references and waitsFor, so that
/// a plan shows everything from the start. The runner only sends changes of a step whose dependsOn are Done or Skipped.
class Step {
public:
    virtual ~Step() = default;
    virtual QString id() const = 0; ///< connect, prerequisites, operator, access, image, credential, ssh-key, configuration, nodes, trust, workload
    virtual QString title() const = 0;
    virtual QStringList dependsOn() const = 0;
    virtual Assessment assess(const world::World& world, const Intent& intent) const = 0;
};

using Steps = std::vector<std::unique_ptr<Step>>;

} // namespace cocoon::plan
