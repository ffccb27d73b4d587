// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/net/http_transport.h"
#include "services/net/spoiler.h"

namespace cocoon::test {

using net::Fault;
using net::faultName;
using net::kFaults;
using net::statusOf;
inline constexpr std::chrono::seconds kHint { 7 }; ///< Retry-After of Fault::Busy

/// Which requests a fault is for.
struct Target {
    QByteArray method;
    QString path; ///< ends with this
    QString query; ///< contains this
    QByteArray body {}; ///< so does this
    bool matches(const QByteArray& itsMethod, const QUrl& url, const QByteArray& itsBody) const;
};

/// A loopback server that answers as `good` does, but for the requests a fault is set for: those are spoilt on the wire,
/// their good answer included where it is what gets cut, blown up or dripped.
class FaultServer : public QObject {
    Q_OBJECT
public:
    /// `refusal` makes the body of an error status, in the shape of the service.
    FaultServer(net::HttpServer::Handler good, std::function<QByteArray(int status)> refusal);
    ~FaultServer() override;
    quint16 port() const { return m_port; }

    /// From now on: the next `times` requests of the target.
    void strike(Fault fault, int times, const Target& target);
    Fault fault() const { return m_fault; }
    bool isStruck(const QByteArray& method, const QUrl& url, const QByteArray& body) const { return m_left > 0 && m_target.matches(method, url, body); }
    int asked() const { return m_asked; } ///< requests of the target since strike()
    void countRefused(); ///< one that was sent to a closed port instead
    std::function<void()> onExpired; ///< a 401 goes out

private:
    void handle(net::Exchange& exchange);

    net::HttpServer m_server { {} };
    net::HttpServer::Handler m_good;
    net::Spoiler m_spoiler;
    quint16 m_port = 0;
    Fault m_fault = Fault::Silence;
    Target m_target;
    int m_left = 0;
    int m_asked = 0;
};

/// The way to a FaultServer: refuses connections where the fault says so, shortens the deadlines only where a fault needs
/// them to run out, and knows when nothing is under way, which is when a manual clock may move.
class FaultWire : public net::Transport {
    Q_OBJECT
public:
    explicit FaultWire(FaultServer& server);
    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;
    bool isIdle() const { return m_underWay == 0; }
    /// Connections of an earlier cell are not used again.
    void renew();

private:
    net::Request prepared(net::Request request);
    FaultServer& m_server;
    std::unique_ptr<net::HttpTransport> m_http;
    quint16 m_closedPort = 0;
    int m_underWay = 0;
};

} // namespace cocoon::test
