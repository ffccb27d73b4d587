// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/neighbour.h"

#include "models/setup/rights.h"
#include "models/setup/truth.h"
#include "services/base/json.h"

#include <QElapsedTimer>

#include <algorithm>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

namespace {
    const QString kSubscriber = u"neighbour"_s;
    constexpr int kLookMs = 500;
    constexpr int kShare = 10; ///< at most a tenth of the time is spent looking
    constexpr int kLongestMs = 5000;
}

Neighbour::Neighbour(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_finder({ m_parts.source, m_parts.clock, m_parts.folder, m_parts.cluster, m_parts.trustee })
    , m_assessor(m_parts.steps, m_parts.source, u"desk"_s)
{
    m_intent.cluster = m_parts.cluster;
    m_cluster.state = FleetCluster::State::Opening;
    m_soon.setSingleShot(true);
    m_soon.setInterval(kLookMs);
    connect(&m_soon, &QTimer::timeout, this, &Neighbour::look);
    connect(&m_parts.source, &world::WorldSource::worldChanged, this, [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    });
}

Neighbour::~Neighbour()
{
    m_parts.source.want(kSubscriber, {});
}

void Neighbour::begin()
{
    // Kept is only what a desk works with.
    m_finder.find(false)->then(this, [this](const Result<setup::IntentFinder::Found>& found) {
        if (found) {
            m_intent = found->intent;
            m_assessor.setIntent(m_intent);
            m_assessor.setActive(true);
        } else {
            m_intentError = found.error(); // without it there are no findings; what is observed does not depend on it
        }
        look();
    });
    look();
}

void Neighbour::look()
{
    QElapsedTimer took;
    took.start();
    const world::World& world = m_parts.source.world();
    const QList<plan::Assessment>& assessments = m_assessor.assessments();
    const auto nodes = std::find_if(assessments.begin(), assessments.end(), [](const plan::Assessment& one) { return one.step == u"nodes"; });
    const Scene scene = sceneOf(world, m_intent, coco::Facts::builtIn(), nodes == assessments.end() ? plan::Assessment() : *nodes);
    const QString user = str(world.answer(world::ask::connection()).value, { u"user" }).section(u'/', 0, 0);
    QList<world::Query> needs = scene.needs;
    m_cluster = clusterOf(world, m_intent, scene, attentionOf(scene, assessments, 0, setup::rightsOf(world), user), setup::truthOf(world), needs);
    m_cluster.findings.isKnown = m_cluster.findings.isKnown && m_assessor.isComplete();
    if (m_intentError) {
        m_cluster.error = m_intentError->during(tr("read what is wanted of this cluster"));
    }
    m_parts.source.want(kSubscriber, needs);
    m_soon.setInterval(qBound(kLookMs, static_cast<int>(took.elapsed()) * kShare, kLongestMs));
    Q_EMIT changed();
}

} // namespace cocoon::dashboard
