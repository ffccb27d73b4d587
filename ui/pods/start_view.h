// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_start.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace cocoon::ui {

/// The phases of a start on one time axis: name, bar, how long. What is still under way has an open bar.
class StartView : public QWidget {
    Q_OBJECT
public:
    explicit StartView(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<dashboard::StartPhase>& phases);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    const Theme& m_theme;
    QList<dashboard::StartPhase> m_phases;
};

} // namespace cocoon::ui
