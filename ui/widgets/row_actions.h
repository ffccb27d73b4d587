// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>
#include <QObject>
#include <QPoint>

class QMenu;

namespace cocoon::ui {

class DataTable;

/// What can be taken away from a table: cells, rows, names, commands, files.
class RowActions : public QObject {
    Q_OBJECT
public:
    RowActions(DataTable& view, QWidget* parent);
    void openMenu(const QPoint& at);
    void exportRows(bool asCsv);
    /// What shows the current row in a shell, "" without one.
    virtual QString command(const QString& tool) const = 0;

protected:
    const DataTable& view() const { return m_view; }
    virtual QString fileName() const = 0; ///< of what is exported, without its ending
    virtual void addCopies(QMenu& menu, const QModelIndex& cell) = 0; ///< further ones, of a row of this table
    static void copy(const QString& text);

private:
    QList<int> shownColumns() const;
    DataTable& m_view;
    QWidget* m_window;
};

} // namespace cocoon::ui
