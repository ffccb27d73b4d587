// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/pod_join.h"

#include "models/words/words.h"

#include <algorithm>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using words::tr;
using State = JoinedPod::State;

namespace {
    constexpr qint64 kSkew = 60'000; ///< clocks of cluster and cloud differ, and cloud lists lag
    constexpr qint64 kLeavingLong = 15 * 60'000; ///< a deletion takes minutes; after this it hangs

    bool isStartingWord(const QString& status)
    {
        return status == "Pending"_L1 || status == "ContainerCreating"_L1 || status == "PodInitializing"_L1 || status.startsWith("Init:"_L1);
    }

    bool isOpen(const QString& mode)
    {
        return mode == "disabled"_L1;
    }

    setup::UnnamedServer unnamed(const Vsi& vsi)
    {
        return { vsi.id, vsi.subnetId, vsi.status, vsi.created };
    }

    LostServer::Kind kindOf(setup::Fate fate)
    {
        return fate == setup::Fate::Orphan ? LostServer::Kind::Orphan : fate == setup::Fate::Leaving ? LostServer::Kind::Leaving
                                                                                                      : LostServer::Kind::Unclaimed;
    }
}

QString stateId(JoinedPod::State state)
{
    switch (state) {
    case State::NoCapacity: return u"no-capacity"_s;
    case State::Requested: return u"requested"_s;
    case State::ServerStarting: return u"server-starting"_s;
    case State::AgentStarting: return u"agent-starting"_s;
    case State::Running: return u"running"_s;
    case State::Exposed: return u"not-confidential"_s;
    case State::CreateFailed: return u"create-failed"_s;
    case State::ServerMissing: return u"server-missing"_s;
    case State::Terminating: return u"terminating"_s;
    case State::Waiting:
    case State::Troubled:
    case State::Ended: break;
    }
    return {};
}

double JoinedPod::usdPerHour() const
{
    double sum = -1;
    const auto add = [&sum](const Server& one) {
        if (one.vsi.isKnown() && one.vsi.usdPerHour >= 0) {
            sum = qMax(0.0, sum) + one.vsi.usdPerHour;
        }
    };
    if (server) {
        add(*server);
    }
    for (const Server& attempt : attempts) {
        add(attempt);
    }
    return sum;
}

PodJoin::PodJoin(CloudSide cloud)
{
    setCloud(std::move(cloud));
}

void PodJoin::setCloud(CloudSide cloud)
{
    m_cloud = std::move(cloud);
    m_peerPods.clear();
    m_peerPodsOf.clear();
    m_vsis.clear();
    m_unowned.clear();
    m_unownedByStem.clear();
    QSet<QString> owned;
    for (const QJsonObject& object : m_cloud.peerPods) {
        const PeerPodRow row = readPeerPod(object);
        m_peerPodsOf[row.ownerUid].append(m_peerPods.size());
        m_peerPods.append(row);
        owned.insert(row.instanceId);
    }
    for (const QJsonObject& instance : m_cloud.instances) {
        const Vsi vsi = readVsi(instance, m_cloud.prices);
        const QString stem = stemOfVsi(vsi.name);
        if (owned.contains(vsi.id) || !stem.isEmpty()) {
            m_vsis.insert(vsi.id, vsi);
        }
        if (!stem.isEmpty() && !owned.contains(vsi.id)) {
            m_unowned.append(vsi.id);
            m_unownedByStem.insert(stem, vsi.id);
        }
    }
    m_cloud.peerPods.clear();
    m_cloud.instances.clear();
}

QSet<QString> PodJoin::touched() const
{
    QSet<QString> uids(m_peerPodsOf.keyBegin(), m_peerPodsOf.keyEnd());
    for (auto it = m_cloud.startFailures.keyBegin(); it != m_cloud.startFailures.keyEnd(); ++it) {
        uids.insert(*it);
    }
    for (const QString& stem : m_unownedByStem.uniqueKeys()) {
        for (const QString& uid : m_podsByStem.values(stem)) {
            uids.insert(uid);
        }
    }
    return uids;
}

QStringList PodJoin::neighboursOf(const QString& stem, const QString& uid) const
{
    if (!m_unownedByStem.contains(stem)) {
        return {};
    }
    QStringList others = m_podsByStem.values(stem);
    others.removeAll(uid);
    return others;
}

QStringList PodJoin::add(const PodRow& pod)
{
    const QString stem = vsiStem(pod.name);
    if (!m_pods.contains(pod.uid)) {
        m_podsByStem.insert(stem, pod.uid);
    }
    m_pods.insert(pod.uid, { pod.name, pod.ns, { pod.created, pod.readyAt, pod.isOver } });
    return neighboursOf(stem, pod.uid);
}

QStringList PodJoin::remove(const QString& uid)
{
    const auto known = m_pods.constFind(uid);
    if (known == m_pods.constEnd()) {
        return {};
    }
    const QString stem = vsiStem(known->name);
    m_podsByStem.remove(stem, uid);
    m_pods.erase(known);
    return neighboursOf(stem, uid);
}

/// Pods this server may have been made for, by its name and their times.
QStringList PodJoin::claimants(const Vsi& vsi) const
{
    QStringList fits;
    if (m_cloud.isElsewhere(vsi.id, vsi.subnetId)) {
        return fits;
    }
    for (const QString& uid : m_podsByStem.values(stemOfVsi(vsi.name))) {
        if (setup::mayHaveStarted(m_pods.find(uid)->life, vsi.created)) {
            fits.append(uid);
        }
    }
    return fits;
}

Server PodJoin::serverOf(const PeerPodRow& peerPod) const
{
    Server server;
    server.peerPod = peerPod;
    server.link = Link::PeerPod;
    server.vsi = m_vsis.value(peerPod.instanceId);
    server.vsi.id = peerPod.instanceId;
    return server;
}

/// All servers of a pod, the one that counts first.
QList<Server> PodJoin::serversOf(const PodRow& pod) const
{
    QList<Server> all;
    for (const qsizetype index : m_peerPodsOf.value(pod.uid)) {
        all.append(serverOf(m_peerPods.at(index)));
    }
    for (const QString& id : m_unownedByStem.values(vsiStem(pod.name))) {
        const Vsi vsi = m_vsis.value(id);
        if (claimants(vsi) == QStringList { pod.uid }) {
            all.append(Server { vsi, {}, Link::Name });
        }
    }
    const auto madeAt = [](const Server& one) { return qMax(one.vsi.created, one.peerPod.created); };
    const auto rank = [&](const Server& one) {
        const bool isGone = one.vsi.hasFailed() || one.vsi.status == "deleting"_L1 || one.peerPod.deleting != 0;
        // A pod that runs runs where its PeerPod says; one that starts is on its newest attempt.
        const bool isProven = pod.isReady && one.link == Link::PeerPod;
        return std::tuple(!isGone, isProven, madeAt(one), one.vsi.id);
    };
    std::sort(all.begin(), all.end(), [&](const Server& a, const Server& b) { return rank(a) > rank(b); });
    return all;
}

JoinedPod PodJoin::join(const PodRow& pod) const
{
    JoinedPod joined;
    QList<Server> servers = serversOf(pod);
    if (!servers.isEmpty()) {
        joined.server = servers.takeFirst();
        joined.attempts = servers;
    }
    readInitdata(joined, pod);
    judge(joined, pod);
    return joined;
}

void PodJoin::readInitdata(JoinedPod& joined, const PodRow& pod) const
{
    joined.initdataKey = pod.initdataKey;
    const bool isRead = pod.initdataKey == m_cloud.facts.initdataAnnotation;
    joined.initdata = !pod.initdataKey.isEmpty() ? (isRead ? JoinedPod::Initdata::Annotation : JoinedPod::Initdata::Ignored)
        : m_cloud.globalInitdata.isEmpty()       ? JoinedPod::Initdata::None
                                                 : JoinedPod::Initdata::Global;
}

void PodJoin::judge(JoinedPod& joined, const PodRow& pod) const
{
    const Vsi vsi = joined.server ? joined.server->vsi : Vsi();
    joined.why = pod.message;
    if (pod.isOver) {
        joined.state = State::Ended;
        if (vsi.isKnown()) {
            joined.why = tr("The pod has ended, its VSI is still %1 and costs money until the pod is deleted.").arg(vsi.status);
        }
        return;
    }
    if (pod.deleting != 0) {
        joined.state = State::Terminating;
        joined.why = vsi.isKnown() ? tr("The pod is being deleted; its VSI is %1.").arg(vsi.status) : joined.why;
        return;
    }
    const bool isLagOver = joined.server && qMax(joined.server->peerPod.created, pod.created) + kSkew < m_cloud.now;
    if (joined.server && !vsi.isKnown() && m_cloud.areInstancesKnown && isLagOver) {
        joined.state = State::ServerMissing;
        joined.why = tr("PeerPod %1 names VSI %2, which the VPC does not have.").arg(joined.server->peerPod.name, vsi.id);
        return;
    }
    if (pod.node.isEmpty()) {
        joined.state = pod.message.contains("Insufficient kata.peerpods.io/vm"_L1) ? State::NoCapacity : State::Waiting;
        return;
    }
    if (isStartingWord(pod.status)) {
        judgeStart(joined, pod);
        return;
    }
    if (!pod.isReady) {
        joined.state = State::Troubled;
        return;
    }
    joined.state = isOpen(vsi.mode) ? State::Exposed : State::Running;
    if (isOpen(vsi.mode)) {
        joined.why = tr("The VSI runs with confidential_compute_mode \"disabled\": its memory is not protected.");
    } else if (joined.initdata == JoinedPod::Initdata::Ignored) {
        joined.why = tr("The INITDATA annotation %1 is not read by operator %2; the pod started with the global one.").arg(pod.initdataKey, m_cloud.facts.version);
    }
}

void PodJoin::judgeStart(JoinedPod& joined, const PodRow& pod) const
{
    const QString failure = m_cloud.startFailures.value(pod.uid);
    const auto fail = [&](const QString& why) {
        joined.state = State::CreateFailed;
        joined.why = why;
    };
    if (!joined.server) {
        if (!failure.isEmpty()) {
            fail(failure);
            return;
        }
        if (!pod.isPeerPod()) {
            joined.state = State::AgentStarting;
            joined.why = pod.message.isEmpty() ? tr("Its VM starts on worker %1.").arg(pod.node) : pod.message;
            return;
        }
        joined.state = State::Requested;
        joined.why = pod.message.isEmpty() ? tr("On worker %1; no VSI yet.").arg(pod.node) : pod.message;
        return;
    }
    const Vsi& vsi = joined.server->vsi;
    if (vsi.hasFailed() || vsi.status == "deleting"_L1 || vsi.status == "stopped"_L1 || vsi.status == "stopping"_L1) {
        fail(vsi.reasons.isEmpty() ? failure.isEmpty() ? tr("The VSI is %1.").arg(vsi.status) : failure : vsi.reasons.join(u"; "_s));
        return;
    }
    joined.state = vsi.isRunning() ? State::AgentStarting : State::ServerStarting;
    joined.why = vsi.isRunning() ? tr("The VSI runs; the agent in it or the image is not ready yet.") : tr("The VSI is %1; three to four minutes are usual.").arg(vsi.isKnown() ? vsi.status : tr("requested"));
    if (!joined.attempts.isEmpty()) {
        joined.why = tr("Attempt %1. %2").arg(joined.attempts.size() + 1).arg(joined.why);
    }
    if (!failure.isEmpty()) {
        joined.why += u' ' + tr("Before: %1").arg(failure);
    }
}

QStringList PodJoin::evidence(const Vsi& vsi, const QStringList& fits) const
{
    QStringList lines;
    lines.append(tr("No PeerPod in any namespace names it."));
    if (fits.isEmpty()) {
        lines.append(tr("No living pod of this cluster has the name in %1.").arg(vsi.name));
    } else {
        QStringList names;
        for (const QString& uid : fits) {
            const Known& pod = m_pods.find(uid).value();
            names.append(pod.ns + u'/' + pod.name);
        }
        names.sort();
        lines.append(tr("The name fits several pods: %1.").arg(names.join(u", "_s)));
    }
    const QString tag = m_cloud.taggedFor.value(vsi.id);
    if (!tag.isEmpty()) {
        lines.append(tr("Its tag coco-pod-vm:%1 is this cluster's.").arg(tag));
    } else if (m_cloud.facts.tagsInstances) {
        lines.append(tr("It carries no tag, although operator %1 tags its VSIs.").arg(m_cloud.facts.version));
    }
    if (m_cloud.subnets.contains(vsi.subnetId)) {
        lines.append(tr("Workers of this cluster are in its subnet %1 too.").arg(vsi.subnetId));
    } else if (m_cloud.isOutside(vsi.subnetId)) {
        lines.append(tr("No worker of this cluster is in its subnet %1, and whether peer-pods-cm names that subnet could not be read.").arg(vsi.subnetId));
    }
    if (!m_cloud.imageIds.isEmpty() && !vsi.imageId.isEmpty()) {
        lines.append(m_cloud.imageIds.contains(vsi.imageId) ? tr("Its image is the one in peer-pods-cm.") : tr("Its image %1 is not the one in peer-pods-cm.").arg(vsi.imageName.isEmpty() ? vsi.imageId : vsi.imageName));
    }
    if (!m_cloud.areOthersKnown) {
        lines.append(tr("Whether another cluster shares this VPC cannot be told: workers or clusters could not be read."));
    }
    if (!m_cloud.neighbours.isEmpty() && tag.isEmpty()) {
        lines.append(tr("Other clusters share this VPC and make such names too: %1.").arg(m_cloud.neighbours.join(u", "_s)));
    }
    return lines;
}

LostServer PodJoin::leftover(const PeerPodRow& peerPod) const
{
    LostServer lost;
    lost.server = serverOf(peerPod);
    const Vsi& vsi = lost.server.vsi;
    lost.kind = vsi.status == "deleting"_L1 || peerPod.deleting + kLeavingLong > m_cloud.now ? LostServer::Kind::Leaving : LostServer::Kind::Leftover;
    lost.evidence.append(tr("PeerPod %1/%2 names it; its pod %3 is gone.").arg(peerPod.ns, peerPod.name, peerPod.ownerName));
    if (peerPod.deleting != 0) {
        lost.evidence.append(tr("The PeerPod is being deleted; its finalizer holds it until the VSI is gone."));
    }
    if (!vsi.isKnown() && m_cloud.areInstancesKnown) {
        lost.evidence.append(tr("The VPC does not have this VSI any more; the operator retries the deletion for ever."));
    }
    return lost;
}

QList<LostServer> PodJoin::lost() const
{
    QList<LostServer> all;
    if (!m_cloud.arePodsKnown || !m_cloud.arePeerPodsKnown) {
        return all; // an owner may be where we cannot look
    }
    for (const QString& id : m_unowned) {
        const Vsi vsi = m_vsis.value(id);
        const QStringList fits = claimants(vsi);
        const setup::Fate fate = setup::fateOf(m_cloud, unnamed(vsi), !fits.isEmpty(), m_cloud.now);
        if (fits.size() == 1 || fate == setup::Fate::Elsewhere) {
            continue;
        }
        all.append({ kindOf(fate), { vsi, {}, Link::None }, evidence(vsi, fits) });
    }
    for (const PeerPodRow& peerPod : m_peerPods) {
        if (!m_pods.contains(peerPod.ownerUid)) {
            all.append(leftover(peerPod));
        }
    }
    std::sort(all.begin(), all.end(), [](const LostServer& a, const LostServer& b) {
        return std::tuple(a.kind, a.server.vsi.name, a.server.vsi.id) < std::tuple(b.kind, b.server.vsi.name, b.server.vsi.id);
    });
    return all;
}

QList<LostServer> PodJoin::unattributed() const
{
    QList<LostServer> all;
    for (const Vsi& vsi : m_vsis) {
        if (!m_cloud.isElsewhere(vsi.id, vsi.subnetId)) {
            all.append({ LostServer::Kind::Unknown, { vsi, {}, Link::None }, { tr("The cluster does not answer: which pod runs in it cannot be told.") } });
        }
    }
    std::sort(all.begin(), all.end(), [](const LostServer& a, const LostServer& b) { return std::tie(a.server.vsi.name, a.server.vsi.id) < std::tie(b.server.vsi.name, b.server.vsi.id); });
    return all;
}

QStringList PodJoin::elsewhere() const
{
    QStringList ids;
    std::copy_if(m_unowned.begin(), m_unowned.end(), std::back_inserter(ids), [this](const QString& id) { return m_cloud.isElsewhere(id, m_vsis.value(id).subnetId); });
    return ids;
}

} // namespace cocoon::dashboard
