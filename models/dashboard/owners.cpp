// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/owners.h"

#include "models/dashboard/cloud_side.h"

namespace cocoon::dashboard {

namespace {
    /// Each is a watch of its own; whoever has more orphans than this has another trouble than a pod in some namespace.
    constexpr qsizetype kMostLookUps = 24;

    /// Stems of servers that may have an owner where nobody looked yet.
    QSet<QString> lookUp(world::Asker& asker, Owners& owners)
    {
        Interner interner;
        QSet<QString> asked;
        QSet<QString> open;
        for (const LostServer& lost : owners.join.lost()) {
            const QString stem = stemOfVsi(lost.server.vsi.name);
            if (lost.kind != LostServer::Kind::Orphan || asked.contains(stem)) {
                continue;
            }
            if (asked.size() == kMostLookUps || setup::isNameCut(lost.server.vsi.name)) {
                open.insert(stem); // nobody looked, or looking would not have found it
                continue;
            }
            asked.insert(stem);
            const world::Query question = setup::podsCalled(stem);
            for (const QJsonObject& object : asker.objects(question)) {
                const PodRow pod = readPod(object, interner);
                if (pod.isPeerPod()) {
                    owners.join.add(pod);
                    owners.pods.append(pod);
                }
            }
            if (asker.answer(question).state != world::Answer::State::Known) {
                open.insert(stem);
            }
        }
        return open;
    }
}

Owners readOwners(setup::Look& look, const QList<PodRow>& pods, Scene& scene)
{
    world::Asker asker(look.asker().world());
    CloudSide side = readCloudSide(asker, look.intent(), look.facts(), scene.onlyNamespace);
    side.arePodsKnown = side.arePodsKnown && scene.podsPart.state == Part::State::Known;
    Owners owners { PodJoin(std::move(side)), pods, {} };
    for (const PodRow& pod : pods) {
        owners.join.add(pod);
    }
    const QSet<QString> open = lookUp(asker, owners);
    owners.lost = owners.join.lost();
    for (LostServer& lost : owners.lost) {
        if (lost.kind == LostServer::Kind::Orphan && open.contains(stemOfVsi(lost.server.vsi.name))) {
            lost.kind = LostServer::Kind::Unclaimed;
        }
    }
    scene.ownerNeeds += asker.needs();
    for (const world::Query& question : std::as_const(scene.ownerNeeds)) {
        asker.answer(question);
        look.asker().answer(question);
    }
    scene.areOwnersSettled = !asker.isMissing();
    return owners;
}

} // namespace cocoon::dashboard
