// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/net/certificate_maker.h"
#include "services/net/http_transport.h"
#include "services/sandbox/actors/seeder.h"
#include "services/sandbox/actors/stage.h"
#include "test/support/api_transport.h"
#include "test/support/manual_clock.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

namespace cocoon::test {

/// Stands in for kubelet and Deployment controller: every Deployment is available at once.
class InstantDeployments : public sandbox::Actor {
public:
    using sandbox::Actor::Actor;
    void start() override { m_deployments = watch(kube::res::deployments); }

protected:
    void reconcile() override
    {
        for (const QJsonObject& deployment : m_deployments->objects()) {
            const int replicas = at(deployment, { u"spec", u"replicas" }).toInt(1);
            if (at(deployment, { u"status", u"availableReplicas" }).toInt() != replicas) {
                patch(kube::res::deployments, kube::namespaceOf(deployment), kube::nameOf(deployment),
                    { { QStringLiteral("status"), QJsonObject { { QStringLiteral("replicas"), replicas }, { QStringLiteral("readyReplicas"), replicas },
                                                      { QStringLiteral("availableReplicas"), replicas } } } },
                    QStringLiteral("status"));
            }
        }
    }

private:
    kube::Reflector* m_deployments = nullptr;
};

/// A cluster of three workers in this process, on a clock that the test moves.
class ActorFixture {
public:
    explicit ActorFixture(const sandbox::Scenario& story = {})
        : scenario(story)
        , authority(*net::makeAuthority(QStringLiteral("test")))
        , identity(*net::issueCertificate(authority, { QStringLiteral("server"), {}, { QStringLiteral("127.0.0.1") }, false, {}, {} }))
        , webhooks(webhookOptions(authority))
        , server(clock, &webhooks, serverOptions())
        , transport(server)
        , client(transport, access())
        , stage { client, clock, coco::Facts::builtIn(), scenario, clusterFacts(), {}, transport, QRandomGenerator(7), { identity.certificate },
            identity.key, authority.certificatePem }
    {
    }

    template <class T, class... Args>
    T* add(Args&&... args)
    {
        auto actor = std::make_unique<T>(stage, std::forward<Args>(args)...);
        T* raw = actor.get();
        actors.push_back(std::move(actor));
        raw->start();
        return raw;
    }

    /// Moves the clock until `condition` holds; false after `limit` of world time.
    bool until(const std::function<bool()>& condition, milliseconds limit = std::chrono::minutes(20))
    {
        const milliseconds end = clock.monotonic() + limit;
        while (true) {
            QCoreApplication::processEvents();
            if (condition()) {
                return true;
            }
            if (clock.monotonic() >= end) {
                return false;
            }
            // Sockets of the webhooks need real time; everything else only the clock.
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
            clock.advance(milliseconds(100));
        }
    }
    void run(milliseconds time)
    {
        const milliseconds end = clock.monotonic() + time;
        until([&] { return clock.monotonic() >= end; }, time);
    }

    template <class T>
    Result<T> wait(Job<T>* job)
    {
        bool done = false;
        Result<T> result = fail(Errc::Timeout, QStringLiteral("the test gave up"));
        job->then(&context, [&](const Result<T>& r) {
            result = r;
            done = true;
        });
        until([&] { return done; }, std::chrono::seconds(60));
        return result;
    }
    bool seedWorld() { return wait(sandbox::seed(stage)).has_value(); }

    QJsonObject find(const kube::Resource& r, const QString& ns, const QString& name) const { return server.find(r.group, r.plural, ns, name); }
    bool exists(const kube::Resource& r, const QString& ns, const QString& name) const { return !find(r, ns, name).isEmpty(); }
    Result<QJsonObject> make(const kube::Resource& r, const QString& ns, const QString& name, QJsonObject body = {})
    {
        QJsonObject metadata = body.value(QLatin1String("metadata")).toObject();
        metadata.insert(QStringLiteral("name"), name);
        if (!ns.isEmpty()) {
            metadata.insert(QStringLiteral("namespace"), ns);
        }
        body.insert(QStringLiteral("metadata"), metadata);
        body.insert(QStringLiteral("apiVersion"), r.apiVersion());
        body.insert(QStringLiteral("kind"), r.kind);
        return wait(client.create(r, ns, body));
    }
    bool merge(const kube::Resource& r, const QString& ns, const QString& name, const QJsonObject& patch, const QString& sub = {})
    {
        return wait(client.patch(r, ns, name, kube::PatchType::Merge, patch, {}, sub)).has_value();
    }
    void reboot(const QString& node)
    {
        merge(kube::res::nodes, {}, node,
            { { QStringLiteral("status"), QJsonObject { { QStringLiteral("nodeInfo"), QJsonObject { { QStringLiteral("bootID"), QStringLiteral("boot-%1").arg(++reboots) } } } } } },
            QStringLiteral("status"));
    }

    static sandbox::ApiServer::Options serverOptions()
    {
        sandbox::ApiServer::Options options;
        options.builtInGarbageCollector = true;
        return options;
    }
    static net::HttpTransport::Options webhookOptions(const net::Identity& authority)
    {
        net::HttpTransport::Options options;
        options.tls.systemRoots = false;
        options.tls.roots = { authority.certificate };
        options.proxy = QStringLiteral("direct");
        return options;
    }
    static kube::Access access()
    {
        kube::Access access;
        access.server = ApiTransport::url();
        return access;
    }
    static QJsonObject clusterFacts()
    {
        QJsonArray workers;
        for (int i = 1; i <= 3; ++i) {
            workers.append(QJsonObject { { QStringLiteral("id"), QStringLiteral("kube-demo-default-0000000%1").arg(i) },
                { QStringLiteral("ip"), QStringLiteral("10.243.0.%1").arg(3 + i) }, { QStringLiteral("zone"), QStringLiteral("eu-de-%1").arg(i) },
                { QStringLiteral("subnetId"), QStringLiteral("02b7-subnet-%1").arg(i) }, { QStringLiteral("flavor"), QStringLiteral("bx2.4x16") } });
        }
        return { { QStringLiteral("id"), QStringLiteral("cdemo0000") }, { QStringLiteral("name"), QStringLiteral("demo") },
            { QStringLiteral("region"), QStringLiteral("eu-de") }, { QStringLiteral("vpcId"), QStringLiteral("r010-vpc") },
            { QStringLiteral("resourceGroupId"), QStringLiteral("rg") }, { QStringLiteral("securityGroupId"), QStringLiteral("r010-sg") },
            { QStringLiteral("workers"), workers } };
    }

    QObject context;
    ManualClock clock;
    sandbox::Scenario scenario;
    net::Identity authority;
    net::Identity identity;
    net::HttpTransport webhooks;
    sandbox::ApiServer server;
    ApiTransport transport;
    kube::Client client;
    sandbox::Stage stage;
    std::vector<std::unique_ptr<sandbox::Actor>> actors;
    int reboots = 0;
};

} // namespace cocoon::test
