// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/object_store.h"

#include <QJsonDocument>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

const QByteArray& StoredObject::bytes() const
{
    if (m_bytes.isEmpty()) {
        m_bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
    return m_bytes;
}

ObjectPtr ObjectStore::find(const QString& resource, const QString& key) const
{
    const Objects& objects = all(resource);
    const auto it = objects.find(key);
    return it == objects.end() ? nullptr : it->second;
}

const ObjectStore::Objects& ObjectStore::all(const QString& resource) const
{
    static const Objects none;
    const auto it = m_tables.find(resource);
    return it == m_tables.end() ? none : it->second.objects;
}

QStringList ObjectStore::resources() const
{
    QStringList names;
    for (const auto& [name, table] : m_tables) {
        if (!table.objects.empty()) {
            names.append(name);
        }
    }
    return names;
}

namespace {

    ObjectPtr stored(QJsonObject object, qint64 version)
    {
        QJsonObject metadata = object.value("metadata"_L1).toObject();
        metadata.insert("resourceVersion"_L1, QString::number(version));
        object.insert("metadata"_L1, metadata);
        auto state = std::make_shared<StoredObject>();
        state->object = std::move(object);
        state->version = version;
        return state;
    }

} // namespace

void ObjectStore::begin(const QString& resource)
{
    if (m_tables.find(resource) == m_tables.end()) {
        m_tables[resource].compactedUpTo = m_version;
    }
}

ObjectPtr ObjectStore::put(const QString& resource, const QString& key, QJsonObject object)
{
    Table& table = m_tables[resource];
    ObjectPtr& slot = table.objects[key];
    StoreEvent event;
    event.version = ++m_version;
    event.key = key;
    event.before = slot;
    event.after = stored(std::move(object), m_version);
    slot = event.after;
    const ObjectPtr result = event.after;
    publish(table, std::move(event));
    return result;
}

ObjectPtr ObjectStore::remove(const QString& resource, const QString& key)
{
    Table& table = m_tables[resource];
    const auto it = table.objects.find(key);
    if (it == table.objects.end()) {
        return nullptr;
    }
    StoreEvent event;
    event.version = ++m_version;
    event.key = key;
    event.before = it->second;
    event.last = stored(it->second->object, m_version);
    table.objects.erase(it);
    const ObjectPtr result = event.last;
    publish(table, std::move(event));
    return result;
}

void ObjectStore::publish(Table& table, StoreEvent event)
{
    table.history.push_back(event);
    while (table.history.size() > m_historyEvents) {
        table.compactedUpTo = table.history.front().version;
        table.history.pop_front();
    }
    // A listener may end itself or another one while it is told.
    QList<quint64> ids;
    for (const auto& [id, listener] : table.listeners) {
        ids.append(id);
    }
    for (const quint64 id : ids) {
        const auto it = table.listeners.find(id);
        if (it != table.listeners.end()) {
            const Listener listener = it->second;
            listener(event);
        }
    }
}

qint64 ObjectStore::compactedUpTo(const QString& resource) const
{
    const auto it = m_tables.find(resource);
    return qMax(m_compactedUpTo, it == m_tables.end() ? 0 : it->second.compactedUpTo);
}

QList<StoreEvent> ObjectStore::eventsAfter(const QString& resource, qint64 version) const
{
    QList<StoreEvent> events;
    const auto it = m_tables.find(resource);
    if (it == m_tables.end()) {
        return events;
    }
    const auto& history = it->second.history;
    auto first = std::lower_bound(history.begin(), history.end(), version + 1,
        [](const StoreEvent& event, qint64 wanted) { return event.version < wanted; });
    for (; first != history.end(); ++first) {
        events.append(*first);
    }
    return events;
}

std::map<QString, ObjectPtr> ObjectStore::statesAt(const QString& resource, qint64 version) const
{
    std::map<QString, ObjectPtr> states;
    const QList<StoreEvent> events = eventsAfter(resource, version);
    for (const StoreEvent& event : events) {
        states.emplace(event.key, event.before); // the first change after `version` knows the state then
    }
    return states;
}

void ObjectStore::compact()
{
    m_compactedUpTo = m_version;
    for (auto& [name, table] : m_tables) {
        table.history.clear();
    }
    // The next write moves on, so that "now" stays a version one can watch from.
}

quint64 ObjectStore::listen(const QString& resource, Listener listener)
{
    const quint64 id = m_nextListener++;
    m_tables[resource].listeners.emplace(id, std::move(listener));
    m_listenerTables.emplace(id, resource);
    return id;
}

void ObjectStore::unlisten(quint64 id)
{
    const auto it = m_listenerTables.find(id);
    if (it != m_listenerTables.end()) {
        m_tables[it->second].listeners.erase(id);
        m_listenerTables.erase(it);
    }
}

void ObjectStore::restore(const QString& resource, const QString& key, const QJsonObject& object)
{
    auto state = std::make_shared<StoredObject>();
    state->version = object.value("metadata"_L1).toObject().value("resourceVersion"_L1).toString().toLongLong();
    state->object = object;
    m_tables[resource].objects[key] = state;
}

void ObjectStore::restoreVersion(qint64 version)
{
    m_version = version;
    m_compactedUpTo = version; // history does not survive a restart
}

} // namespace cocoon::sandbox
