// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"

namespace cocoon::ui {

/// Rows that a name, VSI id or address leads to: what to show, and the identity in the pods' table.
QList<std::pair<QString, QString>> findPods(const dashboard::PodStore& store, const QString& text);

} // namespace cocoon::ui
