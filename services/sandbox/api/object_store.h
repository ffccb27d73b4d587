// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

namespace cocoon::sandbox {

/// One state of one object. Immutable; its bytes are made once, when somebody wants them.
struct StoredObject {
    QJsonObject object;
    qint64 version = 0;
    const QByteArray& bytes() const;

private:
    mutable QByteArray m_bytes;
};
using ObjectPtr = std::shared_ptr<const StoredObject>;

/// A write as watchers see it: `before` is null for a new object, `after` is null for one that went. `last` of a deletion is the
/// object as it was, under the version of the deletion.
struct StoreEvent {
    qint64 version = 0;
    QString key;
    ObjectPtr before;
    ObjectPtr after;
    ObjectPtr last;
};

/// All objects of the server by resource ("pods", "deployments.apps") and key ("namespace/name" or "name"), their versions, and a
/// bounded history per resource for watches and for consistent pages. Knows nothing of kinds, verbs or validation.
class ObjectStore {
public:
    explicit ObjectStore(int historyEvents)
        : m_historyEvents(static_cast<std::size_t>(qMax(1, historyEvents)))
    {
    }
    using Objects = std::map<QString, ObjectPtr>;
    using Listener = std::function<void(const StoreEvent&)>;

    static QString key(const QString& ns, const QString& name) { return ns.isEmpty() ? name : ns + u'/' + name; }

    qint64 version() const { return m_version; }
    ObjectPtr find(const QString& resource, const QString& key) const;
    const Objects& all(const QString& resource) const;
    QStringList resources() const;
    qsizetype count(const QString& resource) const { return static_cast<qsizetype>(all(resource).size()); }

    /// A kind that came later has no history from before it: whoever asks for that is too late.
    void begin(const QString& resource);
    /// Writes the object under the next version (which goes into metadata.resourceVersion).
    ObjectPtr put(const QString& resource, const QString& key, QJsonObject object);
    ObjectPtr remove(const QString& resource, const QString& key);

    /// Versions up to this one (inclusive) can still be continued from when it is at least compactedUpTo().
    qint64 compactedUpTo(const QString& resource) const;
    /// Every event of the resource after `version`, oldest first.
    QList<StoreEvent> eventsAfter(const QString& resource, qint64 version) const;
    /// What differs at `version` from now: key → state then (null = it did not exist).
    std::map<QString, ObjectPtr> statesAt(const QString& resource, qint64 version) const;
    void compact();

    quint64 listen(const QString& resource, Listener listener);
    void unlisten(quint64 id);

    /// Takes an object as it is, its version included (resuming from a file).
    void restore(const QString& resource, const QString& key, const QJsonObject& object);
    void restoreVersion(qint64 version);

private:
    struct Table {
        Objects objects;
        std::deque<StoreEvent> history;
        qint64 compactedUpTo = 0;
        std::map<quint64, Listener> listeners;
    };
    void publish(Table& table, StoreEvent event);

    std::size_t m_historyEvents;
    qint64 m_version = 1;
    qint64 m_compactedUpTo = 0;
    quint64 m_nextListener = 1;
    std::map<QString, Table> m_tables;
    std::unordered_map<quint64, QString> m_listenerTables;
};

} // namespace cocoon::sandbox
