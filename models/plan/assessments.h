// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/intent.h"
#include "models/plan/step.h"

namespace cocoon::plan {

/// The assessments of all steps, and what they need in one list. A step is assessed again only when something that it read of
/// the World has changed since: watches speak often, and seldom to every step. The steps must outlive it.
class Assessments {
public:
    explicit Assessments(const Steps& steps);

    void update(const world::World& world, const Intent& intent);
    /// Everything is assessed anew the next time: the Intent is another, or long enough has gone by.
    void forget();

    const QList<Assessment>& all() const { return m_all; }
    const QList<world::Query>& needs() const { return m_needs; } ///< each question once, with the shortest age that somebody wants

private:
    const Steps& m_steps;
    QList<world::Reads> m_reads; ///< by step; empty after forget()
    QList<Assessment> m_all;
    QList<world::Query> m_needs;
};

} // namespace cocoon::plan
