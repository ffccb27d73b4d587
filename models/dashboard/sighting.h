// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/alerts.h"
#include "models/dashboard/timeline.h"

namespace cocoon::dashboard {

/// In which pile a node or a server is counted over time; the piles are fixed so that lines have names.
QString pileOf(const NodeView& node);
QString pileOf(const MachineView& machine);
QStringList nodePiles();
QStringList machinePiles();

/// Since when each node is in its install state, by name: cordoned or NotReady for a while, it is in it all the same. The span's
/// state is what stands now (NodeView::stateWord).
QHash<QString, history::Standing> installStandings(history::History& history);

/// States a server was seen in, oldest first.
QList<history::StateSpan> machineStates(history::History& history, const QString& machine);
/// The same of a confidential pod, in the words of PodView::stateWord.
QList<history::StateSpan> podStates(history::History& history, const QString& uid);
/// When a server was seen to begin to run; invalid when nobody saw it start.
QDateTime ranSince(const QList<history::StateSpan>& states);

/// One step, now: what is there to draw before anything was recorded. `prefix` as in stackOf; empty while it is not known.
Stack stackNow(const Scene& scene, const QString& prefix, const QStringList& piles);

/// What the history keeps of a scene: counts by pile, money and capacity, the state of each node, server and confidential pod, the times of each
/// start, and the alerts that stand. Parts that are not known are left out.
history::Sighting sightingOf(const Scene& scene, history::History& history, const QList<Alert>& standing);

} // namespace cocoon::dashboard
