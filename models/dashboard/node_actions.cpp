// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/node_actions.h"

#include "models/dashboard/dashboard_words.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using Kind = NodeTask::Kind;
using world::Answer;
namespace ask = world::ask;

namespace {
    const world::Query kPatch = ask::canI(u"patch"_s, {}, u"nodes"_s, {}, {});
    const world::Query kEvict = ask::canI(u"create"_s, {}, u"pods"_s, u"eviction"_s, {});

    QString refusal(const world::World& world, const world::Query& question, const QString& right)
    {
        const Answer answer = world.answer(question);
        if (answer.state == Answer::State::Known) {
            return answer.value.toBool() ? QString() : Words::tr("These rights do not allow it: “%1” is missing.").arg(right);
        }
        return answer.state == Answer::State::Forbidden || answer.state == Answer::State::Failed ? Words::tr("Whether these rights allow it could not be asked.") : Words::tr("Asking whether these rights allow it …");
    }
}

QList<world::Query> nodeActionNeeds()
{
    return { kPatch, kEvict };
}

QString whyNot(Kind kind, const NodeView& node, const Scene& scene, const world::World& world, bool isRunning)
{
    if (isRunning) {
        return Words::tr("Another run is under way: one at a time.");
    }
    if (scene.isCut()) {
        return Words::tr("The cluster does not answer: what is shown is old, and nothing is done to a worker unseen.");
    }
    const QString patch = refusal(world, kPatch, u"patch nodes"_s);
    if (!patch.isEmpty()) {
        return patch;
    }
    const bool moves = kind == Kind::Drain || kind == Kind::Reboot;
    const QString evict = moves ? refusal(world, kEvict, u"create pods/eviction"_s) : QString();
    if (!evict.isEmpty()) {
        return evict;
    }
    switch (kind) {
    case Kind::Cordon: return node.isCordoned ? Words::tr("It is cordoned already.") : QString();
    case Kind::Uncordon: return !node.isCordoned ? Words::tr("It is not cordoned.") : !node.cordonedBy.isEmpty() ? Words::tr("A supervised reboot is under way; it uncordons the worker itself.")
                                                                                                                  : QString();
    case Kind::Drain: return {};
    case Kind::Reboot: break;
    }
    if (node.workerId.isEmpty() || scene.clusterId.isEmpty()) {
        return scene.cloudWorkersPart.state == Part::State::Loading ? Words::tr("IBM Cloud is being asked for this cluster …") : Words::tr("A worker is rebooted through IBM Cloud: open the connection with a login to it.");
    }
    return {};
}

} // namespace cocoon::dashboard
