// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/owners.h"

namespace cocoon::dashboard {

/// The confidential pods: those PeerPods belong to, and the others of kata-remote in the same namespaces and in those where
/// events tell of starts that failed. Never asks for every pod of the cluster. With rights in `ownNamespace` only, what is there.
/// Gives a row for each of scene.pods, in their order.
QList<PodRow> readPods(setup::Look& look, const QString& ownNamespace, Scene& scene);

/// What the join says about them: servers, and starts that failed. Sorts them.
void judgePods(const Owners& owners, Scene& scene);

/// PeerPods as far as they may be seen: of the cluster, else of the own namespace.
QList<QJsonObject> visiblePeerPods(setup::Look& look, const QString& ownNamespace);

} // namespace cocoon::dashboard
