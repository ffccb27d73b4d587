// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "models/dashboard/node_actions.h"
#include "models/items/sheet_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QPushButton>

class QDateTimeEdit;
class QGridLayout;

namespace cocoon::ui {

class Chip;
class DataTable;
class SpanBar;
class StateStrip;

/// One worker: its place in the install, both healths, what it carries, its states over time, what it was at any moment, and
/// what can be done with it. Nothing is done from here but to open the task that shows it first.
class NodeDetail : public Card {
    Q_OBJECT
public:
    NodeDetail(const Theme& theme, dashboard::Board& board, QWidget* parent = nullptr);
    void show(const dashboard::NodeView& node);
    QString nodeName() const { return m_node.name; }

Q_SIGNALS:
    void wanted(const cocoon::setup::Desk::Task& task);

private:
    void refreshFacts();
    void refreshActions();
    void refreshHistory();
    void lookUp();
    QLabel* addFact(const QString& name);
    void addAction(dashboard::NodeTask::Kind kind, const QString& id, const QString& words);
    struct Action {
        dashboard::NodeTask::Kind kind;
        QPushButton* button;
    };
    const Theme& m_theme;
    dashboard::Board& m_board;
    dashboard::NodeView m_node;
    StateStrip* m_strip;
    Chip* m_health;
    Chip* m_cloud;
    QLabel* m_says;
    QLabel* m_whyNot;
    QList<Action> m_actions;
    QHBoxLayout* m_buttons;
    QGridLayout* m_facts;
    QList<QLabel*> m_values;
    SpanBar* m_bar;
    items::SheetModel m_model;
    DataTable* m_table;
    QDateTimeEdit* m_when;
    QLabel* m_then;
};

} // namespace cocoon::ui
