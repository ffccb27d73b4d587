// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "models/plan/intent.h"
#include "services/coco/facts.h"

namespace cocoon::setup {

/// One worker on its way to `installed`, as a card shows it. A pure reading of the World and of the nodes step's assessment.
struct WorkerView {
    enum class Stage { Unknown, Untouched, Installing, WaitingForReboot, Draining, Rebooting, Returning, Installed, Removing };
    QString name;
    QString zone;
    Stage stage = Stage::Unknown;
    QString label; ///< the install label as it stands on the node, "" = none
    bool isReady = false;
    bool isCordoned = false;
    QString says; ///< what it waits for, or what comes next
    QString proof; ///< "boot id 1f3a… was 77c0…" once a reboot is proven
    int podsToMove = -1; ///< evictions a drain would make now; -1 = not known
    QStringList moving; ///< their names
    QStringList heldBy; ///< disruption budgets that allow none of them to go at the moment
    bool isLast = false; ///< its reboot was put behind all others
    QStringList bare; ///< pods that nobody makes again
    bool operator==(const WorkerView& o) const;
};

/// What a drain preview needs to know of the workers that are still to be rebooted; of large clusters of the first ones only.
QList<world::Query> drainNeeds(const QList<WorkerView>& workers);
QList<WorkerView> workerViews(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const plan::Assessment& nodes);

} // namespace cocoon::setup
