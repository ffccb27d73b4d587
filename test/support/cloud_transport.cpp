// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/cloud_transport.h"

namespace cocoon::test {

namespace {
    /// What the cloud is given; its answer settles the job that owns it.
    class CloudExchange : public net::Exchange {
    public:
        CloudExchange(net::ServerRequest asked, Job<net::Response>* job)
            : net::Exchange(job)
            , m_request(std::move(asked))
            , m_job(job)
        {
        }
        const net::ServerRequest& request() const override { return m_request; }
        void reply(int status, const net::Headers& headers, const QByteArray& body) override
        {
            net::Response response;
            response.status = status;
            response.headers = headers;
            response.body = body;
            m_job->resolve(response);
        }
        void beginStream(int, const net::Headers&) override { }
        void write(const QByteArray&) override { }
        void finish() override { }
        bool isWebSocketUpgrade() const override { return false; }
        QStringList offeredSubprotocols() const override { return {}; }
        void acceptWebSocket(const QByteArray&) override { }
        void sendMessage(const QByteArray&, bool) override { }
        void closeWebSocket(int) override { }
        void abort() override { m_job->resolve(fail(Errc::Network, QStringLiteral("The connection was cut."))); }

    private:
        net::ServerRequest m_request;
        Job<net::Response>* m_job;
    };
}

CloudTransport::CloudTransport(sandbox::CloudSim& cloud, QObject* parent)
    : net::Transport(parent)
    , m_cloud(cloud)
{
}

Job<net::Response>* CloudTransport::send(const net::Request& request)
{
    auto* job = new Job<net::Response>(this);
    net::ServerRequest call;
    call.method = request.method;
    call.path = request.url.path(QUrl::FullyDecoded);
    call.query = QUrlQuery(request.url.query(QUrl::FullyEncoded));
    call.headers = request.headers;
    if (request.authorization) {
        call.headers.set("Authorization", request.authorization->reveal());
    }
    call.body = request.secretBody ? request.secretBody->reveal() : request.body;
    m_cloud.handle(*new CloudExchange(call, job));
    return job;
}

net::Stream* CloudTransport::open(const net::Request&)
{
    return nullptr;
}

} // namespace cocoon::test
