// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/widgets/labels.h"
#include "ui/widgets/mark.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace cocoon::ui {

namespace {
    constexpr int kBrief = 27; ///< the icon with as much on its right as on its left
}

Chip::Chip(const Theme& theme, QWidget* parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Chip::show(items::Mark mark, const QString& word)
{
    if (parentWidget() != nullptr || word.isEmpty()) { // before it has a place it would be a window, and take the keyboard
        setVisible(!word.isEmpty());
    }
    if (m_mark == mark && m_word == word) {
        return;
    }
    m_mark = mark;
    m_word = word;
    setSpokenName(this, word);
    updateGeometry();
    update();
}

QSize Chip::sizeFor(const Theme& theme, const QString& word)
{
    const QFontMetrics metrics(theme.font(QStringLiteral("small"), QFont::Medium));
    return { metrics.horizontalAdvance(word) + theme.px(34), theme.px(20) };
}

QSize Chip::sizeHint() const
{
    return m_isBrief ? QSize(m_theme.px(kBrief), m_theme.px(20)) : sizeFor(m_theme, m_word);
}

void Chip::setBrief(bool isBrief)
{
    if (m_isBrief != isBrief) {
        m_isBrief = isBrief;
        updateGeometry();
        update();
    }
}

void Chip::paint(QPainter& painter, const QRect& rect, const Theme& theme, items::Mark mark, const QString& word, bool isOnSelection)
{
    const Tone tone = toneOf(mark);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // On a selected row the weak ground of some tones is the row's own.
    painter.setPen(Qt::NoPen);
    painter.setBrush(isOnSelection ? theme.color(QStringLiteral("surface")) : theme.weak(tone));
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    const int size = theme.px(13);
    painter.drawPixmap(rect.left() + theme.px(7), rect.center().y() - size / 2, theme.pixmap(iconOf(mark), theme.color(tone), 13));
    painter.setPen(theme.color(tone));
    painter.setFont(theme.font(QStringLiteral("small"), QFont::Medium));
    const QRect text = rect.adjusted(theme.px(24), 0, -theme.px(8), 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(word, Qt::ElideRight, text.width()));
    painter.restore();
}

bool Chip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && width() < sizeFor(m_theme, m_word).width()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), toolTip().isEmpty() ? m_word : m_word + u'\n' + toolTip(), this);
        return true;
    }
    return QLabel::event(event);
}

void Chip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter, rect(), m_theme, m_mark, m_isBrief ? QString() : m_word);
}

} // namespace cocoon::ui
