// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/reflector.h"

namespace cocoon::kube {

/// A coordination.k8s.io Lease that keeps two desks from changing one cluster at once. acquire() creates or takes over
/// an expired Lease (optimistic locking), renews every third of the duration, and emits lost() when somebody else holds
/// it or renewal failed for the whole duration. Errc::Conflict names the holder and since when. Expiry compares wall
/// clocks, as everybody who writes Leases does. Owned by its parent; destroying it lets the Lease run out.
class Lease : public QObject {
    Q_OBJECT
public:
    Lease(Client& client, Clock& clock, QString ns, QString name, QString holder, QObject* parent = nullptr);
    Job<Done>* acquire(milliseconds duration = std::chrono::seconds(60));
    /// Leaves the Lease free for the next one at once. Not holding it (any more) is fine.
    Job<Done>* release();
    /// Also looks on while it is held: lost() at once when somebody else takes it or deletes it, not at the next renewal.
    void watch();
    bool isHeld() const { return m_held; }
    /// Held, and by its last renewal not run out: after a sleep of the machine it may be somebody else's before any timer tells.
    /// acquire() then renews it, or names who holds it now.
    bool isCurrent() const { return m_held && m_clock.now() < m_renewedAt.addMSecs(m_duration.count()); }

Q_SIGNALS:
    void lost(const cocoon::Error& error);

private:
    void look();
    void letGo(Job<Done>* job, const QJsonObject& current, int attemptsLeft);
    void attempt(Job<Done>* job, int attemptsLeft);
    void write(Job<Done>* job, const QJsonObject& lease, bool isNew, int attemptsLeft);
    void held(const QJsonObject& lease, const QDateTime& writtenAt);
    void drop();
    void renewLater();
    void renew(int attemptsLeft);
    void renewFailed(const Error& error);
    void giveUp(const Error& error);
    QJsonObject filled(QJsonObject lease) const;

    Client& m_client;
    Clock& m_clock;
    QString m_ns, m_name, m_holder;
    milliseconds m_duration {};
    bool m_held = false;
    QJsonObject m_lease; ///< as the server last answered
    QDateTime m_renewedAt; ///< when the renewal was written, not when its answer came
    std::unique_ptr<Reflector> m_reflector;
    int m_epoch = 0; ///< renewals scheduled before a change of mind are void
};

} // namespace cocoon::kube
