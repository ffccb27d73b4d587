// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/board.h"
#include "models/dashboard/pod_store.h"
#include "models/items/nodes_model.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace cocoon::ui {

class ColumnsMenu;
class DataTable;
class ErrorPanel;
class ForbiddenView;
class NodeDetail;
class TaskPanel;

/// The workers: as a table or as cards, with the one chosen in detail, and what can be done with it.
class NodesPlace : public QWidget {
    Q_OBJECT
public:
    NodesPlace(const Theme& theme, dashboard::Board& board, QWidget* parent = nullptr);
    void focusFilter();
    void focusTable(); ///< where the keyboard is when the place opens; "/" leads to the filter
    void choose(const QString& node);
    QString chosen() const { return m_chosen; }
    TaskPanel* task() const { return m_task; }
    /// See NodeDetail.
    void setPods(std::function<const dashboard::PodStore*()> pods);

Q_SIGNALS:
    void opened(const QString& place); ///< "pods/<uid>", "pods/on/<worker>"

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void refreshDetail();
    void sayTrouble();
    QDateTime heard() const; ///< up to when ages count
    void choseRow(int row);
    void selectChosen();
    void arrange();
    QWidget* makeTaskPage();
    void showTask(bool isOpen);
    void readStanding();
    void setShares();
    QList<items::NodeRow> rows() const;
    QString emptyText() const;
    const Theme& m_theme;
    dashboard::Board& m_board;
    items::NodesModel m_model;
    QHash<QString, history::Standing> m_standing; ///< by name
    QString m_chosen;
    QLabel* m_count;
    ErrorPanel* m_error;
    QLineEdit* m_filter;
    QToolButton* m_columnsButton;
    QToolButton* m_exportButton;
    QPushButton* m_turn;
    DataTable* m_table;
    ColumnsMenu* m_columns;
    QListView* m_cards;
    QStackedWidget* m_views;
    QScrollArea* m_scroll = nullptr; ///< with all but the task
    TaskPanel* m_task;
    QWidget* m_taskPage;
    NodeDetail* m_detail;
    QWidget* m_side;
    QWidget* m_tools; ///< of the table: count, filter, columns
    ForbiddenView* m_forbidden;
    QWidget* m_body = nullptr;
    QTimer m_tick;
};

} // namespace cocoon::ui
