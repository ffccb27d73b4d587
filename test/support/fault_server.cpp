// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/fault_server.h"

#include <QTcpServer>

namespace cocoon::test {

using namespace Qt::StringLiterals;

bool Target::matches(const QByteArray& itsMethod, const QUrl& url, const QByteArray& itsBody) const
{
    return itsMethod == method && url.path().endsWith(path) && url.query(QUrl::FullyDecoded).contains(query) && itsBody.contains(body);
}

FaultServer::FaultServer(net::HttpServer::Handler good, std::function<QByteArray(int)> refusal)
    : m_good(good)
    , m_spoiler(std::move(good), std::move(refusal), kHint)
    , m_port(m_server.listen().value_or(0))
{
    m_server.setHandler([this](net::Exchange& exchange) { handle(exchange); });
}

FaultServer::~FaultServer() = default;

void FaultServer::strike(Fault fault, int times, const Target& target)
{
    m_server.dropConnections(); // what is left of an earlier cell
    m_fault = fault;
    m_left = times;
    m_target = target;
    m_asked = 0;
}

void FaultServer::countRefused()
{
    ++m_asked;
    --m_left;
}

void FaultServer::handle(net::Exchange& exchange)
{
    const QUrl url = QUrl::fromEncoded(exchange.request().target);
    if (!m_target.matches(exchange.request().method, url, exchange.request().body)) {
        m_good(exchange);
        return;
    }
    ++m_asked;
    if (m_left <= 0) {
        m_good(exchange);
        return;
    }
    --m_left;
    if (m_fault == Fault::Expired && onExpired) {
        onExpired();
    }
    m_spoiler.spoil(exchange, m_fault);
}

FaultWire::FaultWire(FaultServer& server)
    : m_server(server)
{
    renew();
    QTcpServer closed;
    closed.listen(QHostAddress::LocalHost);
    m_closedPort = closed.serverPort();
}

void FaultWire::renew()
{
    m_http = std::make_unique<net::HttpTransport>(net::HttpTransport::Options());
}

net::Request FaultWire::prepared(net::Request request)
{
    if (m_server.isStruck(request.method, request.url, request.secretBody ? request.secretBody->reveal() : request.body)) {
        if (m_server.fault() == Fault::Refused) {
            request.url.setPort(m_closedPort);
            m_server.countRefused();
        } else if (m_server.fault() == Fault::Silence) {
            request.deadlines.firstByte = milliseconds(40);
        } else if (m_server.fault() == Fault::Drip) {
            request.deadlines.firstByte = milliseconds(15); // ten times that in all
        }
    }
    return request;
}

Job<net::Response>* FaultWire::send(const net::Request& request)
{
    ++m_underWay;
    Job<net::Response>* job = m_http->send(prepared(request));
    connect(job, &QObject::destroyed, this, [this] { --m_underWay; });
    return job;
}

net::Stream* FaultWire::open(const net::Request& request)
{
    ++m_underWay;
    net::Stream* stream = m_http->open(prepared(request));
    connect(stream, &QObject::destroyed, this, [this] { --m_underWay; });
    return stream;
}

} // namespace cocoon::test
