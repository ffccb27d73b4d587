// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QBrush>

class QChart;
class QAbstractAxis;

namespace cocoon::ui {

/// How one line or area of a chart looks: colour and pattern, so that it is told apart without colour as well.
struct ChartInk {
    QString token; ///< of the theme
    Qt::BrushStyle pattern = Qt::SolidPattern;
    QBrush brush(const Theme& theme) const;
    QPixmap swatch(const Theme& theme) const;
};

/// The same look for every chart: no frame, quiet grid, the theme's fonts.
void styleChart(QChart& chart, const Theme& theme);
void styleAxis(QAbstractAxis& axis, const Theme& theme, bool hasGrid);

} // namespace cocoon::ui
