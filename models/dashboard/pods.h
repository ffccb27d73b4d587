// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/setup/look.h"

namespace cocoon::dashboard {

/// The confidential pods: those PeerPods belong to, and the others of kata-remote in the same namespaces. Never asks for every
/// pod of the cluster. With rights in `ownNamespace` only, what is there.
void readPods(setup::Look& look, const QString& ownNamespace, Scene& scene);

/// PeerPods as far as they may be seen: of the cluster, else of the own namespace.
QList<QJsonObject> visiblePeerPods(setup::Look& look, const QString& ownNamespace);

} // namespace cocoon::dashboard
