// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"

namespace cocoon::dashboard {

/// Who brought confidential containers to the cluster, as far as the cluster shows it.
struct Installer {
    enum class Kind {
        None,
        OpenShift, ///< OpenShift sandboxed containers, what Cocoon sets up
        CocoOperator, ///< the upstream operator
        Chart, ///< the upstream Helm chart
        PeerPods, ///< the upstream cloud API adaptor on its own
        Somebody ///< a runtime class is there, nothing says whose
    };
    Kind kind = Kind::None;
    QString evidence; ///< "DaemonSet coco-system/kata-deploy"
    QStringList classes; ///< its runtime classes
    int done = -1; ///< nodes that are ready for it, -1 = not known
    int all = -1; ///< of these

    bool isForeign() const { return kind != Kind::None && kind != Kind::OpenShift; }
    QString name() const; ///< in the user's language, within a sentence
    bool operator==(const Installer&) const = default;
};

/// From the kinds that are served, RuntimeClasses and DaemonSets, the most telling first. What cannot be read tells nothing.
Installer installerOf(world::Asker& asker);

} // namespace cocoon::dashboard
