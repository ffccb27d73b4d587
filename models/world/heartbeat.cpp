// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/heartbeat.h"

#include "services/kube/client.h"

#include <cstdlib>

namespace cocoon::world {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {
    // Together they stay below the ten seconds within which a silent connection must be told.
    constexpr milliseconds kPause = seconds(4);
    constexpr milliseconds kPatience = seconds(4);
    constexpr milliseconds kSlice { 500 };
    constexpr milliseconds kPauseWhileSilent = seconds(2);
    constexpr milliseconds kSlept = seconds(30);

    /// Anything the server itself says is a sign of life, but a refused credential is no live connection either.
    bool isSilence(const Error& error)
    {
        return error.code == Errc::Network || error.code == Errc::Timeout || error.code == Errc::Tls || error.code == Errc::Unauthorized;
    }
}

Heartbeat::Heartbeat(Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

void Heartbeat::setClient(kube::Client* client)
{
    m_client = client;
    if (m_isActive) {
        beat();
    }
}

void Heartbeat::setActive(bool isActive)
{
    if (m_isActive == isActive) {
        return;
    }
    m_isActive = isActive;
    ++m_round;
    m_wall = m_clock.now();
    m_steady = m_clock.monotonic();
    if (isActive) {
        beat(); // nobody looked until now
    }
}

void Heartbeat::schedule(milliseconds delay)
{
    m_clock.after(delay, this, [this, round = ++m_round] {
        if (round == m_round && m_isActive) {
            beat();
        }
    });
}

bool Heartbeat::hasSlept()
{
    // Sleep stops the steady clock but not the wall's; a wall clock that somebody set looks the same and does no harm.
    const qint64 wall = m_wall.isValid() ? m_wall.msecsTo(m_clock.now()) : 0;
    const milliseconds steady = m_clock.monotonic() - m_steady;
    m_wall = m_clock.now();
    m_steady = m_clock.monotonic();
    return std::abs(wall - steady.count()) > kSlept.count();
}

void Heartbeat::beat()
{
    if (!m_client) {
        return;
    }
    if (hasSlept()) {
        fail({ Errc::Timeout, tr("This machine slept. What is on screen is from before."), {} });
    }
    if (m_asked) {
        m_asked->cancel(); // its connection is not used again
    }
    auto* asked = mapJob<int, net::Response>(m_client->raw("GET", u"/version"_s), this,
        [](const Result<net::Response>& r) -> Result<int> { return r ? Result<int>(r->status) : tl::unexpected(r.error()); });
    m_asked = asked;
    const int round = ++m_round;
    asked->then(this, [this, round](const Result<int>& status) {
        if (round == m_round) {
            answered(status);
        }
    });
    wait(kPatience, round);
}

/// Counts only time in which an answer could have been heard: a window that was held up itself must not blame the server.
void Heartbeat::wait(milliseconds left, int round)
{
    m_clock.after(kSlice, this, [this, left, round] {
        if (round != m_round || !m_isActive) {
            return;
        }
        if (left > kSlice) {
            wait(left - kSlice, round);
            return;
        }
        fail({ Errc::Timeout, tr("The API server has not answered for %1 s.").arg(kPatience.count() / 1000), {} });
        beat();
    });
}

void Heartbeat::answered(const Result<int>& status)
{
    m_asked.clear();
    if (!status && isSilence(status.error())) {
        fail(status.error());
        schedule(kPauseWhileSilent);
        return;
    }
    m_lastHeard = m_clock.now();
    schedule(kPause);
    if (m_silence) {
        m_silence.reset();
        Q_EMIT spokeAgain();
    }
}

void Heartbeat::fail(const Error& error)
{
    const bool isNew = !m_silence;
    m_silence = error;
    if (isNew) {
        Q_EMIT fellSilent();
    }
}

} // namespace cocoon::world
