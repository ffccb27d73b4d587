// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"
#include "models/dashboard/scene.h"
#include "models/items/pod_table.h"

namespace cocoon::ui {

/// Rows that a name, VSI id or address leads to, failed attempts' too: what to show, and the identity in the pods' table. What
/// that table (`store`, null before it was made) does not watch, because it shows one namespace or was left, the dashboard's scene adds.
QList<std::pair<QString, QString>> findPods(const dashboard::PodStore* store, const dashboard::Scene& scene, const QString& text);

/// Of the row that shows what is wanted: a server is meant by its id alone as well, and its row is the pod's that runs in it, an
/// attempt's, or its own.
QString identityOf(const items::PodTable& table, const dashboard::PodStore& store, const QString& wanted);

} // namespace cocoon::ui
