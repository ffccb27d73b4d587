// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/machine_task.h"

#include "models/dashboard/scene.h"
#include "models/setup/changes.h"
#include "models/setup/look.h"
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

Assessment MachineTask::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    setup::Look look(asker, intent, m_facts);
    setup::Report report(id(), asker);
    look.peerPods();
    const QString region = look.region();
    const QString vpc = look.vpcId();
    const world::Query question = ask::instances(region, vpc);
    if (!region.isEmpty() && !vpc.isEmpty()) {
        asker.objects(question);
    }
    if (asker.isMissing()) {
        return report.finish({});
    }
    const Scene scene = sceneOf(world, intent, m_facts, {});
    const auto machine = std::find_if(scene.machines.begin(), scene.machines.end(), [this](const MachineView& one) { return one.id == m_instance; });
    if (!scene.machinesPart.isKnown()) {
        report.blocker(u"servers-unknown"_s, tr("The servers of the VPC cannot be read"), scene.machinesPart.error.message, tr("What cannot be seen is not removed."), tr("Open the connection with a login to IBM Cloud."));
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
    if (!machine->isOrphan) {
        report.blocker(u"not-an-orphan"_s, tr("VSI %1 may be somebody's").arg(machine->name), machine->owner.isEmpty() ? tr("made %1, no PeerPod names it yet").arg(machine->created.toString(Qt::ISODate)) : machine->owner,
            tr("A server with a PeerPod, or one that is being started, is in use."), tr("Delete its pod instead; the server goes with it."), object);
        return report.finish({});
    }
    report.warning(u"orphan-evidence"_s, tr("No PeerPod of this cluster names VSI %1").arg(machine->name),
        tr("id %1, made %2, %3 in %4").arg(machine->id, machine->created.toString(Qt::ISODate), machine->profile, machine->zone),
        tr("Another cluster in the same VPC makes such names too: if there is one, ask there before you remove it."), tr("Check its name and time; then go on."), object);
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
