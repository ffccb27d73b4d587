// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_split.h"

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>

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
    m_keep.setSingleShot(true); // not at every step of the mouse: each is a file written anew
    m_keep.setInterval(300);
    connect(&m_keep, &QTimer::timeout, this, &SideSplit::keep);
    connect(this, &QSplitter::splitterMoved, &m_keep, qOverload<>(&QTimer::start));
}

SideSplit::~SideSplit()
{
    if (m_keep.isActive()) {
        keep();
    }
}

void SideSplit::keep()
{
    m_keep.stop();
    m_settings.setSideWidth(m_place, m_side->width());
}

/// Below which what is in it is not read whole, in any language.
int SideSplit::leastWidth() const
{
    int needed = m_side->minimumSizeHint().width();
    const auto* scroll = qobject_cast<const QScrollArea*>(m_side);
    if (scroll == nullptr) { // as makeScrollPage() fills it
        scroll = m_side->findChild<QScrollArea*>(QString(), Qt::FindDirectChildrenOnly);
    }
    if (scroll != nullptr && scroll->widget() != nullptr) {
        needed = scroll->widget()->minimumSizeHint().width() + scroll->verticalScrollBar()->sizeHint().width();
    }
    return qMax(m_theme.px(kLeast), needed);
}

/// Qt itself would share the room anew each time the detail comes back.
void SideSplit::placeBorder()
{
    const int least = leastWidth();
    m_side->setMinimumWidth(least);
    if (m_side->isHidden()) {
        return;
    }
    if (m_keep.isActive()) {
        keep();
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
