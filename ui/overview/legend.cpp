// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/legend.h"

#include "ui/widgets/labels.h"

#include <QPainter>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

Legend::Legend(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { setFixedHeight(heightForWidth(width())); });
}

void Legend::show(const QList<Entry>& entries)
{
    m_entries = entries;
    QStringList said;
    for (const Entry& entry : entries) {
        said.append(entry.name + u' ' + entry.value);
    }
    setSpokenName(this, said.join(u", "_s));
    setVisible(!entries.isEmpty());
    setFixedHeight(heightForWidth(width()));
    update();
}

int Legend::mark(const Entry& entry) const
{
    return entry.ink.token.isEmpty() ? 0 : m_theme.px(18);
}

QList<QRect> Legend::places(int width) const
{
    const QFontMetrics name(m_theme.font(u"small"_s));
    const QFontMetrics value(m_theme.font(u"small"_s, QFont::DemiBold));
    const int line = m_theme.px(20);
    QList<QRect> rects;
    int x = 0;
    int y = 0;
    for (const Entry& entry : m_entries) {
        const int wide = mark(entry) + name.horizontalAdvance(entry.name) + m_theme.px(5) + value.horizontalAdvance(entry.value);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += line;
        }
        rects.append({ x, y, wide, line });
        x += wide + m_theme.px(14);
    }
    return rects;
}

int Legend::heightForWidth(int width) const
{
    const QList<QRect> rects = places(width);
    return rects.isEmpty() ? 0 : rects.constLast().bottom() + 1;
}

QSize Legend::sizeHint() const
{
    return { m_theme.px(120), heightForWidth(qMax(width(), m_theme.px(120))) };
}

void Legend::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setFixedHeight(heightForWidth(width()));
}

void Legend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QList<QRect> rects = places(width());
    for (qsizetype i = 0; i < rects.size(); ++i) {
        if (mark(m_entries.at(i)) > 0) {
            const QPixmap swatch = m_entries.at(i).ink.swatch(m_theme);
            painter.drawPixmap(rects.at(i).left(), rects.at(i).center().y() - swatch.height() / 2, swatch);
        }
        QRect text = rects.at(i).adjusted(mark(m_entries.at(i)), 0, 2, 0);
        painter.setFont(m_theme.font(u"small"_s));
        painter.setPen(m_theme.color(u"text2"_s));
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_entries.at(i).name);
        text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(m_entries.at(i).name) + m_theme.px(5));
        painter.setFont(m_theme.font(u"small"_s, QFont::DemiBold));
        painter.setPen(m_theme.color(u"text"_s));
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, m_entries.at(i).value);
    }
}

} // namespace cocoon::ui
