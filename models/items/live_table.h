// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/row_filter.h"

#include <QAbstractTableModel>
#include <QSet>

#include <map>
#include <vector>

namespace cocoon::items {

/// A table of tens of thousands of rows that change while somebody looks: filters and sorts by itself over texts and keys made
/// once per row (a proxy model takes many times as long), and tells a few changes as differences, so that selection and
/// scroll position stay; many at once are one reset. Subclasses hold the rows under slots, say what they are with put() and
/// drop(), and call flush() at the end of each batch. A dropped slot may be used again after the flush.
class LiveTable : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_visible.size()); }
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    void setFilter(const QString& text);
    const RowFilter& filter() const { return m_filter; }
    /// Rows there are, filtered or not.
    int total() const { return static_cast<int>(m_order.size()); }
    int rowOf(const QString& identity) const;
    QModelIndexList match(const QModelIndex& start, int role, const QVariant& value, int hits = 1, Qt::MatchFlags flags = Qt::MatchExactly) const override;

protected:
    // What a row is, by slot.
    virtual std::string searchText(int slot) const = 0; ///< folded
    virtual std::string sortKey(int slot, int column) const = 0;
    virtual std::string tieKey(int slot) const = 0; ///< unique; order of rows whose sort keys are equal
    virtual int group(int slot) const; ///< rows of a lower group stand above, however the table is sorted
    virtual int slotOf(const QString& identity) const = 0; ///< -1 = none

    void put(int slot); ///< is there, or has changed
    void drop(int slot);
    void flush();
    void clear();
    int slotAt(int row) const { return m_visible[static_cast<size_t>(row)]; }
    /// All sort keys anew: what a column shows has changed.
    void forgetKeys(int column);
    /// The columns from `first` on become `wanted`; false when they are those already.
    bool exchangeColumns(QStringList& columns, const QStringList& wanted, int first);

private:
    struct Row {
        std::string text;
        std::string tie;
        int group = 0;
        bool isThere = false;
        bool isShown = false;
    };
    using Keys = std::vector<std::string>;
    using Order = std::vector<int>;
    using By = std::pair<int, Qt::SortOrder>;
    /// How all rows stood by another column or the other way round, and which of them came, moved or went since.
    struct Kept {
        Order order;
        QSet<int> moved;
    };

    Row& at(int slot) { return m_rows[static_cast<size_t>(slot)]; }
    const Row& at(int slot) const { return m_rows[static_cast<size_t>(slot)]; }
    bool isBefore(int a, int b) const;
    Order::const_iterator place(const Order& order, int slot) const;
    const Keys& keysOf(int column);
    Row read(int slot) const;
    void apply(int slot);
    void rebuild(const std::vector<int>& changed);
    void sortOrder();
    void exchangeOrder(int column, Qt::SortOrder direction);
    void mergeIn(const QSet<int>& changed); ///< m_order was right before these changed
    void select(); ///< m_visible from m_order
    void assign(int slot, Row&& row);
    void hasMoved(int slot, const By& by);

    std::vector<Row> m_rows;
    std::map<int, Keys> m_keys; ///< of columns that were sorted by
    Order m_order; ///< all rows
    std::map<By, Kept> m_kept;
    Order m_visible;
    QSet<int> m_pending;
    QSet<int> m_dropped;
    RowFilter m_filter;
    int m_column = 0;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
};

} // namespace cocoon::items
