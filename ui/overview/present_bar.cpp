// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/present_bar.h"

#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

PresentBar::PresentBar(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PresentBar::show(const QList<Part>& parts, const QString& why)
{
    m_parts = parts;
    m_why = why;
    setAccessibleName(why);
    update();
}

void PresentBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double whole = 0;
    for (const Part& part : std::as_const(m_parts)) {
        whole += part.value;
    }
    const int high = m_theme.px(12);
    const QRectF track(0, m_theme.px(4), width(), high);
    double x = track.left();
    painter.setPen(Qt::NoPen);
    for (const Part& part : std::as_const(m_parts)) {
        const double wide = whole > 0 ? track.width() * part.value / whole : 0;
        if (wide > 0) {
            painter.setBrush(part.ink.brush(m_theme));
            painter.drawRoundedRect(QRectF(x, track.top(), qMax(2.0, wide - 2), high), 3, 3);
        }
        x += wide;
    }
    painter.setFont(m_theme.font(u"small"_s));
    painter.setPen(m_theme.color(u"text2"_s));
    painter.drawText(rect().adjusted(0, static_cast<int>(track.bottom()) + m_theme.px(8), 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_why);
}

} // namespace cocoon::ui
