// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QStyle>
#include <QWidget>

namespace cocoon::ui {

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(8); // else it is that of the layout around it
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.append(item);
    invalidate();
}

void FlowLayout::insertWidget(int index, QWidget* widget)
{
    addWidget(widget);
    m_items.move(m_items.size() - 1, index);
    invalidate();
}

void FlowLayout::addSpring()
{
    addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding, QSizePolicy::Minimum));
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count()) {
        return nullptr;
    }
    QLayoutItem* item = m_items.takeAt(index);
    invalidate();
    return item;
}

int FlowLayout::leastWidth() const
{
    int wide = -spacing();
    for (QLayoutItem* item : m_items) {
        wide += item->spacerItem() != nullptr || item->isEmpty() ? 0 : item->minimumSize().width() + spacing();
    }
    return wide;
}

/// Each part as narrow as it can be: a line breaks only where that is too wide.
QList<FlowLayout::Line> FlowLayout::linesIn(int width) const
{
    QList<Line> lines;
    Line line;
    bool hasSpring = false;
    const bool isOneLine = leastWidth() <= width;
    for (QLayoutItem* item : m_items) {
        if (item->spacerItem() != nullptr) {
            if (!isOneLine && !line.parts.isEmpty()) { // what stands on the right goes together
                lines.append(line);
                line = {};
            }
            line.spring = line.parts.size();
            hasSpring = true;
            continue;
        }
        if (item->isEmpty()) {
            continue;
        }
        const int wide = qMin(item->minimumSize().width(), width);
        if (!line.parts.isEmpty() && line.used + spacing() + wide > width) {
            lines.append(line);
            line = {};
            line.spring = hasSpring ? 0 : -1; // what stands on the right does so in every line
        }
        line.used += wide + (line.parts.isEmpty() ? 0 : spacing());
        line.parts.append({ item, wide });
    }
    if (!line.parts.isEmpty()) {
        lines.append(line);
    }
    return lines;
}

/// First everything as wide as it would like to be, in order; then what can grow shares the rest. Returns what nobody takes.
int FlowLayout::grow(Line& line, int room)
{
    for (Part& part : line.parts) {
        const int more = qBound(0, part.item->sizeHint().width() - part.width, room);
        part.width += more;
        room -= more;
    }
    for (bool isSettled = false; !isSettled && room > 0;) {
        QList<qsizetype> growing;
        for (qsizetype i = 0; i < line.parts.size(); ++i) {
            const Part& part = line.parts.at(i);
            if (part.item->expandingDirections().testFlag(Qt::Horizontal) && part.width < part.item->maximumSize().width()) {
                growing.append(i);
            }
        }
        isSettled = growing.isEmpty();
        auto others = static_cast<int>(growing.size());
        for (const qsizetype i : std::as_const(growing)) {
            Part& part = line.parts[i];
            const int more = qMin(room / others--, part.item->maximumSize().width() - part.width);
            part.width += more;
            room -= more;
        }
    }
    return room;
}

int FlowLayout::heightOf(const Line& line)
{
    int height = 0;
    for (const Part& part : line.parts) {
        height = qMax(height, part.item->hasHeightForWidth() ? part.item->heightForWidth(part.width) : part.item->sizeHint().height());
    }
    return height;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const int room = qMax(0, width - margins.left() - margins.right());
    int height = 0;
    QList<Line> lines = linesIn(room);
    for (Line& line : lines) {
        grow(line, room - line.used);
        height += heightOf(line) + (height > 0 ? spacing() : 0);
    }
    return height + margins.top() + margins.bottom();
}

QSize FlowLayout::sizeHint() const
{
    const QMargins margins = contentsMargins();
    QSize size;
    for (QLayoutItem* item : m_items) {
        if (item->spacerItem() == nullptr && !item->isEmpty()) {
            const QSize wanted = item->sizeHint();
            size = QSize(qMax(0, size.width()) + wanted.width() + (size.isValid() ? spacing() : 0), qMax(size.height(), wanted.height()));
        }
    }
    return size.expandedTo({ 0, 0 }).grownBy(margins);
}

QSize FlowLayout::minimumSize() const
{
    QSize size(0, 0);
    for (QLayoutItem* item : m_items) {
        if (item->spacerItem() == nullptr && !item->isEmpty()) {
            size = size.expandedTo(item->minimumSize());
        }
    }
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    const QRect inner = rect.marginsRemoved(contentsMargins());
    const Qt::LayoutDirection direction = parentWidget() != nullptr ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    const int room = qMax(0, inner.width());
    QList<Line> lines = linesIn(room);
    int y = inner.top();
    for (Line& line : lines) {
        const int left = grow(line, room - line.used);
        const int height = lines.size() == 1 ? inner.height() : heightOf(line); // a line alone stands in the middle
        int x = inner.left();
        for (qsizetype i = 0; i < line.parts.size(); ++i) {
            x += i == line.spring ? left : 0;
            const Part& part = line.parts.at(i);
            part.item->setGeometry(QStyle::visualRect(direction, inner, QRect(x, y, part.width, height)));
            x += part.width + spacing();
        }
        y += height + spacing();
    }
}

} // namespace cocoon::ui
