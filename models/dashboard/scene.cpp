// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/scene.h"

#include "models/dashboard/machines.h"
#include "models/dashboard/nodes.h"
#include "models/dashboard/owners.h"
#include "models/dashboard/pods.h"
#include "models/setup/look.h"
#include "services/base/json.h"

#include <algorithm>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using world::Answer;
namespace ask = world::ask;

QString PodView::stateWord() const
{
    const QString id = stateId(state);
    return id.isEmpty() ? status : id;
}

bool PodView::isOver() const
{
    return phase == "Succeeded"_L1;
}

bool PodView::hasEnded() const
{
    return isOver() || phase == "Failed"_L1;
}

bool PodView::takesPlace() const
{
    return hasServer && !hasEnded();
}

int Scene::workers() const
{
    return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [](const NodeView& node) { return node.isWorker; }));
}

int Scene::installedWorkers() const
{
    return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [](const NodeView& node) { return node.isWorker && node.stage == setup::WorkerView::Stage::Installed; }));
}

int Scene::readyPods() const
{
    return static_cast<int>(std::count_if(pods.begin(), pods.end(), [](const PodView& pod) { return pod.isReady; }));
}

int Scene::startingPods() const
{
    return static_cast<int>(std::count_if(pods.begin(), pods.end(), [](const PodView& pod) { return !pod.isReady && !pod.isFailed && !pod.isOver(); }));
}

int Scene::failedPods() const
{
    return static_cast<int>(std::count_if(pods.begin(), pods.end(), [](const PodView& pod) { return pod.isFailed; }));
}

int Scene::completedPods() const
{
    return static_cast<int>(std::count_if(pods.begin(), pods.end(), [](const PodView& pod) { return pod.isOver(); }));
}

int Scene::claimed(MachineView::Claim claim) const
{
    return static_cast<int>(std::count_if(machines.begin(), machines.end(), [claim](const MachineView& machine) { return machine.claim == claim; }));
}

int Scene::ownerless() const
{
    return static_cast<int>(std::count_if(machines.begin(), machines.end(), [](const MachineView& machine) { return machine.isOwnerless(); }));
}

QList<MachineView> Scene::orphans() const
{
    QList<MachineView> found;
    std::copy_if(machines.begin(), machines.end(), std::back_inserter(found), [](const MachineView& machine) { return machine.isOrphan(); });
    return found;
}

bool Scene::isForeign() const
{
    return installer.isForeign() && installer.kind != Installer::Kind::Somebody;
}

namespace {
    constexpr qint64 kBetweenPollsMs = 7000; ///< the cloud's lists are asked for every five seconds
    constexpr qint64 kGraceMs = 15000; ///< an answer that is this much older than it should be is old

    /// What is watched has no age of its own: its error says when it is old.
    bool isOverdue(const world::Query& query, const Answer& answer, const QDateTime& now)
    {
        return query.maxAge.count() > 0 && answer.observedAt.msecsTo(now) > query.maxAge.count() + kGraceMs;
    }
}

bool Part::isOldAt(const QDateTime& now, bool isCut) const
{
    return since.isValid() && (state == State::Stale || (state == State::Known && isCut && since.msecsTo(now) > kBetweenPollsMs));
}

Part partOf(const world::World& world, const QList<world::Query>& queries)
{
    Part worst { Part::State::Known, {}, {} };
    for (const world::Query& query : queries) {
        const Answer answer = world.answer(query);
        Part part { Part::State::Known, answer.observedAt, answer.error };
        const bool hasValue = !answer.value.isUndefined() && answer.observedAt.isValid();
        switch (answer.state) {
        case Answer::State::Known:
            // A watch that broke off leaves what it had read.
            part.state = query.kind.startsWith("kube."_L1) && !answer.live && !answer.error.message.isEmpty() ? Part::State::Stale : Part::State::Known;
            break;
        case Answer::State::Forbidden: part.state = Part::State::Forbidden; break;
        case Answer::State::Failed:
            part.state = answer.error.code == Errc::Unauthorized && query.kind.startsWith("ibm."_L1) ? Part::State::NoCredential
                : hasValue                                                                           ? Part::State::Stale
                                                                                                     : Part::State::Failed;
            break;
        case Answer::State::Unasked:
        case Answer::State::Pending: part.state = hasValue ? Part::State::Known : Part::State::Loading; break;
        }
        if (part.state == Part::State::Known && isOverdue(query, answer, world.now())) {
            part.state = Part::State::Stale;
        }
        if (part.state > worst.state) {
            worst = part;
        } else if (part.isKnown() && worst.state == part.state && (!worst.since.isValid() || part.since < worst.since)) {
            worst.since = part.since;
        }
    }
    return worst;
}

namespace {
    void readInstaller(setup::Look& look, Scene& scene)
    {
        world::Asker asker(look.asker().world());
        // With rights in one namespace nothing tells, and nobody is asked for rights because of it.
        const bool isNarrow = look.asker().world().answer(ask::list(kube::res::nodes)).state == Answer::State::Forbidden;
        if (scene.isInstalled || !isNarrow) {
            scene.installer = installerOf(asker);
        }
        for (const world::Query& question : asker.needs()) {
            look.asker().answer(question);
        }
        if (asker.isMissing()) {
            scene.installer = {};
            scene.isInstallerOpen = true;
        }
    }
}

Scene sceneOf(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const plan::Assessment& nodesStep)
{
    Scene scene;
    scene.now = world.now();
    world::Asker asker(world);
    setup::Look look(asker, intent, facts);
    scene.isInstalled = !look.kataConfig().isEmpty();
    readInstaller(look, scene);
    scene.operatorVersion = look.installedVersion();
    scene.region = look.region();
    scene.vpcId = look.vpcId();
    scene.clusterId = look.clusterId();
    const QString own = str(asker.object(ask::connection()), { u"namespace" });
    const Owners owners = readOwners(look, readPods(look, own, scene), scene);
    judgePods(owners, scene);
    readMachines(look, owners, scene);
    readNodes(look, world, facts, nodesStep, scene);
    if (scene.isInstallerOpen && scene.nodesPart.state == Part::State::Known) {
        scene.nodesPart.state = Part::State::Loading; // what they are installed with is not known yet
    }
    // A cluster that refuses one question is not being read for another.
    if (scene.nodesPart.state == Part::State::Failed && scene.podsPart.state == Part::State::Loading) {
        scene.podsPart = scene.nodesPart;
    }
    scene.needs = asker.needs();
    return scene;
}

} // namespace cocoon::dashboard
