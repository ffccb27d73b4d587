// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "models/plan/intent.h"
#include "services/coco/facts.h"

#include <QCoreApplication>

namespace cocoon::setup {

/// What a run sends beyond the changes that are listed now: it depends on what is there when its turn comes, so it can be
/// counted beforehand but not shown.
struct Ahead {
    Q_DECLARE_TR_FUNCTIONS(cocoon::setup::Ahead)
public:
    int evictions = 0; ///< pods that the drains move, as the workers stand now; one that moves to a later worker moves again
    bool isCounting = false; ///< the pods of a worker that is to be drained are not known yet
    int adaptorRestarts = 0; ///< because settings are written that an adaptor only reads when it starts
    bool isEmpty() const { return evictions == 0 && !isCounting && adaptorRestarts == 0; }
    QString text() const; ///< "at least 7 evictions and 3 adaptor restarts"; "" = nothing
};

/// Of a run of these steps. Counts the pods of those workers whose pods are watched (see drainNeeds).
Ahead aheadOf(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const QList<plan::Assessment>& assessments);

} // namespace cocoon::setup
