// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QList>
#include <QSet>

namespace cocoon::items {

/// What a table model inherits to receive differences instead of resets: makes `rows` equal to `wanted` with inserts, removes
/// and dataChanged, so that selections and persistent indexes stay on their row. `identity` is unique within a list.
template <class Model, class Row, class Identity>
class RowSync {
public:
    RowSync(Model& model, QList<Row>& rows, Identity identity)
        : m_model(model)
        , m_rows(rows)
        , m_identity(identity)
    {
    }

    void to(const QList<Row>& wanted)
    {
        int at = 0;
        for (const Row& row : wanted) {
            const int found = indexFrom(at, m_identity(row));
            if (found < 0) {
                m_model.insertRow(at, [&] { m_rows.insert(at, row); });
            } else {
                if (found > at) { // what stands between has gone, or comes back further down
                    m_model.removeRows(at, found - 1, [&] { m_rows.remove(at, found - at); });
                }
                if (!(m_rows.at(at) == row)) {
                    m_rows[at] = row;
                    m_model.rowChanged(at);
                }
            }
            ++at;
        }
        if (at < m_rows.size()) {
            m_model.removeRows(at, static_cast<int>(m_rows.size()) - 1, [&] { m_rows.resize(at); });
        }
    }

private:
    int indexFrom(int at, const decltype(std::declval<Identity>()(std::declval<const Row&>()))& identity) const
    {
        for (int i = at; i < m_rows.size(); ++i) {
            if (m_identity(m_rows.at(i)) == identity) {
                return i;
            }
        }
        return -1;
    }

    Model& m_model;
    QList<Row>& m_rows;
    Identity m_identity;
};

/// A flat table with typed rows; subclasses say what a cell shows.
template <class Row>
class Table : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    const QList<Row>& rows() const { return m_rows; }

    // For RowSync.
    template <class Fn>
    void insertRow(int at, Fn change)
    {
        beginInsertRows({}, at, at);
        change();
        endInsertRows();
    }
    template <class Fn>
    void removeRows(int first, int last, Fn change)
    {
        beginRemoveRows({}, first, last);
        change();
        endRemoveRows();
    }
    void rowChanged(int at) { Q_EMIT this->dataChanged(this->index(at, 0), this->index(at, this->columnCount() - 1)); }

protected:
    template <class Identity>
    void sync(const QList<Row>& wanted, Identity identity)
    {
        RowSync<Table<Row>, Row, Identity>(*this, m_rows, identity).to(wanted);
    }
    QList<Row> m_rows;
};

} // namespace cocoon::items
