// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/chart_style.h"

#include <QAbstractAxis>
#include <QChart>
#include <QGraphicsLayout>
#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

QBrush ChartInk::brush(const Theme& theme) const
{
    if (pattern == Qt::SolidPattern) {
        return { theme.color(token), pattern };
    }
    // Qt's patterns have no ground of their own: put one below, so that neighbours do not shine through.
    const int size = 8;
    QPixmap tile(size, size);
    QColor ground = theme.color(token);
    ground.setAlphaF(0.25F);
    tile.fill(theme.color(u"surface"_s));
    QPainter painter(&tile);
    painter.fillRect(tile.rect(), ground);
    painter.fillRect(tile.rect(), QBrush(theme.color(token), pattern));
    painter.end();
    return { tile };
}

QPixmap ChartInk::swatch(const Theme& theme) const
{
    const int size = theme.px(12);
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(token));
    painter.setBrush(brush(theme));
    painter.drawRoundedRect(QRectF(0.5, 0.5, size - 1, size - 1), 3, 3);
    return pixmap;
}

void styleChart(QChart& chart, const Theme& theme)
{
    chart.setBackgroundVisible(false);
    chart.setPlotAreaBackgroundVisible(false);
    chart.setMargins({ 0, 0, 0, 0 });
    chart.layout()->setContentsMargins(0, 0, 0, 0);
    chart.setAnimationOptions(QChart::NoAnimation);
    chart.setFont(theme.font(u"label"_s));
}

void styleAxis(QAbstractAxis& axis, const Theme& theme, bool hasGrid)
{
    axis.setLabelsFont(theme.font(u"label"_s));
    axis.setLabelsColor(theme.color(u"text3"_s));
    axis.setGridLineVisible(hasGrid);
    axis.setGridLinePen(QPen(theme.color(u"line2"_s), 1));
    axis.setLinePen(QPen(theme.color(u"line"_s), 1));
    axis.setMinorGridLineVisible(false);
}

} // namespace cocoon::ui
