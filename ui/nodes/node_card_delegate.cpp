// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodes/node_card_delegate.h"

#include "models/items/nodes_model.h"
#include "ui/widgets/chip.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QScrollBar>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using items::NodesModel;

NodeCardDelegate::NodeCardDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize NodeCardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    // As many as fit beside each other share the width.
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int least = m_theme.px(240);
    // A list that breaks its rows keeps room for a scroll bar, there or not.
    const int room = view == nullptr ? least : view->maximumViewportSize().width() - view->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, view->verticalScrollBar()) - 2;
    return { qMax(least / 2, room / qMax(1, room / least)), m_theme.px(116) };
}

void NodeCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto text = [&index](int column) { return index.siblingAtColumn(column).data().toString(); };
    const auto mark = [&index](int column) { return static_cast<items::Mark>(index.siblingAtColumn(column).data(items::MarkRole).toInt()); };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QRectF card = QRectF(option.rect).adjusted(4.5, 4.5, -4.5, -4.5);
    painter->setPen(QPen(m_theme.color(isSelected ? u"accent"_s : u"line"_s), isSelected ? 2 : 1));
    painter->setBrush(m_theme.color(isSelected ? u"accentWeak"_s : u"surface"_s));
    painter->drawRoundedRect(card, 8, 8);
    const QRect inner = card.toRect().adjusted(m_theme.px(12), m_theme.px(8), -m_theme.px(12), -m_theme.px(8));
    painter->setFont(m_theme.mono());
    painter->setPen(m_theme.color(u"text"_s));
    const QRect head(inner.left(), inner.top(), inner.width(), m_theme.px(18));
    painter->drawText(head, Qt::AlignVCenter | Qt::AlignLeft, painter->fontMetrics().elidedText(text(NodesModel::Name), Qt::ElideMiddle, head.width()));
    int y = head.bottom() + m_theme.px(4);
    const auto chip = [&](int column, int x) {
        const QSize size = Chip::sizeFor(m_theme, text(column));
        const QRect place(x, y, qMin(size.width(), inner.right() - x), size.height());
        Chip::paint(*painter, place, m_theme, mark(column), text(column));
        return place.right() + m_theme.px(5);
    };
    const int after = chip(NodesModel::State, inner.left());
    painter->setFont(m_theme.font(u"small"_s));
    painter->setPen(m_theme.color(u"text3"_s));
    if (const QString lasts = text(NodesModel::InState); lasts != u"–"_s) {
        const QRect place(after, y, inner.right() - after, m_theme.px(20));
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignRight, painter->fontMetrics().elidedText(tr("for %1").arg(lasts), Qt::ElideRight, place.width()));
    }
    y += m_theme.px(24);
    chip(NodesModel::Health, inner.left());
    y += m_theme.px(24);
    painter->setFont(m_theme.font(u"small"_s));
    painter->setPen(m_theme.color(u"text2"_s));
    const QString places = text(NodesModel::Places);
    const QString where = !places.contains(u'/') ? text(NodesModel::Zone) : tr("%1 · %2 pods").arg(text(NodesModel::Zone), places);
    painter->drawText(QRect(inner.left(), y, inner.width(), m_theme.px(18)), Qt::AlignVCenter | Qt::AlignLeft, painter->fontMetrics().elidedText(where, Qt::ElideRight, inner.width()));
    painter->restore();
}

} // namespace cocoon::ui
