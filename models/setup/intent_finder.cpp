// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/intent_finder.h"

#include "models/setup/look.h"
#include "models/setup/setup.h"
#include "services/coco/facts.h"

#include <QFile>
#include <QSaveFile>

namespace cocoon::setup {

using namespace Qt::StringLiterals;

namespace {
    constexpr qint64 kEnough = 1024 * 1024;
    constexpr std::chrono::seconds kProposeLimit { 60 };
}

IntentFinder::IntentFinder(Parts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
{
}

QString IntentFinder::path() const
{
    return m_parts.folder + u"/intent.yaml"_s;
}

Result<plan::Intent> IntentFinder::read(const QByteArray& text) const
{
    Result<plan::Intent> intent = plan::Intent::fromYaml(text, path());
    if (!intent) {
        return intent;
    }
    if (!m_parts.cluster.isEmpty()) {
        intent->cluster = m_parts.cluster;
    }
    const Result<Done> files = intent->loadFiles(m_parts.folder);
    return files ? intent : tl::unexpected(files.error());
}

Job<IntentFinder::Found>* IntentFinder::find(bool keeps)
{
    auto* found = new Job<Found>(this);
    QFile file(path());
    if (!file.exists()) {
        propose(found, keeps);
        return found;
    }
    if (!file.open(QIODevice::ReadOnly)) { // a proposal would be written over it
        found->resolve(fail(Errc::Io, tr("%1 cannot be read: %2.").arg(path(), file.errorString())));
        return found;
    }
    const QByteArray text = file.read(kEnough); // what is longer is refused as an Intent
    const Result<plan::Intent> intent = read(text);
    found->resolve(intent ? Result<Found>(Found { *intent, text, false, true }) : tl::unexpected(intent.error()));
    return found;
}

void IntentFinder::propose(Job<Found>* found, bool keeps)
{
    const QList<world::Query> needs = proposeNeeds(m_parts.cluster) + QList<world::Query> { world::ask::connection() };
    const auto hasSaid = std::make_shared<bool>(false);
    const auto look = [this, needs, found, keeps, hasSaid](bool isLate) {
        const world::World& world = m_parts.source.world();
        world::Asker asker(world);
        for (const world::Query& query : needs) {
            asker.value(query);
        }
        const QString notYet = kubeconfigNotYet(world);
        if (!notYet.isEmpty() && !*hasSaid) {
            *hasSaid = true;
            Q_EMIT waitsFor(tr("the kubeconfig of cluster %1, which is not handed out yet (%2)").arg(m_parts.cluster, notYet));
        }
        if (found->isSettled() || !notYet.isEmpty() || (asker.isMissing() && !isLate)) {
            return;
        }
        Found proposal;
        proposal.intent = proposeIntent(m_parts.cluster, m_parts.trustee, world, coco::Facts::builtIn());
        const QList<world::Query> names = proposeNames(proposal.intent, world, coco::Facts::builtIn());
        world::Asker naming(world);
        for (const world::Query& query : names) {
            naming.value(query);
        }
        if (naming.isMissing() && !isLate) {
            m_parts.source.want(u"propose"_s, needs + names);
            return;
        }
        m_parts.source.want(u"propose"_s, {});
        proposal.text = proposal.intent.toYaml();
        proposal.isProposed = true;
        proposal.isKept = keeps && !asker.isMissing() && asker.failed().isEmpty();
        if (proposal.isKept) {
            QSaveFile file(path());
            if (!file.open(QIODevice::WriteOnly) || file.write(proposal.text) < 0 || !file.commit()) {
                found->resolve(fail(Errc::Io, tr("The proposed Intent cannot be written to %1: %2.").arg(path(), file.errorString())));
                return;
            }
        }
        found->resolve(proposal);
    };
    connect(&m_parts.source, &world::WorldSource::worldChanged, found, [look] { look(false); });
    limit(found, look);
    m_parts.source.want(u"propose"_s, needs);
    look(false);
}

void IntentFinder::limit(Job<Found>* found, const std::function<void(bool isLate)>& look)
{
    m_parts.clock.after(m_parts.clock.deadline(kProposeLimit), found, [this, found, look] {
        look(true);
        if (!found->isSettled()) {
            limit(found, look); // a new cluster: its questions are only asked now
        }
    });
}

} // namespace cocoon::setup
