// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/capacity_view.h"

#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kRow = 40;
    constexpr int kTightRow = 31; ///< words and bar without air
}

CapacityView::CapacityView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

QSize CapacityView::minimumSizeHint() const
{
    return { m_theme.px(160), qMax(m_theme.px(150), m_theme.px(kTightRow) * static_cast<int>(m_meters.size())) };
}

void CapacityView::show(const QList<Meter>& meters)
{
    m_meters = meters;
    updateGeometry();
    update();
}

void CapacityView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // Many subnets stand closer together: one that is cut off is not seen at all.
    const int step = qBound(m_theme.px(kTightRow), height() / qMax(1, static_cast<int>(m_meters.size())), m_theme.px(kRow));
    int y = 0;
    for (const Meter& meter : std::as_const(m_meters)) {
        const QRect words(0, y, width(), m_theme.px(20));
        painter.setFont(m_theme.font(u"small"_s, QFont::DemiBold));
        const int value = painter.fontMetrics().horizontalAdvance(meter.says) + m_theme.px(4);
        painter.setPen(m_theme.color(meter.isTight ? u"warn"_s : u"text"_s));
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight, meter.says);
        painter.setFont(m_theme.font(u"small"_s));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(meter.name, Qt::ElideMiddle, words.width() - value));
        if (meter.filled >= 0) {
            const QRectF track(0, y + m_theme.px(22), width(), m_theme.px(5));
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(u"line2"_s));
            painter.drawRoundedRect(track, 2, 2);
            const ChartInk ink { meter.isTight ? u"warn"_s : u"accent"_s, meter.isTight ? Qt::BDiagPattern : Qt::SolidPattern };
            painter.setBrush(ink.brush(m_theme));
            const double filled = qMin(1.0, meter.filled) * track.width();
            if (meter.filled >= 0.01) { // less would be drawn as more than it is
                painter.drawRoundedRect(QRectF(track.left(), track.top(), qMax(filled, 6.0), track.height()), 2, 2);
            }
        }
        y += step;
    }
}

} // namespace cocoon::ui
