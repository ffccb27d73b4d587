// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"
#include "models/plan/step.h"
#include "services/coco/facts.h"

#include <QCoreApplication>

namespace cocoon::setup {

/// An SSH key in the VMs; only when the Intent asks for one.
class SshKeyStep : public plan::Step {
    Q_DECLARE_TR_FUNCTIONS(cocoon::setup::SshKeyStep)
public:
    explicit SshKeyStep(const coco::Facts& facts)
        : m_facts(facts)
    {
    }
    QString id() const override;
    QString title() const override;
    QStringList dependsOn() const override;
    plan::Assessment assess(const world::World& world, const plan::Intent& intent) const override;

private:
    const coco::Facts& m_facts;
};

} // namespace cocoon::setup
