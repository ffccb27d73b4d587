// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server_p.h"

namespace cocoon::sandbox {

/// One running watch: turns store events into lines for one client. Child of the server; ends at its timeout, when the client
/// goes (stop()) or when its version is too old.
class WatchStream : public QObject {
    Q_OBJECT
public:
    struct Options {
        Kind kind;
        ApiRequest request;
        QString resource;
        QString ns;
        QString apiVersion; ///< what the store holds may be another version
        Selector selector;
        Shape shape = Shape::Json;
        bool bookmarks = false;
        bool initialEvents = false; ///< state first, then its end marked by a bookmark
        bool synthetic = false; ///< resourceVersion "" or "0": state first, no mark
        qint64 from = 0;
        milliseconds timeout { 0 };
        milliseconds bookmarkEvery { 10000 };
    };
    using Present = std::function<QJsonObject(const Kind&, const QJsonObject&, Shape, const ApiRequest&)>;
    WatchStream(ObjectStore& store, Clock& clock, Options options, Present present, QObject* parent);
    ~WatchStream() override;

    void start(ApiReply::Sink sink, ApiReply::End end);
    void stop();

private:
    void deliver(const StoreEvent& event);
    void send(QLatin1String type, const StoredObject& stored);
    void sendObject(QLatin1String type, const QJsonObject& object);
    void bookmark(bool endOfInitial);
    void scheduleBookmark();
    void finish();
    void sendError(const Failure& failure);
    bool inScope(const ObjectPtr& object) const;

    ObjectStore& m_store;
    Clock& m_clock;
    Options m_options;
    Present m_present;
    ApiReply::Sink m_sink;
    ApiReply::End m_end;
    quint64 m_listener = 0;
    bool m_over = false;
};

} // namespace cocoon::sandbox
