// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "models/items/chosen_columns.h"
#include "models/items/live_table.h"
#include "models/items/roles.h"

namespace cocoon::items {

/// Objects of any kind in the columns and words of the server's own table, as `oc get -o wide` has them. Each reading is told
/// page by page between begin() and end(); what a reading does not bring has gone.
class KindTable : public LiveTable, public ChosenColumns {
    Q_OBJECT
public:
    using LiveTable::LiveTable;

    /// Another kind, or other namespaces: nothing of the old rows stays.
    void reset(const dashboard::KindInfo& kind, bool showsNamespaces);
    void begin();
    void take(const dashboard::KindPage& page);
    void end();
    const dashboard::KindInfo& kind() const { return m_kind; }
    const dashboard::KindPage::Row& rowAt(int row) const { return m_data[static_cast<size_t>(slotAt(row))].row; }
    QString columnId(int column) const override;
    QString settingsGroup() const override { return QStringLiteral("kinds/") + m_kind.qualified(); }
    int fixedColumns() const override { return m_columns.isEmpty() ? 0 : (m_showsNamespaces ? 1 : 0) + static_cast<int>(m_columns.size()); }
    int nameColumn() const override { return 0; }
    QStringList standardColumns() const override; ///< those that `oc get` shows without -o wide
    const QStringList& extraColumns() const override { return m_extra; }
    void setExtraColumns(const QStringList& columns) override;
    QStringList commonKeys(bool isLabel) const override;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::string searchText(int slot) const override;
    std::string sortKey(int slot, int column) const override;
    std::string tieKey(int slot) const override;
    int slotOf(const QString& identity) const override { return m_byIdentity.value(identity, -1); }

private:
    struct Item {
        dashboard::KindPage::Row row;
        int reading = 0;
    };
    /// Which of the server's columns: NAMESPACE (-1) stands behind the first of them, as with the pods.
    int served(int column) const { return !m_showsNamespaces || column == 0 ? column : column == 1 ? -1 : column - 1; }
    bool isAge(int column) const;
    QVariant mark(const QString& state) const;
    QString text(int slot, int column) const;

    dashboard::KindInfo m_kind;
    bool m_showsNamespaces = false;
    QList<dashboard::KindPage::Column> m_columns;
    QStringList m_extra;
    std::vector<Item> m_data;
    std::vector<int> m_free;
    QHash<QString, int> m_byIdentity;
    int m_reading = 0;
};

} // namespace cocoon::items
