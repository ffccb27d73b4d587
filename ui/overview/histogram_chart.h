// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/timeline.h"
#include "ui/overview/legend.h"

namespace cocoon::ui {

/// How long starts took, as a distribution, with the time a kubelet waits as a line; below, where the time of the median went.
class HistogramChart : public QWidget {
    Q_OBJECT
public:
    explicit HistogramChart(const Theme& theme, QWidget* parent = nullptr);
    void show(const dashboard::Histogram& histogram, qint64 limitMs);
    bool isDrawn() const; ///< enough starts to show how they spread
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    dashboard::Histogram m_histogram;
    qint64 m_limitMs = 0;
    Legend* m_legend;
};

} // namespace cocoon::ui
