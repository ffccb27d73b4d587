// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPointer>
#include <QProxyStyle>

namespace cocoon::ui {

/// Fusion, with what a style sheet cannot say: icons inside text fields grow with the text.
class FieldStyle : public QProxyStyle {
    Q_OBJECT
public:
    explicit FieldStyle(const Theme& theme);
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;

private:
    QPointer<const Theme> m_theme; ///< the application's style outlives it
};

} // namespace cocoon::ui
