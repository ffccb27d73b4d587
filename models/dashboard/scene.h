// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/installer.h"
#include "models/dashboard/pod_join.h"
#include "models/plan/assessment.h"
#include "models/plan/intent.h"
#include "models/setup/worker_view.h"
#include "services/coco/facts.h"

#include <QSet>

namespace cocoon::dashboard {

/// How well one part of the scene is known; said on its card.
struct Part {
    enum class State { Known, Loading, Stale, Forbidden, NoCredential, Failed }; ///< the worst last
    State state = State::Loading;
    QDateTime since; ///< when the oldest value was heard; invalid = there is none
    Error error;
    bool isKnown() const { return state == State::Known || state == State::Stale; }
    /// Worth saying its age: stale, or, while the cluster is cut off, older than what is still being asked would be.
    bool isOldAt(const QDateTime& now, bool isCut) const;
};

/// A node from both sides: what Kubernetes says and what IBM Cloud says.
struct NodeView {
    QString name;
    QString zone;
    QString workerId;
    QString os;
    QString version; ///< of the kubelet
    QString flavor;
    setup::WorkerView::Stage stage = setup::WorkerView::Stage::Untouched;
    QString label; ///< install label, "" = none
    QString says;
    QString proof;
    bool isWorker = true; ///< one of the pool this installation is about
    bool isReady = false;
    bool isCordoned = false;
    QString cordonedBy; ///< "", "cocoon"
    QStringList troubles; ///< conditions that should not hold ("DiskPressure")
    QString bootId;
    QJsonObject labels;
    QJsonObject annotations;
    QDateTime created;
    QDateTime readySince; ///< last change of the Ready condition
    QString cloudState; ///< "deployed"; "" = not known
    QString cloudHealth; ///< "normal"
    QString cloudMessage;
    QString adaptor; ///< name of the adaptor's pod on it
    bool isAdaptorReady = false;
    int adaptorRestarts = 0;
    int places = -1; ///< allocatable kata.peerpods.io/vm, -1 = not advertised
    int used = 0; ///< of its places, by pods on it
    int pods = 0; ///< confidential ones on it that have not ended, whether they take a place or not
    bool isHealthy() const;
    /// The word history keeps: label or stage, with what makes it unusable.
    QString stateWord() const;
    bool operator==(const NodeView& o) const;
};

/// A server in the VPC that a peer pod of this cluster runs in, or ran in.
struct MachineView {
    /// Who holds it; LostServer's words and two for what is not lost.
    enum class Claim {
        Owned, ///< a pod runs in it, or starts on it
        Unknown, ///< cannot be told with what may be read
        Unclaimed,
        Leaving,
        Leftover,
        Orphan
    };
    QString id;
    QString name;
    QString status; ///< the VPC's word
    QString mode; ///< confidential_compute_mode
    QString profile;
    QString zone;
    QString owner; ///< "namespace/pod"
    QDateTime created;
    int vcpus = 0;
    double usdPerHour = -1; ///< list price; -1 = not known
    Claim claim = Claim::Unknown;
    QStringList evidence; ///< for a claim of nobody's
    QStringList reasons; ///< what the VPC says about its state
    QString address;
    bool isOrphan() const { return claim == Claim::Orphan; }
    bool isOwnerless() const { return claim == Claim::Orphan || claim == Claim::Leftover; }
};

/// A confidential pod with the times of its start that the cluster remembers.
struct PodView {
    QString ns;
    QString name;
    QString uid;
    QString node;
    QString phase;
    bool isReady = false;
    bool isFailed = false;
    bool hasServer = false; ///< it runs in a server of the cloud, or wants one
    QString why; ///< of a failure, or of a wait
    QString status; ///< the word `oc get pods` has in STATUS
    QString ip;
    JoinedPod::State state = JoinedPod::State::Waiting;
    QString machineId;
    QDateTime requested;
    QDateTime machineMade;
    QDateTime agentReady;
    QDateTime started; ///< the container that was started last
    QDateTime ready; ///< since its last change
    int restarts = 0;
    /// The word history keeps: the pod's own where its state says no more (items::seenWord() reads both).
    QString stateWord() const;
    bool isOver() const; ///< it has done its work
    bool hasEnded() const; ///< so or otherwise
    bool takesPlace() const; ///< of those a worker offers; who has ended has given it back
};

struct Capacity {
    int places = 0; ///< on workers that take new pods
    int used = 0;
    bool isAdvertised = false;
    int vcpus = 0; ///< of the VPC's peer-pod servers
    struct Subnet {
        QString name;
        QString zone;
        int free = 0;
        int total = 0;
    };
    QList<Subnet> subnets;
};

struct Money {
    double usdPerHour = 0;
    double ownerlessPerHour = 0; ///< of Scene::ownerless()
    bool isKnown = false;
    bool isPartial = false; ///< some server's price is not known
    bool isRecorded = false; ///< some price is a recorded one: the catalog did not answer
    QString note; ///< whose prices, of when
};

/// Everything the dashboard shows at one moment, read from one World.
struct Scene {
    QDateTime now;
    bool isInstalled = false; ///< a KataConfig is there
    Installer installer;
    bool isInstallerOpen = false; ///< what would tell is not read yet
    QString operatorVersion;
    QList<NodeView> nodes;
    QList<MachineView> machines;
    int elsewhere = 0; ///< servers of other clusters in the VPC: none of ours, and not counted
    QList<PodView> pods;
    Capacity capacity;
    Money money;
    Part nodesPart;
    Part podsPart;
    Part machinesPart;
    Part moneyPart;
    Part subnetsPart;
    Part cloudWorkersPart;
    QString region;
    QString vpcId;
    QString clusterId;
    QString onlyNamespace; ///< "" or the one namespace that may be seen
    QList<world::Query> needs;
    QList<world::Query> ownerNeeds; ///< those of them that say who owns a server
    bool isCut() const { return nodesPart.state == Part::State::Stale || nodesPart.state == Part::State::Failed; } ///< the cluster does not answer
    bool areOwnersSettled = false; ///< each of those was answered, if only by a refusal

    int workers() const;
    int installedWorkers() const;
    int readyPods() const;
    int startingPods() const;
    int failedPods() const;
    int completedPods() const;
    int claimed(MachineView::Claim claim) const;
    QList<MachineView> orphans() const;
    /// VSIs that no living pod owns and nobody deletes: orphans, and those that a PeerPod holds whose pod is gone.
    int ownerless() const;
    /// Confidential containers are here, and not by what Cocoon sets up.
    bool isForeign() const;
};

/// Reads the scene. Asks what it needs (Scene::needs); what is not answered yet is Loading, never zero.
Scene sceneOf(const world::World& world, const plan::Intent& intent, const coco::Facts& facts, const plan::Assessment& nodesStep);

/// How well these questions are answered, the worst first; empty = known.
Part partOf(const world::World& world, const QList<world::Query>& queries);

} // namespace cocoon::dashboard
