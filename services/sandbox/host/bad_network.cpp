// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/host/bad_network.h"

#include "services/base/json.h"
#include "services/sandbox/front/api_front.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    int every(const QJsonObject& faults, const QString& what)
    {
        const QJsonValue flat = faults.value(u"network."_s + what);
        return (flat.isUndefined() ? at(faults, { u"network", what }) : flat).toInt();
    }

    bool isActor(const net::ServerRequest& request)
    {
        return request.headers.value("User-Agent") == BadNetwork::actorAgent()
            || (!request.peerChain.isEmpty() && request.peerChain.first().subjectInfo(QSslCertificate::CommonName).contains(ApiFront::actorUser()));
    }

    bool isRead(const net::ServerRequest& request)
    {
        return request.method == "GET" || request.method == "HEAD";
    }
}

BadNetwork::BadNetwork(const QJsonObject& faults)
    : m_reads { every(faults, u"reads"_s) }
    , m_writes { every(faults, u"writes"_s) }
{
}

net::Fault BadNetwork::next()
{
    while (true) {
        const net::Fault fault = net::kFaults[m_next++ % std::size(net::kFaults)];
        if (fault != net::Fault::Silence && fault != net::Fault::Drip) {
            return fault;
        }
    }
}

net::HttpServer::Handler BadNetwork::before(net::HttpServer::Handler good, const std::function<QByteArray(int)>& refusal)
{
    if (m_reads.every <= 0 && m_writes.every <= 0) {
        return good;
    }
    const net::Spoiler spoiler(good, refusal, std::chrono::seconds(1));
    return [this, good, spoiler](net::Exchange& exchange) {
        const net::ServerRequest& request = exchange.request();
        if (!isActor(request) && (isRead(request) ? m_reads : m_writes).isDue()) {
            spoiler.spoil(exchange, next());
        } else {
            good(exchange);
        }
    };
}

} // namespace cocoon::sandbox
