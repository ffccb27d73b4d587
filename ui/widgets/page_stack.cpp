// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/page_stack.h"

namespace cocoon::ui {

namespace {
    constexpr int kLeast = 80; ///< some lines of a page that scrolls
}

PageStack::PageStack(const Theme& theme, QWidget* parent)
    : QStackedWidget(parent)
    , m_theme(theme)
{
    connect(this, &QStackedWidget::currentChanged, this, &QWidget::updateGeometry);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

QSize PageStack::minimumSizeHint() const
{
    const int needed = currentWidget() == nullptr ? 0 : currentWidget()->minimumSizeHint().height();
    return { QStackedWidget::minimumSizeHint().width(), qMax(needed, m_theme.px(kLeast)) };
}

} // namespace cocoon::ui
