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
    // Qt's own patterns are as fine as pixels and shimmer; these grow with the text, on a ground that hides what is below.
    const int pitch = theme.px(8);
    QPixmap tile(pitch, pitch);
    QColor ground = theme.color(token);
    ground.setAlphaF(0.25F);
    tile.fill(theme.color(u"surface"_s));
    QPainter painter(&tile);
    painter.fillRect(tile.rect(), ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(token), pitch / 6.0));
    painter.setBrush(theme.color(token));
    const auto rising = [&painter, pitch](bool isRising) {
        for (int x = -pitch; x <= pitch; x += pitch) { // the corners that the neighbours begin in
            painter.drawLine(QPointF(x - 1, isRising ? pitch + 1 : -1), QPointF(x + pitch + 1, isRising ? -1 : pitch + 1));
        }
    };
    const auto dot = [&painter, pitch](double share) {
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(QPointF(pitch / 2.0, pitch / 2.0), pitch * share, pitch * share);
    };
    switch (pattern) {
    case Qt::Dense4Pattern: dot(0.3); break;
    case Qt::Dense6Pattern: dot(0.16); break;
    case Qt::Dense5Pattern: rising(false); break;
    case Qt::DiagCrossPattern: rising(false); [[fallthrough]];
    default: rising(true); break;
    }
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
