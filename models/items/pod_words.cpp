// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pod_words.h"

#include "models/items/pod_table.h"

#include <QLocale>

namespace cocoon::items {

using dashboard::JoinedPod;
using dashboard::LostServer;
using dashboard::PodRow;
using State = JoinedPod::State;

QString stateWord(State state, const QString& status)
{
    switch (state) {
    case State::Waiting: return status;
    case State::NoCapacity: return PodTable::tr("No capacity");
    case State::Requested: return PodTable::tr("VSI requested");
    case State::ServerStarting: return PodTable::tr("VSI starting");
    case State::AgentStarting: return PodTable::tr("Agent starting");
    case State::Running: return PodTable::tr("Running");
    case State::Exposed: return PodTable::tr("Not confidential");
    case State::CreateFailed: return PodTable::tr("Create failed");
    case State::ServerMissing: return PodTable::tr("VSI missing");
    case State::Terminating: return PodTable::tr("Terminating");
    case State::Troubled:
    case State::Ended: break;
    }
    return status == u"Running" ? PodTable::tr("Not ready") : status;
}

QString seenWord(const QString& kept)
{
    for (const State state : { State::NoCapacity, State::Requested, State::ServerStarting, State::AgentStarting, State::Running, State::Exposed, State::CreateFailed, State::ServerMissing, State::Terminating }) {
        if (dashboard::stateId(state) == kept) {
            return stateWord(state, {});
        }
    }
    return stateWord(State::Troubled, kept);
}

Mark stateMark(State state)
{
    switch (state) {
    case State::Running: return Mark::Ok;
    case State::Requested:
    case State::ServerStarting:
    case State::AgentStarting: return Mark::Progress;
    case State::NoCapacity:
    case State::Troubled: return Mark::Warning;
    case State::Exposed:
    case State::CreateFailed:
    case State::ServerMissing: return Mark::Error;
    case State::Waiting:
    case State::Terminating:
    case State::Ended: break;
    }
    return Mark::Idle;
}

Mark plainMark(const PodRow& pod)
{
    if (pod.isReady) {
        return Mark::Ok;
    }
    if (pod.isOver || pod.deleting != 0 || pod.status == u"Pending") {
        return pod.status == u"Completed" || pod.status == u"Succeeded" || pod.deleting != 0 || !pod.isOver ? Mark::Idle : Mark::Error;
    }
    return pod.status == u"ContainerCreating" || pod.status == u"PodInitializing" || pod.status.startsWith(u"Init:") ? Mark::Progress : Mark::Warning;
}

Mark markOf(const PodRow& pod, const JoinedPod& joined, const dashboard::PodStore& store)
{
    const Mark mark = pod.isConfidential() ? stateMark(joined.state) : plainMark(pod);
    return mark == Mark::Ok && store.isOld() ? Mark::Idle : mark;
}

QString lostWord(LostServer::Kind kind)
{
    switch (kind) {
    case LostServer::Kind::Orphan: return PodTable::tr("Orphan");
    case LostServer::Kind::Unclaimed: return PodTable::tr("Unclaimed");
    case LostServer::Kind::Leaving: return PodTable::tr("Being deleted");
    case LostServer::Kind::Leftover: return PodTable::tr("Left behind");
    case LostServer::Kind::Unknown: break;
    }
    return PodTable::tr("Owner unknown");
}

QString lostText(const LostServer& lost, const dashboard::PodStore& store)
{
    const QString word = lostWord(lost.kind);
    return store.isOld() && lost.kind != LostServer::Kind::Unknown ? PodTable::tr("%1 at %2").arg(word, heardText(store)) : word;
}

QString heardText(const dashboard::PodStore& store)
{
    return QLocale().toString(store.heard().toLocalTime(), QStringLiteral("HH:mm:ss"));
}

QString initdataWord(const JoinedPod& joined)
{
    switch (joined.initdata) {
    case JoinedPod::Initdata::Global: return PodTable::tr("config map");
    case JoinedPod::Initdata::Annotation: return PodTable::tr("annotation");
    case JoinedPod::Initdata::Ignored: return PodTable::tr("ignored annotation");
    case JoinedPod::Initdata::None: break;
    }
    return QStringLiteral("–");
}

QString secureBootWord(const dashboard::Vsi& vsi)
{
    return vsi.hasSecureBoot ? PodTable::tr("secure boot") : PodTable::tr("no secure boot");
}

QString priceNote(const dashboard::Vsi& vsi)
{
    return vsi.usdPerHour < 0        ? QString()
        : vsi.priceRecorded.isEmpty() ? PodTable::tr("List price of %1 in the catalog.").arg(vsi.profile)
                                      : PodTable::tr("Recorded in us-south on %1: the catalog did not answer, and prices differ by region.").arg(vsi.priceRecorded);
}

QString headerOf(int column)
{
    switch (column) {
    case PodTable::Name: return PodTable::tr("NAME");
    case PodTable::Namespace: return PodTable::tr("NAMESPACE");
    case PodTable::Status: return PodTable::tr("STATUS");
    case PodTable::Ready: return PodTable::tr("READY");
    case PodTable::Restarts: return PodTable::tr("RESTARTS");
    case PodTable::VsiId: return PodTable::tr("VSI");
    case PodTable::Tee: return PodTable::tr("TEE");
    case PodTable::Attested: return PodTable::tr("ATTESTED");
    case PodTable::Profile: return PodTable::tr("PROFILE");
    case PodTable::Zone: return PodTable::tr("ZONE");
    case PodTable::Worker: return PodTable::tr("WORKER");
    case PodTable::Initdata: return PodTable::tr("INITDATA");
    case PodTable::Owner: return PodTable::tr("OWNER");
    case PodTable::Ip: return PodTable::tr("IP");
    case PodTable::Age: return PodTable::tr("AGE");
    case PodTable::VsiState: return PodTable::tr("VSI STATE");
    case PodTable::SecureBoot: return PodTable::tr("SECURE BOOT");
    case PodTable::VsiAge: return PodTable::tr("VSI AGE");
    case PodTable::InitdataKey: return PodTable::tr("INITDATA KEY");
    default: return PodTable::tr("USD/H");
    }
}

} // namespace cocoon::items
