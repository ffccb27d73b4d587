// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "models/dashboard/pod_store.h"
#include "models/items/pod_table.h"
#include "models/setup/desk.h"
#include "ui/pods/kind_feed.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLayout;
class QLineEdit;
class QToolButton;

namespace cocoon::ui {

class ColumnsMenu;
class DataTable;
class DroppedMark;
class ErrorPanel;
class ForbiddenView;
class KindMenu;
class NamespaceBox;
class PodDetail;
class PodRowActions;
class SideSplit;

/// Confidential pods across both worlds, all pods, or any other kind: one table with filter, and what is known about the row
/// that is selected. Reads while it is looked at, and a little longer.
class PodsPlace : public QWidget {
    Q_OBJECT
public:
    PodsPlace(const Theme& theme, setup::Desk& desk, QWidget* parent = nullptr);
    ~PodsPlace() override;

    void focusFilter();
    /// By the identity of a row (see findPods) or the id of a server. What is not listed yet is opened as soon as it is.
    void openRow(const QString& wanted);
    /// The above, or "on/" and the name of a worker: all pods of that one.
    void openLink(const QString& link);
    void setNamespace(const QString& ns);
    /// "confidential", "pods" (all of them), or the qualified name of any kind the cluster serves.
    void showKind(const QString& id);
    const items::PodTable& table() const { return *m_table; }
    const dashboard::PodStore& store() const { return m_store; }
    PodDetail* detail() { return m_detail; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void opened(const QString& place); ///< "remove/<id of a VSI>", "setup/workload"

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QLayout* makeHead();
    void useModel();
    void setShares();
    void open();
    void readWorld();
    bool showsPods() const { return m_feed.kind().kind.isEmpty(); }
    items::LiveTable& current() const;
    void refreshHead();
    void sayState();
    QString countText() const;
    QString emptyText() const;
    void rowChanged();
    void openPending();
    void refuse(bool isRefused);
    void readAgain();
    void actOnEmpty();
    QString emptyAction() const;
    bool isSetUp() const;

    const Theme& m_theme;
    setup::Desk& m_desk;
    dashboard::PodStore m_store;
    dashboard::ClusterReader m_reader;
    items::PodTable* m_table;
    KindFeed m_feed;
    QLabel* m_title;
    QLabel* m_count;
    QLabel* m_age;
    QToolButton* m_kindButton;
    KindMenu* m_kinds;
    NamespaceBox* m_namespaces;
    QLineEdit* m_filter;
    QToolButton* m_columnsButton;
    QToolButton* m_exportButton;
    ErrorPanel* m_error;
    ForbiddenView* m_refused;
    DataTable* m_view;
    DroppedMark* m_dropped;
    ColumnsMenu* m_columns;
    SideSplit* m_split = nullptr;
    PodDetail* m_detail;
    PodRowActions* m_actions;
    QTimer m_tick;
    QTimer m_linger;
    QTimer m_typing;
    QTimer m_worldSoon;
    QString m_pending; ///< what openRow() was asked for and the table has not
    bool m_isOpen = false;
};

} // namespace cocoon::ui
