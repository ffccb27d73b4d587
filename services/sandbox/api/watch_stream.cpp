// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/watch_stream.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

WatchStream::WatchStream(ObjectStore& store, Clock& clock, Options options, Present present, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_present(std::move(present))
{
}

WatchStream::~WatchStream()
{
    if (m_listener != 0) {
        m_store.unlisten(m_listener);
    }
}

void WatchStream::start(ApiReply::Sink sink, ApiReply::End end)
{
    m_sink = std::move(sink);
    m_end = std::move(end);
    const bool stateFirst = m_options.synthetic || m_options.initialEvents;
    const qint64 oldest = m_store.compactedUpTo(m_options.resource);
    // A version from the future belongs to another life of this server: the client has to start again.
    if (!stateFirst && (m_options.from < oldest || m_options.from > m_store.version())) {
        sendError(failures::expired("too old resource version: "_L1 + QString::number(m_options.from) + " ("_L1
            + QString::number(oldest) + u')'));
        QMetaObject::invokeMethod(this, [this] { finish(); }, Qt::QueuedConnection);
        return;
    }
    if (stateFirst) {
        const ObjectStore::Objects state = m_store.all(m_options.resource); // a sink may cause writes
        const QString prefix = m_options.ns.isEmpty() ? QString() : m_options.ns + u'/';
        for (auto it = state.lower_bound(prefix); it != state.end() && !m_over; ++it) {
            if (!prefix.isEmpty() && !it->first.startsWith(prefix)) {
                break;
            }
            if (m_options.selector.matches(it->second->object)) {
                send("ADDED"_L1, *it->second);
            }
        }
        if (m_options.initialEvents && m_options.bookmarks) {
            bookmark(true);
        }
    } else {
        const QList<StoreEvent> missed = m_store.eventsAfter(m_options.resource, m_options.from);
        for (const StoreEvent& event : missed) {
            deliver(event);
        }
    }
    if (m_over) {
        return;
    }
    m_listener = m_store.listen(m_options.resource, [this](const StoreEvent& event) { deliver(event); });
    m_clock.after(m_options.timeout, this, [this] {
        if (m_options.bookmarks) {
            bookmark(false);
        }
        finish();
    });
    if (m_options.bookmarks) {
        scheduleBookmark();
    }
}

void WatchStream::stop()
{
    if (m_over) {
        return;
    }
    m_over = true;
    m_store.unlisten(m_listener);
    m_listener = 0;
    m_sink = {};
    m_end = {};
    deleteLater(); // may be called from inside our own sink
}

void WatchStream::finish()
{
    if (!m_over) {
        const ApiReply::End end = m_end;
        stop();
        if (end) {
            end();
        }
    }
}

bool WatchStream::inScope(const ObjectPtr& object) const
{
    return object && m_options.selector.matches(object->object);
}

void WatchStream::deliver(const StoreEvent& event)
{
    if (m_over || (!m_options.ns.isEmpty() && !event.key.startsWith(m_options.ns + u'/'))) {
        return;
    }
    const bool was = inScope(event.before);
    const bool is = inScope(event.after);
    if (is) {
        send(was ? "MODIFIED"_L1 : "ADDED"_L1, *event.after);
    } else if (was && event.last) {
        send("DELETED"_L1, *event.last);
    } else if (was) { // it left the selection: as it was, under the version of the change
        StoredObject gone;
        gone.object = with(event.before->object, { u"metadata"_s, u"resourceVersion"_s }, QString::number(event.version));
        send("DELETED"_L1, gone);
    }
}

void WatchStream::send(QLatin1String type, const StoredObject& stored)
{
    if (m_options.shape == Shape::Json && stored.object.value("apiVersion"_L1).toString() == m_options.apiVersion) {
        const ApiReply::Sink sink = m_sink;
        if (sink) {
            sink("{\"type\":\"" + QByteArray(type.data(), type.size()) + "\",\"object\":" + stored.bytes() + "}\n");
        }
        return;
    }
    sendObject(type, m_present(m_options.kind, stored.object, m_options.shape, m_options.request));
}

void WatchStream::sendObject(QLatin1String type, const QJsonObject& object)
{
    const ApiReply::Sink sink = m_sink;
    if (sink) {
        sink(toJson(QJsonObject { { "type"_L1, type }, { "object"_L1, object } }) + '\n');
    }
}

void WatchStream::sendError(const Failure& failure) { sendObject("ERROR"_L1, statusObject(failure)); }

void WatchStream::bookmark(bool endOfInitial)
{
    QJsonObject metadata { { "resourceVersion"_L1, QString::number(m_store.version()) },
        { "creationTimestamp"_L1, QJsonValue() } };
    if (endOfInitial) {
        metadata.insert("annotations"_L1, QJsonObject { { "k8s.io/initial-events-end"_L1, "true"_L1 } });
    }
    const bool partial = m_options.shape == Shape::Metadata;
    QJsonObject object { { "kind"_L1, partial ? u"PartialObjectMetadata"_s : m_options.kind.kind },
        { "apiVersion"_L1, partial ? u"meta.k8s.io/v1"_s : m_options.apiVersion }, { "metadata"_L1, metadata } };
    if (m_options.shape == Shape::Table) {
        object = m_present(m_options.kind, object, m_options.shape, m_options.request);
    }
    sendObject("BOOKMARK"_L1, object);
}

void WatchStream::scheduleBookmark()
{
    m_clock.after(m_options.bookmarkEvery, this, [this] {
        if (!m_over) {
            bookmark(false);
            scheduleBookmark();
        }
    });
}

} // namespace cocoon::sandbox
