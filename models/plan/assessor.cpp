// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/assessor.h"

#include <algorithm>

namespace cocoon::plan {

Assessor::Assessor(const Steps& steps, world::WorldSource& source, QString subscriber, QObject* parent)
    : QObject(parent)
    , m_source(source)
    , m_subscriber(std::move(subscriber))
    , m_assessments(steps)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(50);
    connect(&m_soon, &QTimer::timeout, this, &Assessor::assess);
    connect(&m_source, &world::WorldSource::worldChanged, this, [this] {
        if (m_active && !m_soon.isActive()) {
            m_soon.start();
        }
    });
}

Assessor::~Assessor()
{
    if (m_active) {
        m_source.want(m_subscriber, {});
    }
}

void Assessor::setIntent(const Intent& intent)
{
    m_intent = intent;
    m_assessments.forget();
    if (m_active) {
        assess();
    }
}

void Assessor::setActive(bool active)
{
    if (m_active == active) {
        return;
    }
    m_active = active;
    if (active) {
        assess();
    } else {
        m_soon.stop();
        m_source.want(m_subscriber, {});
    }
}

bool Assessor::isComplete() const
{
    const QList<Assessment>& all = m_assessments.all();
    return !all.isEmpty() && std::none_of(all.begin(), all.end(), [](const Assessment& a) { return a.state == StepState::Unknown; });
}

void Assessor::refresh()
{
    for (const world::Query& query : m_assessments.needs()) {
        if (query.maxAge.count() > 0) { // what is watched is as new as it gets
            m_source.refresh(query);
        }
    }
}

void Assessor::assess()
{
    m_soon.stop();
    m_assessments.update(m_source.world(), m_intent);
    m_source.want(m_subscriber, m_assessments.needs());
    Q_EMIT assessed();
}

} // namespace cocoon::plan
