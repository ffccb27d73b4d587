// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_split.h"

#include <QEvent>

namespace cocoon::ui {

namespace {
    constexpr int kLeast = 300;
    constexpr int kHandle = 14;
}

SideSplit::SideSplit(const Theme& theme, const QString& place, QWidget* list, QWidget* side, int most, QWidget* parent)
    : QSplitter(parent)
    , m_theme(theme)
    , m_place(place)
    , m_list(list)
    , m_side(side)
    , m_most(most)
{
    addWidget(list);
    addWidget(side);
    setChildrenCollapsible(false);
    setStretchFactor(0, 1);
    setHandleWidth(kHandle);
    side->installEventFilter(this);
    connect(&theme, &Theme::changed, this, &SideSplit::placeBorder);
    connect(this, &QSplitter::splitterMoved, this, [this] { m_settings.setSideWidth(m_place, m_side->width()); });
}

/// Qt itself would share the room anew each time the detail comes back.
void SideSplit::placeBorder()
{
    const int least = qMax(m_theme.px(kLeast), m_side->minimumSizeHint().width()); // what is in it is read whole, in any language
    m_side->setMinimumWidth(least);
    if (m_side->isHidden()) {
        return;
    }
    const int kept = m_settings.sideWidth(m_place);
    const int usual = qBound(m_theme.px(kLeast), width() * 2 / 5, m_theme.px(m_most));
    const int room = width() - handleWidth() - m_list->minimumSizeHint().width();
    const int wide = qMax(least, qMin(kept < least ? usual : kept, room));
    setSizes({ width() - handleWidth() - wide, wide });
}

bool SideSplit::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_side && event->type() == QEvent::ShowToParent) {
        placeBorder();
    }
    return QSplitter::eventFilter(watched, event);
}

void SideSplit::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    placeBorder();
}

} // namespace cocoon::ui
