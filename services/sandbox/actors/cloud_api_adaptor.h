// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/adaptor_daemon.h"

namespace cocoon::sandbox {

/// The cloud API adaptors of all workers: for each kata-remote pod bound to a node whose osc-caa-ds container serves, make a
/// VSI, own it by a PeerPod, wait for the guest, report to the kubelet; take all of it away when the pod goes. Retries make a
/// new sandbox and a new VSI each time, as the real one does. Log lines are those of the real adaptor.
/// Faults read: `guest: unreachable` (the agent never answers).
class CloudApiAdaptor : public Actor {
    Q_OBJECT
public:
    CloudApiAdaptor(Stage& stage, NodeRuntime& runtime, QObject* parent = nullptr);
    void start() override;

    /// What the guest of a pod was given; empty instance id = no sandbox.
    struct GuestFacts {
        QString instanceId;
        QString initdata;
        const coco::OperatorFacts* facts = nullptr;
        ibm::Cloud* cloud = nullptr;
    };
    GuestFacts guestOf(const QJsonObject& pod) const;
    const coco::OperatorFacts& facts() const; ///< of the installed operator; while there is none, of the validated one

protected:
    void reconcile() override;

private:
    enum class Phase { Creating, Booting, Ready, Failed, Stopping };
    struct Sandbox {
        Phase phase = Phase::Creating;
        QString id;
        QString daemon; ///< key of the daemon that made it
        QString instanceId;
        QString instanceName;
        QString instanceCrn;
        QString peerPod;
        QString initdata;
        int attempt = 1;
        int looks = 0;
    };
    void reconcileDaemons();
    void reconcilePod(const QJsonObject& pod, AdaptorDaemon* daemon);
    void makeSandbox(const QJsonObject& pod, AdaptorDaemon& daemon, int attempt);
    void instanceMade(const QJsonObject& pod, AdaptorDaemon& daemon, const QJsonObject& instance);
    void look(const QString& podUid);
    void failSandbox(const QString& podUid, const QString& line);
    void stop(const QJsonObject& pod, AdaptorDaemon* daemon);
    void releasePeerPod(const QString& podUid, const QString& ns);
    AdaptorDaemon* daemonOf(const QString& node) const;
    const QJsonObject* podByUid(const QString& uid) const;

    NodeRuntime& m_runtime;
    kube::Reflector* m_pods = nullptr;
    kube::Reflector* m_nodes = nullptr;
    kube::Reflector* m_configMaps = nullptr;
    kube::Reflector* m_secrets = nullptr;
    kube::Reflector* m_csvs = nullptr;
    QHash<QString, AdaptorDaemon*> m_daemons; ///< by "pod uid/restarts"
    QHash<QString, Sandbox> m_sandboxes; ///< by pod uid
};

} // namespace cocoon::sandbox
