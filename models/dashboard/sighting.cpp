// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/sighting.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using history::Sighting;
using setup::WorkerView;

namespace {
    const QString kOrphanAlert = u"orphan/"_s;
    constexpr qint64 kLongestToReadyMs = 5 * 60 * 1000; ///< from the start of the containers to a first Ready

    /// The server is there, and whose it is cannot be told now.
    bool isHidden(const Scene& scene, const QString& machine)
    {
        return std::any_of(scene.machines.begin(), scene.machines.end(), [&machine](const MachineView& one) {
            return one.id == machine && (one.claim == MachineView::Claim::Unknown || one.claim == MachineView::Claim::Unclaimed);
        });
    }

    QList<history::StateSpan> allStates(history::History& history, const QString& kind, const QString& object)
    {
        return history.states(kind, object, QDateTime::fromMSecsSinceEpoch(0, Qt::UTC), QDateTime::fromMSecsSinceEpoch(std::numeric_limits<qint32>::max() * 1000LL, Qt::UTC));
    }

    QString stamp(const QDateTime& time)
    {
        return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
    }

    void addNodes(const Scene& scene, Sighting& sighting)
    {
        for (const QString& pile : nodePiles()) {
            sighting.figures.insert(u"nodes/"_s + pile, 0);
        }
        for (const NodeView& node : scene.nodes) {
            if (node.isWorker) {
                sighting.figures[u"nodes/"_s + pileOf(node)] += 1;
            }
            sighting.states.append({ u"node"_s, node.name, node.stateWord() });
        }
        sighting.whole.insert(u"node"_s);
        if (scene.capacity.isAdvertised && scene.podsPart.state == Part::State::Known) {
            sighting.figures.insert(u"slots/used"_s, scene.capacity.used);
            sighting.figures.insert(u"slots/free"_s, qMax(0, scene.capacity.places - scene.capacity.used));
        }
    }

    void addMachines(const Scene& scene, Sighting& sighting)
    {
        for (const QString& pile : machinePiles()) {
            sighting.figures.insert(u"machines/"_s + pile, 0);
        }
        const bool hasPrices = scene.moneyPart.state == Part::State::Known;
        for (const MachineView& machine : scene.machines) {
            sighting.figures[u"machines/"_s + pileOf(machine)] += 1;
            sighting.states.append({ u"machine"_s, machine.id, machine.status });
            if (machine.created.isValid() && hasPrices) {
                sighting.things.append({ u"machine"_s, machine.id, machine.created,
                    { { u"name"_s, machine.name }, { u"profile"_s, machine.profile }, { u"zone"_s, machine.zone }, { u"usdPerHour"_s, machine.usdPerHour } } });
            }
        }
        sighting.whole.insert(u"machine"_s);
        if (hasPrices) {
            sighting.figures.insert(u"usd/hour"_s, scene.money.usdPerHour);
        } else {
            sighting.whole.remove(u"machine"_s);
        }
    }

    /// Only the last change of Ready is kept: where nobody saw the pod come up, that is its start only if it followed the first
    /// start of its containers soon.
    bool canBeStart(const PodView& pod)
    {
        return pod.restarts == 0 && pod.started.isValid() && pod.started.msecsTo(pod.ready) <= kLongestToReadyMs;
    }

    /// While the servers are still read, or old, what a pod waits for cannot be told.
    void addPods(const Scene& scene, Sighting& sighting)
    {
        for (const PodView& pod : scene.pods) {
            sighting.states.append({ u"pod"_s, pod.uid, pod.stateWord() });
        }
        sighting.whole.insert(u"pod"_s);
    }

    void addStarts(const Scene& scene, history::History& history, Sighting& sighting)
    {
        QHash<QString, QJsonObject> known;
        for (const history::ThingSeen& start : history.things(u"start"_s, scene.now)) {
            known.insert(start.id, start.data);
        }
        const QList<history::Watched> looks = history.watched(scene.now, scene.now);
        for (const PodView& pod : scene.pods) {
            QJsonObject data = known.value(pod.uid);
            const bool sawItCome = !looks.isEmpty() && looks.constLast().since <= pod.requested;
            const QDateTime ready = sawItCome || canBeStart(pod) ? pod.ready : QDateTime();
            // Ready comes and goes; the first time is the start.
            if (data.value("ready"_L1).toString().isEmpty()) {
                data = { { u"ns"_s, pod.ns }, { u"name"_s, pod.name }, { u"node"_s, pod.node }, { u"machine"_s, stamp(pod.machineMade) },
                    { u"running"_s, stamp(pod.machineId.isEmpty() ? QDateTime() : ranSince(machineStates(history, pod.machineId))) }, { u"agent"_s, stamp(pod.agentReady) }, { u"ready"_s, stamp(ready) } };
            }
            if (pod.requested.isValid()) {
                sighting.things.append({ u"start"_s, pod.uid, pod.requested, data });
            }
        }
        sighting.whole.insert(u"start"_s);
    }
}

QHash<QString, history::Standing> installStandings(history::History& history)
{
    const auto installWord = [](const QString& stateWord) { return stateWord.section(u',', 0, 0); };
    QHash<QString, history::Standing> found;
    for (history::Standing one : history.standing(u"node"_s)) {
        const QList<history::StateSpan> before = one.sawItCome ? allStates(history, u"node"_s, one.span.object) : QList<history::StateSpan>();
        for (auto it = before.crbegin(); it != before.crend() && one.sawItCome; ++it) {
            if (!it->until.isValid()) {
                continue; // what stands
            }
            if (it->until != one.span.since) {
                one.sawItCome = false; // it was gone in between
            } else if (installWord(it->state) == installWord(one.span.state)) {
                one.span.since = it->since;
                one.sawItCome = std::next(it) != before.crend();
            } else {
                break;
            }
        }
        found.insert(one.span.object, one);
    }
    return found;
}

QList<history::StateSpan> machineStates(history::History& history, const QString& machine)
{
    return allStates(history, u"machine"_s, machine);
}

QList<history::StateSpan> podStates(history::History& history, const QString& uid)
{
    return allStates(history, u"pod"_s, uid);
}

QDateTime ranSince(const QList<history::StateSpan>& states)
{
    for (qsizetype i = 1; i < states.size(); ++i) {
        if (states.at(i).state == "running"_L1) {
            return states.at(i).since;
        }
    }
    return {};
}

QStringList nodePiles()
{
    return { u"installed"_s, u"installing"_s, u"waiting"_s, u"rebooting"_s, u"removing"_s, u"not-ready"_s, u"not-installed"_s };
}

QString pileOf(const NodeView& node)
{
    switch (node.stage) {
    case WorkerView::Stage::Draining:
    case WorkerView::Stage::Rebooting:
    case WorkerView::Stage::Returning: return u"rebooting"_s;
    default: break;
    }
    if (!node.isReady) {
        return u"not-ready"_s;
    }
    switch (node.stage) {
    case WorkerView::Stage::Installed: return u"installed"_s;
    case WorkerView::Stage::Installing: return u"installing"_s;
    case WorkerView::Stage::WaitingForReboot: return u"waiting"_s;
    case WorkerView::Stage::Removing: return u"removing"_s;
    default: return u"not-installed"_s;
    }
}

QStringList machinePiles()
{
    return { u"running"_s, u"starting"_s, u"leaving"_s, u"failed"_s, u"orphan"_s };
}

QString pileOf(const MachineView& machine)
{
    if (machine.isOrphan()) {
        return u"orphan"_s;
    }
    if (machine.status == "running"_L1) {
        return u"running"_s;
    }
    if (machine.status == "pending"_L1 || machine.status == "starting"_L1 || machine.status == "restarting"_L1) {
        return u"starting"_s;
    }
    return machine.status == "deleting"_L1 || machine.status == "stopping"_L1 ? u"leaving"_s : u"failed"_s;
}

Stack stackNow(const Scene& scene, const QString& prefix, const QStringList& piles)
{
    QHash<QString, double> figures;
    if (prefix == "nodes"_L1 && scene.nodesPart.isKnown()) {
        for (const NodeView& node : scene.nodes) {
            figures[pileOf(node)] += node.isWorker ? 1 : 0;
        }
    } else if (prefix == "machines"_L1 && scene.machinesPart.isKnown()) {
        for (const MachineView& machine : scene.machines) {
            figures[pileOf(machine)] += 1;
        }
    } else if (prefix == "usd"_L1 && scene.moneyPart.isKnown()) {
        figures.insert(u"hour"_s, scene.money.usdPerHour);
    }
    Stack stack { scene.now, scene.now, {}, {}, 0 };
    Stack::Step step { scene.now, {} };
    for (const QString& pile : piles) {
        if (figures.value(pile) > 0) {
            stack.piles.append(pile);
            step.values.append(figures.value(pile));
            stack.highest += figures.value(pile);
        }
    }
    if (!step.values.isEmpty()) {
        stack.steps.append(step);
    }
    return stack;
}

history::Sighting sightingOf(const Scene& scene, history::History& history, const QList<Alert>& standing)
{
    Sighting sighting;
    sighting.time = scene.now;
    if (scene.nodesPart.state == Part::State::Known) {
        addNodes(scene, sighting);
    }
    if (scene.machinesPart.state == Part::State::Known && scene.areOwnersSettled) {
        addMachines(scene, sighting);
    }
    if (scene.podsPart.state == Part::State::Known) {
        addStarts(scene, history, sighting);
        if (scene.machinesPart.state != Part::State::Loading && scene.machinesPart.state != Part::State::Stale) {
            addPods(scene, sighting);
        }
    }
    for (const Alert& alert : standing) {
        sighting.things.append({ u"alert"_s, alert.id, scene.now, { { u"title"_s, alert.attention.title } } });
    }
    // Whose a server is may be hidden for a while (the clusters of the account do not answer, say): that does not end its alert.
    for (const history::ThingSeen& alert : history.things(u"alert"_s)) {
        const bool isOpen = !alert.ended.isValid() && alert.id.startsWith(kOrphanAlert) && std::none_of(standing.begin(), standing.end(), [&alert](const Alert& one) { return one.id == alert.id; });
        if (isOpen && isHidden(scene, alert.id.mid(kOrphanAlert.size()))) {
            sighting.things.append({ u"alert"_s, alert.id, alert.created, alert.data });
        }
    }
    if (sighting.whole.contains(QSet<QString> { u"node"_s, u"machine"_s, u"start"_s })) {
        sighting.whole.insert(u"alert"_s); // what no longer stands may be told again when it comes back
    }
    return sighting;
}

} // namespace cocoon::dashboard
