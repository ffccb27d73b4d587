// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegate.h"

#include "models/items/roles.h"
#include "ui/widgets/chip.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace cocoon::ui {

namespace {
    constexpr int kArrow = 11; ///< Qt keeps room for it at the end of every heading

    Qt::Alignment sideOf(const QModelIndex& index)
    {
        const QVariant wanted = index.data(Qt::TextAlignmentRole);
        return wanted.isValid() ? static_cast<Qt::Alignment>(wanted.toInt()) & Qt::AlignHorizontal_Mask : Qt::Alignment(Qt::AlignLeft);
    }
}

CellDelegate::CellDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect, isSelected ? m_theme.color(QStringLiteral("accentWeak")) : m_theme.color(QStringLiteral("surface")));
    painter->setPen(m_theme.color(QStringLiteral("line2")));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    const QString text = index.data(Qt::DisplayRole).toString();
    const QRect inner = option.rect.adjusted(m_theme.px(8), 0, -m_theme.px(8), -1);
    const QVariant mark = index.data(items::MarkRole);
    if (mark.isValid()) {
        const QSize wanted = Chip::sizeFor(m_theme, text);
        const QRect chip(inner.left(), inner.center().y() - wanted.height() / 2, qMin(wanted.width(), inner.width()), wanted.height());
        Chip::paint(*painter, chip, m_theme, static_cast<items::Mark>(mark.toInt()), text, isSelected);
    } else {
        const bool isMono = index.data(items::MonoRole).toBool();
        const QVariant emphasis = index.data(items::EmphasisRole);
        const bool isName = emphasis.isValid() ? emphasis.toBool() : index.column() == 0;
        painter->setFont(isMono ? m_theme.mono() : m_theme.font(QStringLiteral("body"), isName ? QFont::Medium : QFont::Normal));
        painter->setPen(m_theme.color(isName ? QStringLiteral("text") : QStringLiteral("text2")));
        QString line = text;
        line.replace(u'\n', u' ');
        const Qt::Alignment side = sideOf(index);
        const QRect cell = inner.adjusted(0, 0, side == Qt::AlignRight ? -m_theme.px(kArrow) : 0, 0);
        painter->drawText(cell, static_cast<int>(Qt::AlignVCenter | side), painter->fontMetrics().elidedText(line, isName ? Qt::ElideMiddle : Qt::ElideRight, cell.width())); // names often differ at their end
    }
    painter->restore();
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const QString tip = index.data(Qt::ToolTipRole).toString();
    if (event->type() == QEvent::ToolTip && !tip.contains(text) && sizeHint(option, index).width() > option.rect.width()) {
        QToolTip::showText(event->globalPos(), tip.isEmpty() ? text : text + u'\n' + tip, view);
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    Q_UNUSED(option);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (index.data(items::MarkRole).isValid()) {
        return { Chip::sizeFor(m_theme, text).width() + m_theme.px(18), m_theme.px(32) };
    }
    const QFontMetrics metrics(index.data(items::MonoRole).toBool() ? m_theme.mono() : m_theme.font(QStringLiteral("body"), QFont::Medium));
    const int widest = qMax(metrics.horizontalAdvance(text.section(u'\n', 0, 0)), metrics.horizontalAdvance(index.data(items::WidestRole).toString()));
    return { widest + m_theme.px(18 + (sideOf(index) == Qt::AlignRight ? kArrow : 0)), m_theme.px(32) };
}

} // namespace cocoon::ui
