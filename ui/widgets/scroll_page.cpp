// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scroll_page.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace cocoon::ui {

QWidget* makeScrollPage(QWidget* place)
{
    auto* all = new QVBoxLayout(place);
    all->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    all->addWidget(scroll);
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("page"));
    scroll->setWidget(page);
    return page;
}

} // namespace cocoon::ui
