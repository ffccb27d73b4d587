// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/timeline.h"
#include "ui/overview/chart_style.h"
#include "ui/overview/legend.h"

#include <QHash>

class QChart;
class QChartView;

namespace cocoon::ui {

class PresentBar;

/// Counts over time, stacked; each holds until it changes. Hatched where nobody looked.
class StackChart : public QWidget {
    Q_OBJECT
public:
    struct Pile {
        QString name;
        ChartInk ink;
    };
    StackChart(const Theme& theme, const QHash<QString, Pile>& piles, const QString& valueFormat, QWidget* parent = nullptr);
    void show(const dashboard::Stack& stack);
    /// Seen for too short a time to make a line: what is now, and `why` there is no more.
    void showNow(const dashboard::Stack& stack, const QString& why);
    bool isDrawn() const; ///< there is a line, not only what is now
    QString nameOf(const QString& pile) const { return m_piles.value(pile).name; }
    QSize minimumSizeHint() const override;

private:
    void draw();
    const Theme& m_theme;
    QHash<QString, Pile> m_piles;
    QString m_valueFormat; ///< of the axis: "%d", "%.2f"
    dashboard::Stack m_stack;
    QChartView* m_view;
    PresentBar* m_present;
    Legend* m_legend;
};

} // namespace cocoon::ui
