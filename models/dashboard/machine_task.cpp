// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/machine_task.h"

#include "models/dashboard/scene.h"
#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/pod_servers.h"
#include "models/setup/report.h"
#include "services/base/json.h"

namespace cocoon::dashboard {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;

MachineTask::MachineTask(QString instance, const coco::Facts& facts)
    : m_instance(std::move(instance))
    , m_facts(facts)
{
}

setup::Desk::Task MachineTask::make(const QString& instance, const coco::Facts& facts)
{
    auto steps = std::make_shared<Steps>();
    steps->push_back(std::make_unique<MachineTask>(instance, facts));
    return steps;
}

QString MachineTask::id() const
{
    return u"server"_s;
}

QString MachineTask::title() const
{
    return tr("Remove a VSI that nobody owns");
}

void MachineTask::sayWhyNot(const MachineView& machine, const QString& object, setup::Report& report) const
{
    const QString id = u"not-an-orphan"_s;
    switch (machine.claim) {
    case MachineView::Claim::Owned:
        report.blocker(id, tr("VSI %1 is in use").arg(machine.name), machine.owner, tr("A pod runs in it or starts on it."), tr("Delete its pod instead; the server goes with it."), object);
        return;
    case MachineView::Claim::Leftover:
        report.blocker(id, tr("A PeerPod still names VSI %1").arg(machine.name), machine.evidence.join(u' '), tr("The operator deletes the server and then the PeerPod; removed by hand, the PeerPod would be left."),
            tr("See why the operator does not: is its credential accepted, does the adaptor run on the worker?"), object);
        return;
    case MachineView::Claim::Unclaimed:
        report.blocker(id, tr("VSI %1 may be somebody's").arg(machine.name), tr("made %1").arg(machine.created.toString(Qt::ISODate)) + u". "_s + machine.evidence.join(u' '),
            tr("It may be a start under way, or another cluster's."), tr("Ask in the clusters that share this VPC; look again in a quarter of an hour."), object);
        return;
    default:
        report.blocker(id, tr("Who owns VSI %1 cannot be told").arg(machine.name), tr("PeerPods or pods could not be read."), tr("What may be in use is not removed."), tr("Look again when the cluster answers, or with rights to list PeerPods and pods in all namespaces."), object);
    }
}

/// The dashboard looks for the pods of many servers' names, but not of any number.
bool MachineTask::hasNamesake(const MachineView& machine, world::Asker& asker) const
{
    if (setup::isNameCut(machine.name)) {
        return true; // a pod of a longer name is not found by it
    }
    const world::Query question = setup::podsCalled(setup::stemOfVsi(machine.name));
    for (const QJsonObject& pod : asker.objects(question)) {
        if (setup::mayHaveStarted(setup::lifeOf(pod), machine.created.toMSecsSinceEpoch())) {
            return true;
        }
    }
    const world::Answer::State state = asker.answer(question).state;
    return state == world::Answer::State::Forbidden || state == world::Answer::State::Failed;
}

Assessment MachineTask::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    setup::Look look(asker, intent, m_facts);
    setup::Report report(id(), asker);
    const QString region = look.region();
    const QString vpc = look.vpcId();
    const world::Query question = ask::instances(region, vpc);
    const Scene scene = sceneOf(world, intent, m_facts, {});
    // Whatever may name an owner is read before anything is said; what cannot be read leaves the owner open.
    for (const world::Query& one : scene.ownerNeeds) {
        report.optional(one);
        asker.answer(one);
    }
    if (asker.isMissing()) {
        return report.finish({});
    }
    const auto machine = std::find_if(scene.machines.begin(), scene.machines.end(), [this](const MachineView& one) { return one.id == m_instance; });
    if (!scene.machinesPart.isKnown()) {
        report.blocker(u"servers-unknown"_s, tr("The servers of the VPC cannot be read"), scene.machinesPart.error.message, tr("What cannot be seen is not removed."), tr("Open the connection with a login to IBM Cloud."));
        return report.finish({});
    }
    const QList<QJsonObject> listed = asker.objects(question);
    const bool isThere = std::any_of(listed.begin(), listed.end(), [this](const QJsonObject& one) { return str(one, { u"id" }) == m_instance; });
    if (machine == scene.machines.end() && isThere) {
        report.blocker(u"not-ours"_s, tr("This VSI is not one of this cluster's pods"), m_instance, tr("Its tag or its subnet says that another cluster made it, or its name is no pod VM's."), tr("Ask there; nothing is removed from here."));
        return report.finish({});
    }
    if (machine == scene.machines.end()) {
        return report.finish(tr("The VSI is gone and costs nothing any more."));
    }
    const QString object = u"instances/"_s + machine->name;
    if (machine->status == "deleting"_L1) {
        report.wait(tr("VSI %1 to be deleted").arg(machine->name), object, 1min, 10min, machine->status);
        return report.finish({});
    }
    if (!machine->isOrphan()) {
        sayWhyNot(*machine, object, report);
        return report.finish({});
    }
    if (hasNamesake(*machine, asker)) {
        report.blocker(u"not-an-orphan"_s, tr("VSI %1 may be somebody's").arg(machine->name), tr("A pod of that name lives, or it cannot be told."), tr("A pod runs in it or starts on it."), tr("Look at the pod of that name first."), object);
        return report.finish({});
    }
    report.warning(u"orphan-evidence"_s, tr("Nobody in this cluster owns VSI %1").arg(machine->name),
        tr("id %1, made %2, %3 in %4").arg(machine->id, machine->created.toString(Qt::ISODate), machine->profile, machine->zone),
        machine->evidence.join(u' '), tr("Check its name and time; then go on."), object);
    Change change = setup::cloudChange(u"vpc.deleteInstance"_s, u"delete instance "_s + machine->id, machine->name, { { u"region"_s, region }, { u"id"_s, machine->id } }, QJsonValue::Null,
        tr("Delete VSI %1").arg(machine->name), tr("Nobody owns it and it costs money."), { u"ibmcloud is instance-delete %1 --force"_s.arg(machine->id) });
    change.risk = Risk::Notice;
    change.refreshes = { question.key() };
    if (machine->usdPerHour >= 0) {
        change.price = Price { -machine->usdPerHour, scene.money.note };
    }
    report.change(change);
    return report.finish({});
}

} // namespace cocoon::dashboard
