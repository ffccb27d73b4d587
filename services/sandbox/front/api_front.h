// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/http_server.h"
#include "services/sandbox/front/accept.h"
#include "services/sandbox/front/reviews.h"
#include "services/sandbox/front/server_documents.h"

#include <QSet>
#include <QTimer>

#include <memory>

namespace cocoon::sandbox {

class KubeletProxy;

/// The HTTP shell of the simulated API server: who asks (401), may they (403, RBAC), then discovery, OpenAPI, reviews and
/// the kubelet proxy by itself, everything else through ApiServer, printed as Table or YAML when asked.
/// Faults (scenario keys, flat or under `api`): `api.latencyMs`, `api.rateLimit` (requests per second, then 429),
/// `api.compactEvery` and `api.cutWatches` (seconds). The sandbox's own actors are spared from them.
/// Thread: GUI thread. Everything it is given must outlive it.
class ApiFront : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString gitVersion = QStringLiteral("v1.32.9+3f2c1a7");
        QJsonObject faults;
    };
    ApiFront(ApiServer& api, Clock& clock, net::Transport& kubeletTransport, Options options, QObject* parent = nullptr);
    ~ApiFront() override;

    Authenticator& authenticator() { return m_authenticator; }
    void setAddress(const QString& address) { m_documents.setAddress(address); }
    void handle(net::Exchange& exchange);
    /// Makes the roles, bindings and namespaces every cluster has; what exists stays.
    void bootstrap();

    /// Name of the user whom faults never hit.
    static QString actorUser() { return QStringLiteral("system:sandbox"); }

private:
    void serve(net::Exchange& exchange);
    void serveResource(net::Exchange& exchange, const User& user, const RequestInfo& what);
    void stream(net::Exchange& exchange, const ApiReply& reply, const RequestInfo& what, const Wanted& wanted);
    void finish(net::Exchange& exchange, ApiReply reply, const RequestInfo& what, const Wanted& wanted);
    ApiReply createToken(const RequestInfo& what, const QByteArray& body);
    std::optional<User> impersonated(const User& user, net::Exchange& exchange);
    bool isOverRate();
    double fault(const QString& name) const;

    ApiServer& m_api;
    Clock& m_clock;
    Options m_options;
    Authenticator m_authenticator;
    Rbac m_rbac;
    Reviews m_reviews;
    ServerDocuments m_documents;
    std::unique_ptr<KubeletProxy> m_kubelets;
    QList<QPointer<net::Exchange>> m_watches;
    QTimer m_compactTimer, m_cutTimer;
    qint64 m_second = 0;
    int m_requestsThisSecond = 0;
};

} // namespace cocoon::sandbox
