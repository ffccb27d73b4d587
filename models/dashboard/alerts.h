// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/attention.h"
#include "models/history/history.h"

namespace cocoon::dashboard {

/// Something that happened and that a person should hear of once.
struct Alert {
    QString id; ///< the same event has the same id; a later one of the same thing has another
    Attention attention;
};

/// What stands and is worth an alert, told or not.
QList<Alert> standingAlerts(const QList<Attention>& attention);

/// What has to be told now: an orphaned server, the spend limit, a worker that fell out of `installed` or is gone, a confidential
/// pod that failed. The history says what was told before (over restarts too) and what a worker was before.
QList<Alert> alertsOf(const Scene& scene, const QList<Attention>& attention, history::History& history);

} // namespace cocoon::dashboard
