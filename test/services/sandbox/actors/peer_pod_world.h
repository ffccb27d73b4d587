// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/cloud.h"
#include "services/sandbox/actors/node_runtime.h"
#include "services/sandbox/cloud/cloud_sim.h"
#include "test/services/sandbox/actors/actor_fixture.h"
#include "test/support/cloud_transport.h"

#include <QMap>

namespace cocoon::test {

/// A cluster in the simulated cloud, both on one clock that the test moves: what an operator of this version leaves behind, a
/// kubelet, and the adaptor of the first worker with the osc-caa-ds pod it runs in. `faults` are those of the story and the cloud.
class PeerPodWorld : public ActorFixture {
public:
    explicit PeerPodWorld(const QJsonObject& faults = {}, const QString& version = QStringLiteral("1.10.3"));

    static QByteArray accountKey() { return "key-of-the-account"; } ///< what IAM accepts
    /// Kubelet and adaptor begin, with the settings as they should be but for `changes`.
    void start(const QJsonObject& changes = {}, const QByteArray& apiKey = accountKey());
    bool isServing(); ///< soon
    /// Somebody takes back what start() was given.
    void correct(const QJsonObject& changes);
    void makeAdaptorPod(const QString& name);
    bool deleteAdaptorPod();
    QJsonObject adaptorPod() const;
    /// The operator's manager comes up, and its PeerPod controller with it.
    void startController();

    /// A confidential pod on the worker, in namespace default; its uid.
    QString makePod(const QString& name, const QJsonObject& annotations = {});
    void deletePod(const QString& name, std::optional<int> grace = {});
    bool hasPod(const QString& name) const;
    QString phaseOf(const QString& name) const;
    qsizetype failedStarts(const QString& podUid) const; ///< as events of the pod tell

    QList<QJsonObject> peerPods() const;
    QString vsiOf(const QString& podUid) const; ///< id of the VSI that a PeerPod names for this pod
    /// Ids of all VSIs of the region by their names, as the account's owner lists them.
    QMap<QString, QString> vsis();
    bool isGone(const QString& vsi) const { return sim.instance(vsi).isEmpty(); }
    QString statusOf(const QString& vsi) const { return str(sim.instance(vsi), { u"status" }); }

    QStringList log() const; ///< of the adaptor's container
    /// What the last group of the pattern takes out of each line that it matches.
    QStringList captured(const QString& pattern) const;
    bool says(const QString& pattern) const { return !captured(pattern).isEmpty(); }

    sandbox::NodeRuntime runtime { clock };
    sandbox::CloudSim sim;
    CloudTransport wire { sim };
    sandbox::Stage inCloud; ///< the fixture's own stage knows no cloud
    ibm::Cloud console; ///< the account's owner
    QString worker; ///< name of its node
    QJsonObject settings; ///< of peer-pods-cm, as they should be

private:
    template <class T, class... Args>
    void play(Args&&... args)
    {
        auto actor = std::make_unique<T>(inCloud, std::forward<Args>(args)...);
        T* raw = actor.get();
        m_cast.push_back(std::move(actor));
        raw->start();
    }

    QString m_adaptorName;
    QString m_adaptorUid;
    std::vector<std::unique_ptr<sandbox::Actor>> m_cast; ///< the first to go
};

} // namespace cocoon::test
