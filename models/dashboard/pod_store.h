// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_join.h"
#include "services/base/clock.h"
#include "services/kube/reflector.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace cocoon::dashboard {

/// All pods of a cluster or namespace as compact rows, kept by a list and a watch, and their join with the cloud's side.
/// Rows of a first list are shown while it still comes in; a later list takes away only what has gone. Differences are told in
/// batches. The client must outlive it or be replaced by open(). Thread: GUI thread.
class PodStore : public QObject, private kube::Keeper {
    Q_OBJECT
public:
    enum class State { Closed, Loading, Live, Stale, Forbidden, Failed };

    explicit PodStore(Clock& clock, milliseconds batch = milliseconds(80), QObject* parent = nullptr);
    ~PodStore() override;

    using Connect = std::function<Job<kube::Client*>*()>;
    /// Reads the pods of `ns`, "" = all namespaces; what was read of another one is forgotten.
    void open(kube::Client& client, const QString& ns = {});
    void open(const Connect& connect, const QString& ns = {});
    void close();
    /// Stops listening; what was read stays. resume() lists again.
    void pause();
    void resume();
    bool isPaused() const { return m_isPaused; }
    /// Tries again now, when it waits to; nextAttempt() is how long it still does.
    void retry();
    milliseconds nextAttempt() const { return m_reflector ? m_reflector->nextAttempt() : milliseconds(0); }
    bool isConnected() const { return m_reflector != nullptr; } ///< a failure to connect at all is repeated by open() alone
    void setCloud(CloudSide cloud);

    const QHash<QString, PodRow>& pods() const { return m_pods; } ///< by uid
    const PodRow* find(const QString& uid) const;
    JoinedPod joined(const PodRow& pod) const { return m_join.join(pod); }
    const QList<LostServer>& lost() const { return m_lost; }
    QStringList elsewhere() const { return m_join.elsewhere(); } ///< ids of servers that are another cluster's
    const CloudSide& cloud() const { return m_join.cloud(); }
    QString ns() const { return m_ns; }
    /// What a reflector of pods writes into.
    kube::Keeper& keeper() { return *this; }

    State state() const { return m_state; }
    const Error& error() const { return m_error; } ///< when Stale, Forbidden or Failed
    QDateTime heard() const; ///< when the server was last heard
    bool isOld() const { return m_state == State::Stale; } ///< what it said then may not be true any more

Q_SIGNALS:
    /// Uids of pods that came, changed (also in their join) or went.
    void changed(const QStringList& uids);
    void lostChanged();
    void stateChanged();

private:
    void listStarted() override;
    void listed(QJsonObject&& object) override;
    void listDone() override;
    void listFailed() override;
    void stored(QJsonObject&& object) override;
    void dropped(const QJsonObject& object) override;
    void put(const PodRow& row);
    void take(const QString& uid);
    void note(const QString& uid);
    void publish();
    void readState();

    Clock& m_clock;
    std::unique_ptr<kube::Reflector> m_reflector;
    std::unique_ptr<Interner> m_interner;
    QHash<QString, PodRow> m_pods;
    QHash<QString, QString> m_uids; ///< "namespace/name" → uid
    QSet<QString> m_listing; ///< uids of the list that comes in
    PodJoin m_join;
    QList<LostServer> m_lost;
    QSet<QString> m_changed;
    bool m_isLostDirty = false;
    QTimer m_soon;
    QString m_ns;
    State m_state = State::Closed;
    bool m_isPaused = false;
    bool m_isListed = false; ///< one whole list was read
    Error m_error;
};

} // namespace cocoon::dashboard
