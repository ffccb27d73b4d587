// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "models/dashboard/cluster_reader.h"
#include "models/dashboard/node_actions.h"
#include "models/items/node_pods_model.h"
#include "models/items/sheet_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

#include <functional>

class QDateTimeEdit;
class QStackedWidget;
class QTabBar;

namespace cocoon::ui {

class Chip;
class DataTable;
class EventsView;
class FactsGrid;
class FlowLayout;
class ObjectFeed;
class SpanBar;
class StateStrip;
class YamlView;

/// One worker: its place in the install, both healths, the pods it carries, its states over time, what it was at any moment, and
/// what can be done with it; further tabs have its YAML and its events. Nothing is done from here but to open the task that shows it first.
class NodeDetail : public Card {
    Q_OBJECT
public:
    NodeDetail(const Theme& theme, dashboard::Board& board, QWidget* parent = nullptr);
    void show(const dashboard::NodeView& node);
    /// Asks anew for what is on screen and is not watched.
    void readAgain();
    QString nodeName() const { return m_node.name; }
    /// Where the pods are looked up that are not confidential; nullptr before somebody has opened the pods.
    void setPods(std::function<const dashboard::PodStore*()> pods) { m_allPods = std::move(pods); }

Q_SIGNALS:
    void wanted(const cocoon::setup::Desk::Task& task);
    void opened(const QString& place); ///< "pods/<uid>", "pods/on/<worker>"

private:
    QLayout* makePods();
    void refreshFacts();
    void refreshPods();
    QString podsRemark() const;
    const dashboard::PodStore* watchedPods() const;
    void refreshActions();
    void refreshHistory();
    void lookUp();
    void addAction(dashboard::NodeTask::Kind kind, const QString& id, const QString& words);
    struct Action {
        dashboard::NodeTask::Kind kind;
        QPushButton* button;
    };
    const Theme& m_theme;
    dashboard::Board& m_board;
    dashboard::ClusterReader m_reader;
    dashboard::NodeView m_node;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    YamlView* m_yaml;
    EventsView* m_events;
    ObjectFeed* m_feed;
    StateStrip* m_strip;
    Chip* m_health;
    Chip* m_cloud;
    QLabel* m_says;
    QLabel* m_whyNot;
    QList<Action> m_actions;
    FlowLayout* m_buttons;
    FactsGrid* m_facts;
    items::NodePodsModel m_podsModel;
    std::function<const dashboard::PodStore*()> m_allPods;
    DataTable* m_pods;
    QLabel* m_podsSay;
    QPushButton* m_showPods;
    SpanBar* m_bar;
    items::SheetModel m_model;
    DataTable* m_table;
    QString m_lookedUp; ///< the node that the moment below is of
    QWidget* m_past; ///< all that needs a history
    QLabel* m_noPast;
    QDateTimeEdit* m_when;
    QLabel* m_then;
};

} // namespace cocoon::ui
