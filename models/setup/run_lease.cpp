// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/run_lease.h"

namespace cocoon::setup {

namespace {
    constexpr int kRetryMs = 500;
}

RunLease::RunLease(Call take, Call give, QObject* parent)
    : QObject(parent)
    , m_take(std::move(take))
    , m_give(std::move(give))
{
}

void RunLease::begin()
{
    m_isWanted = true;
    m_hasSaid = false;
    take(true);
}

void RunLease::worldMoved()
{
    if (m_isWanted && !m_isHeld && !m_isTaking && m_sinceTry.elapsed() > kRetryMs) {
        take(false);
    }
}

void RunLease::take(bool isFirst)
{
    m_isTaking = true;
    m_sinceTry.start();
    m_take()->then(this, [this, isFirst](const Result<Done>& taken) {
        m_isTaking = false;
        m_isHeld = taken.has_value();
        if (m_isHeld && !m_isWanted) { // the run ended meanwhile
            give();
            return;
        }
        if (!taken && (taken.error().code == Errc::Conflict || taken.error().code == Errc::Precondition)) {
            Q_EMIT refused(taken.error());
            return;
        }
        if (!taken && taken.error().code != Errc::NotFound && !m_hasSaid) { // the namespace that holds it comes with the operator
            m_hasSaid = true;
            Q_EMIT notTaken(taken.error());
        }
        if (isFirst) {
            Q_EMIT ready();
        }
    });
}

Job<Done>* RunLease::give()
{
    m_isWanted = false;
    if (!m_isHeld) {
        return settledJob<Done>(this, Done {});
    }
    m_isHeld = false;
    return m_give();
}

} // namespace cocoon::setup
