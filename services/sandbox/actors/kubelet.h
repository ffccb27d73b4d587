// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/sandbox/actors/node_runtime.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The kubelets of all workers: run the pods bound to them, restart with the machine (new boot id, Ready goes away and comes
/// back), answer logs, exec and attach on their HTTPS endpoint, which the API server proxies to. One server serves all nodes
/// (every node's InternalIP is loopback). Faults read: `node.neverReady: <node index>` (does not come back from its reboot).
class Kubelet : public Actor {
    Q_OBJECT
public:
    Kubelet(Stage& stage, NodeRuntime& runtime, QObject* parent = nullptr);
    ~Kubelet() override;
    void start() override;
    /// The machine restarts (the containers API's os_reboot was accepted). A privileged pod that asks the host's systemd does the same.
    void reboot(const QString& workerId);

protected:
    void reconcile() override;

private:
    enum class Power { Up, GoingDown, Down, ComingUp };
    struct Machine {
        Power power = Power::Up;
        int reboots = 0;
    };
    void goDown(const QString& node);
    void reconcileNode(const QJsonObject& node);
    void reconcilePod(const QJsonObject& pod);
    void terminate(const QJsonObject& pod);
    QString missingConfig(const QJsonObject& pod) const;
    QJsonObject statusFor(const QJsonObject& pod, const NodeRuntime::Health& health, bool running) const;
    void writeStatus(const QJsonObject& pod, const QJsonObject& status);
    bool isUp(const QString& node) const;
    void serve(net::Exchange& exchange);
    void serveLogs(net::Exchange& exchange, const QJsonObject& pod, const QString& container);
    void serveExec(net::Exchange& exchange, const QJsonObject& pod);
    void serveAttach(net::Exchange& exchange, const QJsonObject& pod, const QString& container);

    NodeRuntime& m_runtime;
    kube::Reflector* m_pods = nullptr;
    kube::Reflector* m_nodes = nullptr;
    kube::Reflector* m_configMaps = nullptr;
    kube::Reflector* m_secrets = nullptr;
    std::unique_ptr<net::HttpServer> m_server;
    quint16 m_port = 0;
    QHash<QString, Machine> m_machines; ///< by node name
};

} // namespace cocoon::sandbox
