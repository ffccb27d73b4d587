// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_join.h"
#include "models/dashboard/scene.h"
#include "models/setup/look.h"

namespace cocoon::dashboard {

/// The scene's pods joined with the cloud's side.
struct Owners {
    PodJoin join;
    QList<PodRow> pods; ///< the scene's, and those found by the name of a server
    QList<LostServer> lost;
};

/// Who owns which server, by the rule of the pods' table. The scene does not read every pod; so for a server that would be
/// nobody's it asks for pods of its name in any namespace, and until that is answered the server is not called an orphan.
Owners readOwners(setup::Look& look, const QList<PodRow>& pods, Scene& scene);

} // namespace cocoon::dashboard
