// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/scene.h"
#include "ui/overview/chart_style.h"

#include <QWidget>

namespace cocoon::ui {

/// What there is room for, as bars that fill: places on the workers, addresses in the subnets.
class CapacityView : public QWidget {
    Q_OBJECT
public:
    struct Meter {
        QString name;
        QString says; ///< "4 of 30"
        double filled = 0; ///< 0 … 1; < 0: there is no whole to compare with
        bool isTight = false;
    };
    explicit CapacityView(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<Meter>& meters);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QList<Meter> m_meters;
};

} // namespace cocoon::ui
