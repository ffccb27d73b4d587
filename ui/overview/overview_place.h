// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace cocoon::ui {

class AttentionCard;
class CapacityView;
class ChartCard;
class FigureCard;
class HistogramChart;
class RightsCard;
class StackChart;
class TaskPanel;

/// How the cluster stands at a glance: one sentence of truth, four figures, what happened over time, and what needs somebody.
class OverviewPlace : public QWidget {
    Q_OBJECT
public:
    OverviewPlace(const Theme& theme, dashboard::Board& board, std::function<bool(const QString& place)> canOpen, QWidget* parent = nullptr);
    QString sentence() const; ///< as it is shown, without what keeps it together
    /// Goes where a finding leads; what is removed is shown here first.
    void open(const QString& place);
    TaskPanel* task() const { return m_task; }
    ChartCard* chart(const QString& id) const; ///< "nodes", "machines", "starts", "money", "capacity"

Q_SIGNALS:
    void opened(const QString& place); ///< "setup/image", "nodes/10.240.0.4"
    void loginWanted();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void refreshFigures();
    void refreshAges();
    void sayHowItStands();
    void showTask(bool isOpen);
    bool isSaid(const dashboard::Part& part) const; ///< why the cluster does not answer: once, where something can be done about it
    QString silenceOf(const dashboard::Part& part) const;
    void placeAttention();
    QString sinceText(const dashboard::Part& part) const;
    void refreshCharts();
    void chooseRange();
    void refreshStack(ChartCard& card, StackChart& chart, const QString& prefix, const QStringList& piles, const dashboard::Part& part);
    void refreshStarts();
    void refreshCapacity();
    void arrange();
    const Theme& m_theme;
    dashboard::Board& m_board;
    QVBoxLayout* m_column;
    QLabel* m_sentence;
    QLabel* m_remark;
    QComboBox* m_range;
    QGridLayout* m_figures;
    QGridLayout* m_charts; ///< the first row
    QGridLayout* m_more; ///< the rest, below what needs somebody
    FigureCard* m_workers;
    FigureCard* m_pods;
    FigureCard* m_machines;
    FigureCard* m_money;
    StackChart* m_nodesChart;
    StackChart* m_machinesChart;
    StackChart* m_moneyChart;
    HistogramChart* m_startsChart;
    CapacityView* m_capacityView;
    ChartCard* m_nodesCard;
    ChartCard* m_machinesCard;
    ChartCard* m_startsCard;
    ChartCard* m_moneyCard;
    ChartCard* m_capacityCard;
    AttentionCard* m_attention;
    RightsCard* m_rights;
    TaskPanel* m_task;
    QWidget* m_taskPage; ///< instead of all else
    QTimer m_tick;
    QTimer m_soon;
    QTimer m_second; ///< while something is old it grows older
    bool m_isRangeOurs = true; ///< nobody has chosen one
    int m_columns = 0;
    QList<QWidget*> m_arranged;
    int m_chartsInRow = 0;
    bool m_isYoung = false; ///< there is no line to draw yet: the cards are low
};

} // namespace cocoon::ui
