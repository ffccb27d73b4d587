// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"
#include "services/kube/keeper.h"

#include <QMap>

#include <functional>

namespace cocoon::kube {

/// Keeps a local copy of one kind (one namespace, one selector): paged list, then watch with bookmarks; 410 (as status
/// or as event) lists again; an answer without sense (a login page, half an answer) is asked for again twice before it is told;
/// other failures reopen with back-off 0.8 s … 30 s with jitter, reset after 120 s of health.
/// A relist fills a buffer and swaps it at the end, so readers never see half a list. Differences are delivered in
/// batches (at most every `batch` ms). A kind that is not served (404) is Failed with Errc::NotFound and an empty store,
/// asked for again every `notServedRetry`; a refusal (403) is Forbidden, asked again every 30 s; both keep isReady(). All pauses are
/// the clock's, so a sandbox's speed shrinks them. Owned by its parent; thread: GUI thread; destroying it closes the watch.
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
        int pageSize = 500;
        JsonShape shape {}; ///< what the keeper reads of each object, metadata at least
        Keeper* keeper = nullptr; ///< takes the objects instead of objects(); must outlive the reflector
        milliseconds overdue { 1100 }; ///< real time for each second that a watch may take, before it is given up
        milliseconds notServedRetry { 5000 }; ///< pause before a kind that is not served is asked for again
        std::function<double()> jitter; ///< 0 … 1, for the pauses; by default the program's generator
    };

    Reflector(Client& client, Clock& clock, Resource resource, Options options, QObject* parent = nullptr);
    ~Reflector() override;

    void start();
    /// Ends the watch; what was read stays. start() begins with a new list.
    void stop();
    /// Tries again now when it waits to.
    void retryNow();
    /// Real time until it tries again; 0 = it does not wait.
    milliseconds nextAttempt() const;

    State state() const;
    /// Was the store filled at least once? Until then an empty store means nothing.
    bool isReady() const;
    /// Objects by "namespace/name" (or "name").
    const QMap<QString, QJsonObject>& objects() const;
    QList<QJsonObject> items() const { return objects().values(); }
    const QJsonObject* find(const QString& key) const;
    const Resource& resource() const;
    /// When the server was last heard (any byte); now() when watching and healthy.
    QDateTime lastHeard() const;
    /// Why the state is Waiting, Forbidden or Failed.
    const Error& lastError() const;

Q_SIGNALS:
    void stateChanged(cocoon::kube::Reflector::State state);
    /// Keys that were added, changed or removed since the last signal. The first fill is told even when it is empty.
    void changed(const QStringList& keys);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::kube
