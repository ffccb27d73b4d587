// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/field_style.h"

namespace cocoon::ui {

FieldStyle::FieldStyle(const Theme& theme)
    : QProxyStyle(QStringLiteral("Fusion"))
    , m_theme(&theme)
{
}

int FieldStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    return metric == PM_LineEditIconSize && m_theme ? m_theme->px(16) : QProxyStyle::pixelMetric(metric, option, widget);
}

} // namespace cocoon::ui
