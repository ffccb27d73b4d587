// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"

namespace cocoon::setup {

/// A right that was asked about.
struct Right {
    QString verb;
    QString group;
    QString resource;
    QString subresource;
    QString ns; ///< "" = everywhere
    QString text() const; ///< "patch nodes", "create pods/exec in demo"
};

/// What the access reviews in the World say about the user.
struct Rights {
    QList<Right> missing;
    /// Not one of the changes that were asked about is allowed: one can look, and nothing else.
    bool isLookingOnly = false;
};
Rights rightsOf(const world::World& world);

/// The roles and bindings, as YAML for an administrator, that give `user` what is missing and nothing more (reading what is to
/// be written comes with it).
QByteArray roleFor(const QList<Right>& missing, const QString& user);

} // namespace cocoon::setup
