// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"

namespace cocoon::dashboard {

/// A right that was refused, named once, with what it would show and what grants it.
struct MissingRight {
    QString id; ///< stable
    QString what; ///< "list nodes in the whole cluster"
    QString shows; ///< what stays dark without it
    QString grant; ///< the Role (YAML) or the access of IBM Cloud that would help
    bool isLogin = false; ///< no right is missing but a login
    bool operator==(const MissingRight& o) const = default;
};

/// The right to list `qualified` ("pods", "deployments.apps"), `ns` "" = in the whole cluster.
MissingRight missingList(const QString& qualified, const QString& ns);
/// The refused questions among `needs`, and the missing login. Each right once, however many questions it stopped.
QList<MissingRight> missingRights(const world::World& world, const QList<world::Query>& needs);

} // namespace cocoon::dashboard
