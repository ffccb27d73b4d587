// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QSet>
#include <QTableView>
#include <QTimer>

class QLabel;
class QPushButton;

namespace cocoon::ui {

/// A table as all places show it: whole rows, no grid, `oc`'s words in the header, Ctrl+C copies the row, Tab leaves it.
/// A short table can be as tall as its rows (fitRows), so that the page scrolls and not the table.
class DataTable : public QTableView {
    Q_OBJECT
public:
    explicit DataTable(const Theme& theme, QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    /// Shares of the width by column; 0 = as wide as its content. What a column does not need of its share goes to others.
    void setShares(const QList<int>& shares);
    /// Between these numbers of rows the table is as tall as its content.
    void fitRows(int least, int most);
    /// What is said instead of rows, and the button that goes on from there ("" = none): see emptyActed().
    void setEmptyText(const QString& text, const QString& action = {});
    void setColumnHidden(int column, bool isHidden);
    /// By choice; not those that only lack room.
    bool isColumnHidden(int column) const { return m_hidden.contains(column); }
    /// Columns that give way when there is no room, the most needed first.
    void setNeeds(const QList<int>& columns);
    /// A model that resets and changes many times a second: rows stay current and selected by their identity, widths are measured now and
    /// then only, several rows can be selected, a click on a header sorts and columns can be moved.
    void setLive();
    /// A column of long identifiers gets this much at most; 0 = as the others.
    void setMostWidth(int column, int designPixels);
    void copySelection() const;
    QString currentIdentity() const;
    /// Headers of the columns that lack room now.
    QStringList dropped() const;

Q_SIGNALS:
    void currentRowChanged(int row);
    void droppedChanged();
    void emptyActed(); ///< the button of an empty table

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void layOut();
    void dropColumns();
    int widthOf(int column) const;
    bool hasStates(int column) const;
    int headingWidth(int column) const;
    int leastShared(int column) const;
    int neededWidth(int column) const;
    void layOutSoon();
    void makeRoomForStates(const QModelIndex& topLeft, const QModelIndex& bottomRight);
    void placeEmpty();
    void remember();
    void restore();
    void rememberSelected();
    QModelIndex indexOf(const QString& identity) const;
    const Theme& m_theme;
    QList<int> m_shares;
    QString m_emptyText;
    QWidget* m_empty; ///< a block in the middle of a table without rows
    QLabel* m_emptySays;
    QPushButton* m_emptyAction;
    int m_least = 0;
    int m_most = 0;
    bool m_isLive = false;
    QHash<int, int> m_mostWidths;
    QSet<int> m_hidden; ///< by choice
    QList<int> m_needs;
    QList<int> m_dropped;
    bool m_wasInView = false;
    QString m_identity; ///< of the current row, over a reset
    QStringList m_selected; ///< of all selected rows, where that is not the current one alone
    QTimer m_layOutSoon;
};

} // namespace cocoon::ui
