// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/backoff.h"
#include "services/kube/keeper.h"
#include "services/kube/reflector.h"
#include "services/kube/watch_decoder.h"

#include <QSet>

#include <functional>
#include <optional>

namespace cocoon::kube {

/// What a reflector knows and what it does next, without sockets and timers: outcomes and the monotonic time go in, the
/// next action comes out. The store changes at once; which keys changed is collected until takeChanged().
class ReflectorState {
public:
    enum class Next { Nothing, List, Watch };
    struct Action {
        Next next = Next::Nothing;
        milliseconds delay { 0 };
    };
    static constexpr milliseconds kForbiddenRetry { 30000 };
    static constexpr milliseconds kNotServedRetry { 5000 };

    ReflectorState(bool dropManagedFields, std::function<double()> random, Keeper* keeper = nullptr, milliseconds notServedRetry = kNotServedRetry);

    /// A list begins: a fresh buffer, unseen by readers until listDone().
    void listStarted();
    void listItem(QJsonObject&& object);
    Action listDone(const QString& resourceVersion);
    Action listFailed(const Error& error, milliseconds now);

    void watchOpened(milliseconds now);
    /// A new connection is not there yet although it should be.
    void watchIsLate();
    /// List means: this watch is over, the version is too old.
    Action watchEvent(WatchEvent&& event, milliseconds now);
    Action watchEnded(const Error& error, milliseconds now);

    /// Nobody listens any more: neither live nor failing.
    void stopped();

    Reflector::State state() const { return m_state; }
    bool isReady() const { return m_ready; }
    const QMap<QString, QJsonObject>& objects() const { return m_objects; }
    const QString& resourceVersion() const { return m_version; }
    const Error& error() const { return m_error; }
    bool hasChanges() const { return m_announce || !m_changed.isEmpty(); }
    QStringList takeChanged();

private:
    using Objects = QMap<QString, QJsonObject>;
    void swapIn();
    void store(QJsonObject&& object);
    void drop(const QString& key);
    void slim(QJsonObject& object) const;
    Action retry(Next next, const Error& error, milliseconds now);

    bool m_dropManagedFields;
    std::function<double()> m_random;
    Keeper* m_keeper;
    milliseconds m_notServedRetry;
    Backoff m_backoff;
    Reflector::State m_state = Reflector::State::Empty;
    bool m_ready = false;
    bool m_announce = false; ///< the first fill is news even when it brought nothing
    Objects m_objects;
    Objects m_buffer;
    QString m_version;
    QSet<QString> m_changed;
    Error m_error;
    int m_senseless = 0; ///< answers in a row that were none of an API server
    milliseconds m_openedAt { 0 };
    std::optional<milliseconds> m_goneAt; ///< when the server last said 410
    bool m_heardSinceOpen = false;
};

} // namespace cocoon::kube
