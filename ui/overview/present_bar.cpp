// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/present_bar.h"

#include "ui/widgets/labels.h"

#include <QPainter>

#include <algorithm>

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
    QStringList said;
    for (const Part& part : parts) {
        if (part.value > 0) {
            said.append(part.says + u' ' + part.name);
        }
    }
    said.append(why);
    setSpokenName(this, said.join(u", "_s));
    update();
}

bool PresentBar::isDivided() const
{
    return std::count_if(m_parts.begin(), m_parts.end(), [](const Part& part) { return part.value > 0; }) > 1;
}

void PresentBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int top = m_theme.px(4);
    int bottom = top;
    if (isDivided()) {
        bottom = paintBar(painter, top);
    } else if (const auto only = std::find_if(m_parts.begin(), m_parts.end(), [](const Part& part) { return part.value > 0; }); only != m_parts.end()) {
        painter.setFont(m_theme.font(u"title"_s, QFont::DemiBold));
        painter.setPen(m_theme.color(u"text"_s));
        const int high = painter.fontMetrics().height();
        const int base = top + painter.fontMetrics().ascent();
        const int wide = painter.fontMetrics().horizontalAdvance(only->says);
        painter.drawText(0, base, only->says);
        painter.setFont(m_theme.font(u"small"_s));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(wide + m_theme.px(6), base, only->name);
        bottom = top + high;
    }
    painter.setFont(m_theme.font(u"small"_s));
    painter.setPen(m_theme.color(u"text2"_s));
    painter.drawText(rect().adjusted(0, bottom + m_theme.px(8), 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_why);
}

int PresentBar::paintBar(QPainter& painter, int top) const
{
    double whole = 0;
    for (const Part& part : std::as_const(m_parts)) {
        whole += part.value;
    }
    const int high = m_theme.px(7);
    const QRectF track(0, top, width(), high);
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
    return top + high;
}

} // namespace cocoon::ui
