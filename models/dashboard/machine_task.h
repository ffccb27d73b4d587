// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/desk.h"
#include "models/setup/report.h"
#include "services/coco/facts.h"

#include <QCoreApplication>

namespace cocoon::dashboard {

/// Takes away one server that nobody owns. Looks again before it proposes anything: a server that a pod or a PeerPod holds, that
/// may be another cluster's, or that is too young to be nobody's, is left alone.
class MachineTask : public plan::Step {
    Q_DECLARE_TR_FUNCTIONS(cocoon::dashboard::MachineTask)
public:
    MachineTask(QString instance, const coco::Facts& facts);

    QString id() const override;
    QString title() const override;
    QStringList dependsOn() const override { return {}; }
    plan::Assessment assess(const world::World& world, const plan::Intent& intent) const override;

    static setup::Desk::Task make(const QString& instance, const coco::Facts& facts);

private:
    void sayWhyNot(const MachineView& machine, const QString& object, setup::Report& report) const;
    bool hasNamesake(const MachineView& machine, world::Asker& asker) const;
    QString m_instance;
    const coco::Facts& m_facts;
};

} // namespace cocoon::dashboard
