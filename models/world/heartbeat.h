// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/base/job.h"

#include <QDateTime>
#include <QPointer>

#include <optional>

namespace cocoon::kube {
class Client;
}

namespace cocoon::world {

/// Asks the API server for a sign of life while somebody looks: a connection that went silent (VPN, sleep, a firewall that
/// forgot it) looks healthy to a socket for minutes. Also notices that the machine slept, by the wall clock. Owned by the
/// Observer; thread: GUI thread.
class Heartbeat : public QObject {
    Q_OBJECT
public:
    /// `clock` in real time, whatever the world's speed.
    explicit Heartbeat(Clock& clock, QObject* parent = nullptr);
    void setClient(kube::Client* client);
    void setActive(bool isActive);
    /// Why nothing on screen may be called live now.
    const std::optional<Error>& silence() const { return m_silence; }
    QDateTime lastHeard() const { return m_lastHeard; }

Q_SIGNALS:
    void fellSilent();
    /// It answers again; what was open before is worth nothing.
    void spokeAgain();

private:
    void beat();
    void schedule(milliseconds delay);
    void wait(milliseconds left, int round);
    void answered(const Result<int>& status);
    void fail(const Error& error);
    bool hasSlept();

    Clock& m_clock;
    QPointer<kube::Client> m_client;
    QPointer<JobBase> m_asked;
    std::optional<Error> m_silence;
    QDateTime m_lastHeard;
    QDateTime m_wall;
    milliseconds m_steady { 0 };
    bool m_isActive = false;
    int m_round = 0; ///< what was scheduled before is void
};

} // namespace cocoon::world
