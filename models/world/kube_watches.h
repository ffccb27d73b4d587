// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world.h"
#include "services/base/clock.h"
#include "services/kube/reflector.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace cocoon::world {

/// The watches behind questions that want live answers. One watch per kind, namespace and selectors; a question for one
/// object shares the watch of its list when that is wanted too. A watch nobody wants any more is closed a little later,
/// because steps come and go. Owned by the Observer; the client must outlive it or be replaced.
class KubeWatches : public QObject {
    Q_OBJECT
public:
    using Resolve = std::function<const kube::Resource*(const QString& qualified)>;
    KubeWatches(Clock& clock, Resolve resolve, QObject* parent = nullptr);
    ~KubeWatches() override;

    /// Lists and objects, except of kinds that cannot be watched.
    static bool isWatched(const Query& query);
    /// Does Cocoon write this kind? Then field ownership matters and is kept.
    static bool keepsManagedFields(const QString& qualified);

    void setClient(kube::Client* client);
    void setWanted(const QList<Query>& queries);
    /// What the store says now; Pending until it was filled once. A kind that is not served has no objects.
    Answer answer(const Query& query) const;
    /// The set of served kinds has changed: ask again for those that were not served.
    void reopen(); ///< lists and watches everything anew; what was read stays until then
    void retryUnserved();
    void retry(const Query& query);
    bool hasUnresolved() const; ///< kinds that the server did not have when it was asked
    int opened() const { return m_opened; }

Q_SIGNALS:
    /// Keys of the questions whose answer may have changed.
    void changed(const QStringList& queryKeys);

private:
    struct Watch {
        kube::Reflector* reflector = nullptr;
        QStringList questions;
        bool notServed = false; ///< remembered while the reflector asks again
        quint64 closing = 0; ///< ticket of the planned close, 0 = wanted
    };
    QString watchFor(const Query& query, const QHash<QString, Query>& lists) const;
    void open(const QString& key, const Query& query);
    void tell(const QString& watchKey);
    QJsonValue valueOf(const Query& query, const Watch& watch) const;

    Clock& m_clock;
    Resolve m_resolve;
    kube::Client* m_client = nullptr;
    QList<Query> m_wanted;
    QHash<QString, Watch> m_watches; ///< by "kind|namespace|labels|fields"
    QHash<QString, QString> m_source; ///< question → watch
    quint64 m_ticket = 0;
    int m_opened = 0;
    bool m_hasUnresolved = false;
};

} // namespace cocoon::world
