// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/pod_row.h"
#include "models/dashboard/vsi.h"
#include "services/coco/facts.h"

#include <optional>

namespace cocoon::dashboard {

/// Why a server is taken for a pod's.
enum class Link { None, PeerPod, Name };

/// A server and the PeerPod that names it; either may be missing.
struct Server {
    Vsi vsi; ///< with its id alone when the cloud does not list it
    PeerPodRow peerPod; ///< no name: none names it
    Link link = Link::None;
    bool operator==(const Server&) const = default;
};

/// One confidential pod across both worlds.
struct JoinedPod {
    enum class State {
        Waiting, ///< not on a worker yet
        NoCapacity, ///< no worker has a free place for a pod VM
        Requested, ///< on a worker, no server yet
        ServerStarting,
        AgentStarting, ///< the server runs, the pod does not
        Running,
        Exposed, ///< runs on a server that is not confidential
        Troubled, ///< something in the pod itself: its own word says it
        CreateFailed,
        ServerMissing, ///< the PeerPod names a server the cloud does not have
        Terminating,
        Ended
    };
    enum class Initdata { None, Global, Annotation, Ignored }; ///< Ignored: under the key this operator version does not read

    State state = State::Waiting;
    QString why; ///< one sentence, "" when there is nothing to explain
    std::optional<Server> server; ///< the one it runs on or is starting on
    QList<Server> attempts; ///< servers of attempts that failed, newest first
    Initdata initdata = Initdata::None;
    QString initdataKey; ///< annotation in question

    double usdPerHour() const; ///< of all its servers; < 0 = not known
    bool operator==(const JoinedPod&) const = default;
};

/// Stable, for what is kept; "" where the pod's own word says it.
QString stateId(JoinedPod::State state);

/// A server that no living pod of this cluster owns.
struct LostServer {
    enum class Kind {
        Orphan, ///< nobody owns it and it costs money
        Unclaimed, ///< nobody is known to own it, and it may still be somebody's
        Leaving, ///< it is being deleted
        Leftover, ///< a PeerPod without its pod holds it
        Unknown ///< the cluster does not say who owns what
    };
    Kind kind = Kind::Orphan;
    Server server;
    QStringList evidence;
    bool operator==(const LostServer&) const = default;
};

/// Everything the join reads but the pods.
struct CloudSide : setup::Neighbourhood {
    QList<QJsonObject> peerPods;
    QList<QJsonObject> instances; ///< of the cluster's VPC
    bool arePeerPodsKnown = true; ///< of all namespaces
    bool arePodsKnown = true; ///< of all namespaces
    bool areInstancesKnown = true;
    QString imageIds; ///< IBMCLOUD_PODVM_IMAGE_ID of the map
    QString globalInitdata; ///< INITDATA of the map
    QHash<QString, QString> startFailures; ///< pod uid → what the last FailedCreatePodSandBox said
    QHash<QString, ListPrice> prices; ///< by profile
    coco::OperatorFacts facts;
    qint64 now = 0; ///< ms since 1970
};

/// Joins pods with PeerPods and servers. PeerPods are the authority (owner's uid, instance id); a server without one is
/// matched by its name, which is no proof: what fits several pods is nobody's. Nothing is called an orphan while a list that
/// could name its owner is not known. Pods come and go one by one, the cloud's side is told as a whole.
class PodJoin {
public:
    explicit PodJoin(CloudSide cloud = {});
    void setCloud(CloudSide cloud);
    /// Uids of pods whose join the cloud's side has a say in.
    QSet<QString> touched() const;

    /// Tells of a confidential pod (again). Returns the uids of other pods whose join may differ now.
    QStringList add(const PodRow& pod);
    QStringList remove(const QString& uid);
    JoinedPod join(const PodRow& pod) const;
    QList<LostServer> lost() const;
    /// Every pod VM that is not another cluster's, when the cluster cannot be asked whose it is.
    QList<LostServer> unattributed() const;
    /// Ids of servers that are another cluster's.
    QStringList elsewhere() const;
    const CloudSide& cloud() const { return m_cloud; }

private:
    struct Known {
        QString name;
        QString ns;
        setup::PodLife life;
    };
    QList<Server> serversOf(const PodRow& pod) const;
    Server serverOf(const PeerPodRow& peerPod) const;
    QStringList claimants(const Vsi& vsi) const;
    QStringList evidence(const Vsi& vsi, const QStringList& fits) const;
    void judge(JoinedPod& joined, const PodRow& pod) const;
    void judgeStart(JoinedPod& joined, const PodRow& pod) const;
    void readInitdata(JoinedPod& joined, const PodRow& pod) const;
    LostServer leftover(const PeerPodRow& peerPod) const;
    QStringList neighboursOf(const QString& stem, const QString& uid) const;

    CloudSide m_cloud;
    QList<PeerPodRow> m_peerPods;
    QHash<QString, QList<qsizetype>> m_peerPodsOf; ///< by the pod's uid
    QHash<QString, Vsi> m_vsis; ///< by id
    QStringList m_unowned; ///< ids of servers that look like pod VMs and that no PeerPod names
    QMultiHash<QString, QString> m_unownedByStem;
    QHash<QString, Known> m_pods; ///< by uid
    QMultiHash<QString, QString> m_podsByStem;
};

} // namespace cocoon::dashboard
