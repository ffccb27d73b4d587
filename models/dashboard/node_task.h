// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"
#include "services/coco/facts.h"

#include <QCoreApplication>

namespace cocoon::dashboard {

/// What a person may want of one worker, as a step: it proposes changes until the World shows that it is so. Draining and
/// rebooting are the set-up's own, with its proofs; one that is cut off can be taken up again by any desk.
class NodeTask : public plan::Step {
    Q_DECLARE_TR_FUNCTIONS(cocoon::dashboard::NodeTask)
public:
    enum class Kind { Cordon, Uncordon, Drain, Reboot };
    /// `bootId` is the worker's when the task was asked for: another one proves the reboot.
    NodeTask(Kind kind, QString node, QString bootId, const coco::Facts& facts);

    QString id() const override;
    QString title() const override;
    QStringList dependsOn() const override { return {}; }
    plan::Assessment assess(const world::World& world, const plan::Intent& intent) const override;

    static setup::Desk::Task make(Kind kind, const QString& node, const QString& bootId, const coco::Facts& facts);

private:
    Kind m_kind;
    QString m_node;
    QString m_bootId;
    const coco::Facts& m_facts;
};

} // namespace cocoon::dashboard
