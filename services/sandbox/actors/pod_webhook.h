// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The two admission webhooks of the operator, over TLS on loopback: `mwebhook.peerpods.io` changes kata-remote pods (only
/// while a replica of Deployment peer-pods-webhook is available), `vkataconfig.kb.io` refuses a second KataConfig (only
/// while controller-manager is). A webhook that is not up cuts the connection, as a Service without endpoints does.
/// Fault: `webhook: down`.
class PodWebhook : public Actor {
    Q_OBJECT
public:
    explicit PodWebhook(Stage& stage, QObject* parent = nullptr);
    void start() override;

    QString podUrl() const; ///< "" until it listens
    QString singletonUrl() const;

protected:
    void reconcile() override;

private:
    void answer(net::Exchange& exchange);
    void answerSingleton(net::Exchange& exchange, const QString& uid);

    net::HttpServer m_server;
    quint16 m_port = 0;
    kube::Reflector* m_deployments = nullptr;
    kube::Reflector* m_namespaces = nullptr;
    bool m_podWebhookUp = false;
    bool m_managerUp = false;
};

/// The JSON patch for a pod under admission; empty when the pod is none of the webhook's business.
QJsonArray peerPodPatch(const QJsonObject& pod);
/// Quantities as Kubernetes writes them: CPU in thousandths, memory in bytes; 0 when it is none.
double cpuMillis(const QString& quantity);
double memoryBytes(const QString& quantity);

} // namespace cocoon::sandbox
