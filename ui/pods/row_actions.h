// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/pod_table.h"
#include "ui/pods/kind_feed.h"

#include <QPoint>

namespace cocoon::ui {

class DataTable;
class PodDetail;

/// What can be taken away from the table: cells, rows, names, commands, files. It shows pods while no other kind is open.
class RowActions : public QObject {
    Q_OBJECT
public:
    RowActions(DataTable& view, const items::PodTable& pods, const KindFeed& feed, const PodDetail& detail, QWidget* parent);
    void openMenu(const QPoint& at);
    void exportRows(bool asCsv);
    /// What shows the current row in a shell.
    QString command(const QString& tool) const;

private:
    bool showsPods() const { return m_feed.kind().kind.isEmpty(); }
    QList<int> shownColumns() const;
    DataTable& m_view;
    const items::PodTable& m_pods;
    const KindFeed& m_feed;
    const PodDetail& m_detail;
    QWidget* m_window;
};

} // namespace cocoon::ui
