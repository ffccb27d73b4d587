// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStackedWidget>

namespace cocoon::ui {

/// Pages of which one is shown: as high as that one needs, and as wide as the widest, so that no border moves with the page.
class PageStack : public QStackedWidget {
    Q_OBJECT
public:
    explicit PageStack(const Theme& theme, QWidget* parent = nullptr);
    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return false; }

private:
    const Theme& m_theme;
};

} // namespace cocoon::ui
