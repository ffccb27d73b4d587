// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"

#include <QMap>
#include <QTimer>

namespace cocoon::kube {

/// Keeps a local copy of one kind (one namespace, one selector): paged list, then watch with bookmarks; 410 (as status
/// or as event) lists again; other failures reopen with back-off 0.8 s … 30 s with jitter, reset after 120 s of health.
/// A relist fills a buffer and swaps it at the end, so readers never see half a list. Differences are delivered in
/// batches (at most every `batch` ms). Owned by its parent; thread: GUI thread; destroying it closes the watch.
class Reflector : public QObject {
    Q_OBJECT
public:
    enum class State { Empty, Listing, Watching, Waiting, Forbidden, Failed };
    Q_ENUM(State)

    struct Options {
        QString ns;
        QString labelSelector;
        QString fieldSelector;
        bool dropManagedFields = true;
        milliseconds batch { 50 };
        int watchTimeoutSeconds = 290;
    };

    Reflector(Client& client, Clock& clock, Resource resource, Options options, QObject* parent = nullptr);
    ~Reflector() override;

    void start();
    void stop();

    State state() const { return m_state; }
    /// Was the store filled at least once? Until then an empty store means nothing.
    bool isReady() const { return m_ready; }
    /// Objects by "namespace/name" (or "name").
    const QMap<QString, QJsonObject>& objects() const { return m_objects; }
    QList<QJsonObject> items() const { return m_objects.values(); }
    const QJsonObject* find(const QString& key) const;
    const Resource& resource() const { return m_resource; }
    /// When the server was last heard (any byte); now() when watching and healthy.
    QDateTime lastHeard() const { return m_lastHeard; }
    const Error& lastError() const { return m_error; }

Q_SIGNALS:
    void stateChanged(cocoon::kube::Reflector::State state);
    /// Keys that were added, changed or removed since the last signal.
    void changed(const QStringList& keys);

private:
    struct Private;
    std::unique_ptr<Private> d;
    Client& m_client;
    Clock& m_clock;
    Resource m_resource;
    Options m_options;
    State m_state = State::Empty;
    bool m_ready = false;
    QMap<QString, QJsonObject> m_objects;
    QDateTime m_lastHeard;
    Error m_error;
};

} // namespace cocoon::kube
