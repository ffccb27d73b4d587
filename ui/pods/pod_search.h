// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"
#include "models/dashboard/scene.h"
#include "models/items/pod_table.h"

namespace cocoon::ui {

/// Rows that a name, VSI id or address leads to: what to show, and the identity in the pods' table. Before that table was
/// filled (`store` null or empty) what the dashboard knows is searched.
QList<std::pair<QString, QString>> findPods(const dashboard::PodStore* store, const dashboard::Scene& scene, const QString& text);

/// Of the row that shows what is wanted: a server is meant by its id alone as well, and its row is the pod's that runs in it, an
/// attempt's, or its own.
QString identityOf(const items::PodTable& table, const dashboard::PodStore& store, const QString& wanted);

} // namespace cocoon::ui
