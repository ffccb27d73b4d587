// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "models/dashboard/pod_join.h"

namespace cocoon::dashboard {

/// One phase of a pod's start, on the clock of whoever noted it.
struct StartPhase {
    QString name;
    qint64 begin = 0; ///< ms since 1970
    qint64 end = 0; ///< 0 = still under way
    QString detail;
};

/// How a confidential pod came up: requested → VSI made → VSI running → agent ready → image → ready. Out of the pod's
/// conditions, its server and events; a phase nobody noted is left out, and what has not ended yet has no end. Neither cluster
/// nor cloud keeps when the server began to run: `serverRan` is when it was seen to, 0 = nobody looked.
QList<StartPhase> startPhases(const QJsonObject& pod, const JoinedPod& joined, const QList<EventRow>& events, qint64 serverRan = 0);

} // namespace cocoon::dashboard
