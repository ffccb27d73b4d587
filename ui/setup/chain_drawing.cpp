// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/chain_drawing.h"

#include <QFontMetrics>
#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

ChainDrawing::ChainDrawing(const Theme& theme, QList<ChainLink> links, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_links(std::move(links))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QStringList words;
    for (const ChainLink& link : m_links) {
        words.append(link.name);
        if (!link.arrow.isEmpty()) {
            words.append(link.arrow);
        }
    }
    setAccessibleName(tr("Drawing: %1").arg(words.join(u" → "_s)));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize ChainDrawing::sizeHint() const
{
    return { neededWidth(), m_theme.px(72) };
}

int ChainDrawing::boxOf(const ChainLink& link) const
{
    return qMax(m_theme.px(40), QFontMetrics(m_theme.font(u"label"_s)).horizontalAdvance(link.name) + m_theme.px(12));
}

int ChainDrawing::neededWidth() const
{
    const QFontMetrics metrics(m_theme.font(u"label"_s));
    int width = 0;
    for (const ChainLink& link : m_links) {
        width += boxOf(link);
        width += link.arrow.isEmpty() ? 0 : metrics.horizontalAdvance(link.arrow) + m_theme.px(30);
    }
    return width;
}

void ChainDrawing::paintEvent(QPaintEvent*)
{
    if (width() < neededWidth()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(0, m_theme.px(8));
    painter.setFont(m_theme.font(u"label"_s));
    const QFontMetrics metrics(painter.font());
    const int disc = m_theme.px(36);
    const int middle = m_theme.px(20);
    int x = 0;
    for (qsizetype i = 0; i < m_links.size(); ++i) {
        const ChainLink& link = m_links.at(i);
        const int box = boxOf(link);
        const QRect circle(x + (box - disc) / 2, middle - disc / 2, disc, disc);
        painter.setPen(QPen(m_theme.color(u"line"_s), 1));
        painter.setBrush(m_theme.color(u"accentWeak"_s));
        painter.drawEllipse(circle);
        const QPixmap icon = m_theme.pixmap(link.icon, m_theme.color(u"accent"_s), 20);
        const QSizeF size = icon.deviceIndependentSize();
        painter.drawPixmap(QPointF(circle.center().x() + 1 - size.width() / 2, circle.center().y() + 1 - size.height() / 2), icon);
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(QRect(x, middle + disc / 2 + m_theme.px(4), box, metrics.height()), Qt::AlignCenter, link.name);
        x += box;
        if (link.arrow.isEmpty()) {
            continue;
        }
        const int reach = metrics.horizontalAdvance(link.arrow) + m_theme.px(30);
        // From disc to disc, however wide the words below them are.
        const bool isLast = i + 1 == m_links.size();
        const int next = isLast ? 0 : (boxOf(m_links.at(i + 1)) - disc) / 2;
        const int from = x - (box - disc) / 2 + m_theme.px(6);
        const int to = x + reach + next - m_theme.px(6);
        painter.setPen(QPen(m_theme.color(u"text3"_s), 1.5));
        painter.drawLine(from, middle, to, middle);
        painter.drawLine(to, middle, to - m_theme.px(5), middle - m_theme.px(4));
        painter.drawLine(to, middle, to - m_theme.px(5), middle + m_theme.px(4));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(QRect((from + to - reach) / 2, middle - m_theme.px(5) - metrics.height(), reach, metrics.height()), Qt::AlignCenter, link.arrow);
        x += reach;
    }
}

} // namespace cocoon::ui
