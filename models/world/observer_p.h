// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/heartbeat.h"
#include "models/world/kube_watches.h"
#include "models/world/observer.h"

#include <QPointer>

#include <optional>

namespace cocoon::world {

struct Observer::Private {
    Private(Observer& observer, Clock& theClock, Sources theSources);

    /// Something written that reads do not show yet.
    struct Overlay {
        QString id;
        QJsonObject object;
        milliseconds at { 0 };
    };
    struct Question {
        Query query;
        bool isWanted = false;
        bool isPolled = true; ///< false: answered by a watch
        bool isBusy = false;
        bool askAgain = false; ///< a refresh came while busy
        quint64 ticket = 0; ///< the scheduled poll that still counts
        milliseconds answeredAt { -1 };
        int failures = 0;
        QJsonValue raw = QJsonValue::Undefined; ///< the last read, without overlays
        QList<Overlay> overlays;
        std::optional<milliseconds> refreshUntil {};
        milliseconds refreshStep { 0 };
        QJsonValue refreshBaseline;
    };

    // --- wanting (observer.cpp)
    void updateUnion();
    void begin(Question& question);
    void schedule(Question& question, milliseconds delay);
    milliseconds interval(const Question& question) const;

    // --- asking (observer_asking.cpp)
    void ask(const QString& key);
    Job<QJsonValue>* start(const Query& query);
    Job<QJsonValue>* startKube(const Query& query);
    QJsonObject heldFacts(const QString& name) const; ///< value of ask::secretHeld
    void answered(const QString& key, const Result<QJsonValue>& result);
    void failed(Question& question, const Error& error);
    void connectCluster();
    void connected(const Result<kube::Client*>& result);
    static bool needsCluster(const Query& query);
    const kube::Resource* resolve(const QString& qualified) const;
    Job<QJsonValue>* discover();

    // --- publishing (observer.cpp)
    void watchesChanged(const QStringList& keys);
    void fellSilent();
    void spokeAgain();
    void publish(Question& question, Answer answer);
    void setPending(const Question& question);
    void setFailed(const Question& question, const Error& error);
    QJsonValue withOverlays(Question& question, const QJsonValue& value);
    void tellTime();
    void notify(); ///< one worldChanged at the end of this turn of the event loop

    Observer& q;
    Clock& clock;
    Sources sources;
    World world;
    KubeWatches watches;
    Heartbeat heartbeat;
    QHash<QString, QList<Query>> wanted; ///< by subscriber
    QHash<QString, Question> questions; ///< by key; kept for their age
    QHash<QString, int> counts;
    QPointer<kube::Client> client;
    std::optional<Error> connectionError {};
    QHash<QString, kube::Resource> discovered; ///< by qualified name
    bool hasDiscovered = false;
    bool isDiscovering = false;
    bool isConnecting = false;
    int connectFailures = 0;
    bool isNotifying = false;
};

} // namespace cocoon::world
