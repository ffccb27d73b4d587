// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "models/dashboard/timeline.h"
#include "models/items/sheet_model.h"
#include "ui/overview/capacity_view.h"

#include <functional>

/// The tables behind the charts.
namespace cocoon::ui {

/// Newest first; a step where nobody looked says so.
items::Sheet stackSheet(const dashboard::Stack& stack, const std::function<QString(const QString& pile)>& nameOf);
items::Sheet startsSheet(const QList<dashboard::Start>& starts);
items::Sheet capacitySheet(const dashboard::Scene& scene);
QList<CapacityView::Meter> capacityMeters(const dashboard::Scene& scene);

} // namespace cocoon::ui
