// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_start.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using words::tr;

namespace {
    qint64 conditionAt(const QJsonObject& pod, const QString& type)
    {
        return kube::conditionIsTrue(pod, type) ? timeOf(kube::condition(pod, type).value("lastTransitionTime"_L1)) : 0;
    }

    qint64 eventAt(const QList<EventRow>& events, const QString& reason)
    {
        for (const EventRow& event : events) {
            if (event.reason == reason) {
                return event.time.toMSecsSinceEpoch();
            }
        }
        return 0;
    }

    /// The first container that runs: the sandbox and its agent stood before it.
    qint64 firstStart(const QJsonObject& pod)
    {
        qint64 first = 0;
        for (const QString& list : { u"initContainerStatuses"_s, u"containerStatuses"_s }) {
            for (const QJsonValue& status : at(pod, { u"status", list }).toArray()) {
                for (const QString& state : { u"running"_s, u"terminated"_s }) {
                    const qint64 time = timeOf(at(status, { u"state", state, u"startedAt" }));
                    first = time != 0 && (first == 0 || time < first) ? time : first;
                }
            }
        }
        return first;
    }
}

QList<StartPhase> startPhases(const QJsonObject& pod, const JoinedPod& joined, const QList<EventRow>& events, qint64 serverRan)
{
    struct Mark {
        QString name;
        qint64 at;
        QString detail;
    };
    const Vsi vsi = joined.server ? joined.server->vsi : Vsi();
    const qint64 peerPod = joined.server ? joined.server->peerPod.created : 0;
    const qint64 sandbox = conditionAt(pod, u"PodReadyToStartContainers"_s);
    const qint64 created = timeOf(at(pod, { u"metadata", u"creationTimestamp" }));
    const qint64 ready = conditionAt(pod, u"Ready"_s);
    const qint64 started = firstStart(pod);
    const qint64 agent = sandbox != 0 ? sandbox : eventAt(events, u"Pulling"_s);
    // Who looks every few seconds may see it run when its agent had answered already.
    const bool wasSeen = serverRan != 0 && (agent == 0 || serverRan < agent);
    // Each phase ends with its mark; an unknown mark leaves its time to the next phase.
    const QList<Mark> marks {
        { tr("Scheduled"), conditionAt(pod, u"PodScheduled"_s), str(pod, { u"spec", u"nodeName" }) },
        { tr("VSI requested"), vsi.created != 0 ? vsi.created : peerPod, vsi.name },
        { tr("VSI running"), wasSeen ? serverRan : 0, vsi.profile },
        { wasSeen ? tr("Agent ready") : tr("VSI and agent ready"), agent, wasSeen ? QString() : vsi.profile },
        { tr("Image pulled"), eventAt(events, u"Pulled"_s), {} },
        { tr("Container started"), started, {} },
        { tr("Pod ready"), ready, {} },
    };
    QList<StartPhase> phases;
    qint64 before = created;
    for (const Mark& mark : marks) {
        if (mark.at != 0) {
            // Clocks of cloud and cluster differ by a little; a phase never runs backwards.
            const qint64 end = qMax(before, mark.at);
            phases.append({ mark.name, before, end, mark.detail });
            before = end;
        }
    }
    if (ready == 0 && joined.state != JoinedPod::State::Ended && created != 0) {
        const QString next = started != 0 ? tr("Pod ready") : wasSeen ? tr("Agent ready") : vsi.created != 0 || peerPod != 0 ? tr("VSI and agent ready") : kube::conditionIsTrue(pod, u"PodScheduled"_s) ? tr("VSI requested") : tr("Scheduled");
        phases.append({ next, before, 0, joined.why });
    }
    return phases;
}

} // namespace cocoon::dashboard
