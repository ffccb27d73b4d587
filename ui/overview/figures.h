// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "models/items/roles.h"

namespace cocoon::ui {

/// One number with its unit, how it stands, and a remark: what a FigureCard shows.
struct Figure {
    QString number;
    QString unit;
    items::Mark mark = items::Mark::None;
    QString word;
    QString remark;
};

/// The four of the overview, while their part of the scene is known.
Figure workersFigure(const dashboard::Scene& scene);
Figure podsFigure(const dashboard::Scene& scene);
Figure machinesFigure(const dashboard::Scene& scene);
Figure moneyFigure(const dashboard::Scene& scene, const dashboard::Board::Spent& spent, double limit); ///< USD per hour, 0 = none

} // namespace cocoon::ui
