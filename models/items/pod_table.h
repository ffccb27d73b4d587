// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_store.h"
#include "models/items/chosen_columns.h"
#include "models/items/live_table.h"
#include "models/items/roles.h"

namespace cocoon::items {

/// The pods of a store as a table: servers nobody owns on top, servers of failed attempts under their pod, and any label or
/// annotation as a column. The store must outlive it.
class PodTable : public LiveTable, public ChosenColumns {
    Q_OBJECT
public:
    enum Column { Name, Namespace, Status, Ready, Restarts, VsiId, Tee, Attested, Profile, Zone, Worker, Initdata, Owner, Ip, Age, Price, VsiState, SecureBoot, VsiAge, InitdataKey, FixedColumns };
    enum class Scope { Confidential, All };

    explicit PodTable(dashboard::PodStore& store, QObject* parent = nullptr);

    void setScope(Scope scope);
    Scope scope() const { return m_scope; }
    /// Further columns: "label:app" or "annotation:example.com/owner".
    void setExtraColumns(const QStringList& columns) override;
    const QStringList& extraColumns() const override { return m_extra; }
    /// Stable name of a column, for settings and export.
    QString columnId(int column) const override;
    QString settingsGroup() const override { return QStringLiteral("pods"); }
    int fixedColumns() const override { return FixedColumns; }
    int nameColumn() const override { return Name; }
    QStringList standardColumns() const override;
    QStringList commonKeys(bool isLabel) const override;
    /// Uids of pods whose guest has proven what it is.
    void setAttested(const QSet<QString>& uids);

    struct Ref {
        QString uid; ///< of the pod; "" = a server nobody owns
        QString vsi; ///< of an attempt or of a lost server; "" = the pod itself
        bool isPod() const { return !uid.isEmpty() && vsi.isEmpty(); }
    };
    Ref refAt(int row) const;
    static QString identityOf(const Ref& ref);
    const dashboard::PodStore& store() const { return m_store; }

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : FixedColumns + static_cast<int>(m_extra.size()); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::string searchText(int slot) const override;
    std::string sortKey(int slot, int column) const override;
    std::string tieKey(int slot) const override;
    int group(int slot) const override;
    int slotOf(const QString& identity) const override { return m_byIdentity.value(identity, -1); }

private:
    struct Slot {
        QString uid;
        QString vsi;
        int sequence = 0; ///< among the attempts of a pod
    };
    void podsChanged(const QStringList& uids);
    void lostChanged();
    void readAll();
    int add(const Slot& slot);
    void remove(const QString& identity);
    void settle();
    const Slot& slotAtIndex(int slot) const { return m_slots[static_cast<size_t>(slot)]; }
    const dashboard::LostServer* lostOf(const Slot& slot) const;
    QString text(int slot, int column) const;
    QString podText(const dashboard::PodRow& pod, const dashboard::JoinedPod& joined, int column) const;
    QString serverText(const dashboard::Server& server, int column) const;
    const dashboard::JoinedPod& joined(const dashboard::PodRow& pod) const;
    Mark markOf(int slot, int column) const;
    QString toolTip(int slot, int column) const;

    dashboard::PodStore& m_store;
    Scope m_scope = Scope::Confidential;
    QStringList m_extra;
    QSet<QString> m_attested;
    std::vector<Slot> m_slots;
    std::vector<int> m_free;
    std::vector<int> m_leaving; ///< freed once the batch is told
    QHash<QString, int> m_byIdentity;
    QHash<QString, QStringList> m_attempts; ///< by pod: identities of its further rows
    QStringList m_lost;
    bool m_wasOld = false; ///< what the cluster says
    mutable QString m_joinedUid;
    mutable dashboard::JoinedPod m_joined; ///< of the row that was asked for last
};

} // namespace cocoon::items
