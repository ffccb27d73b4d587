// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/look.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// What still has to leave a worker.
struct Leaving {
    bool isEvicting = false; ///< evictions are proposed
    QStringList leaving; ///< pods on their way
    bool isEmpty() const { return !isEvicting && leaving.isEmpty(); }
};

/// Proposes to evict every pod of the worker that can move (no daemons, no mirrors, nothing that is over), in one approval
/// group. Confidential pods need their own word: their memory is gone.
Leaving evictAll(Look& look, Report& report, const QString& node, const QString& why, const QString& group);
/// Cordons or uncordons, nothing else.
plan::Change schedulableChange(const QJsonObject& node, bool isSchedulable, const QString& why);

} // namespace cocoon::setup
