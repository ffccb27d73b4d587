// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/assessments.h"

#include <algorithm>

namespace cocoon::plan {

Assessments::Assessments(const Steps& steps)
    : m_steps(steps)
{
}

void Assessments::forget()
{
    m_reads.clear();
}

void Assessments::update(const world::World& world, const Intent& intent)
{
    const auto count = static_cast<qsizetype>(m_steps.size());
    const bool isAllNew = m_reads.isEmpty();
    m_reads.resize(count);
    m_all.resize(count);
    bool hasNew = false;
    for (qsizetype i = 0; i < count; ++i) {
        if (!isAllNew && world.isAsRead(m_reads.at(i))) {
            continue;
        }
        const Step& step = *m_steps.at(static_cast<std::size_t>(i));
        world::Reads reads;
        Assessment assessment = step.assess(world.noting(reads), intent);
        assessment.step = step.id();
        for (Change& change : assessment.changes) {
            change.step = step.id();
        }
        m_all[i] = std::move(assessment);
        m_reads[i] = std::move(reads);
        hasNew = true;
    }
    if (!hasNew) {
        return;
    }
    m_needs.clear();
    QHash<QString, qsizetype> index;
    for (const Assessment& assessment : std::as_const(m_all)) {
        for (const world::Query& query : assessment.needs) {
            const auto known = index.constFind(query.key());
            if (known == index.constEnd()) {
                index.insert(query.key(), m_needs.size());
                m_needs.append(query);
            } else {
                m_needs[*known].maxAge = std::min(m_needs.at(*known).maxAge, query.maxAge);
            }
        }
    }
}

} // namespace cocoon::plan
