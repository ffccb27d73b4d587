// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/fault_server.h"

#include <QTcpServer>
#include <QTimer>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    constexpr qsizetype kHuge = 10 * 1024 * 1024;
    const QByteArray kPage = "<!DOCTYPE html><html><body>Please log in</body></html>";

    /// Takes the good answer instead of sending it.
    class Caught : public net::Exchange {
    public:
        using Reply = std::function<void(int, const net::Headers&, const QByteArray&)>;
        Caught(net::Exchange& real, Reply reply)
            : net::Exchange(&real)
            , m_real(real)
            , m_reply(std::move(reply))
        {
            connect(&real, &net::Exchange::closed, this, &net::Exchange::closed);
        }
        const net::ServerRequest& request() const override { return m_real.request(); }
        void reply(int status, const net::Headers& headers, const QByteArray& body) override { m_reply(status, headers, body); }
        void beginStream(int, const net::Headers&) override { }
        void write(const QByteArray&) override { }
        void finish() override { }
        bool isWebSocketUpgrade() const override { return m_real.isWebSocketUpgrade(); }
        QStringList offeredSubprotocols() const override { return m_real.offeredSubprotocols(); }
        void acceptWebSocket(const QByteArray&) override { }
        void sendMessage(const QByteArray&, bool) override { }
        void closeWebSocket(int) override { }
        void abort() override { m_real.abort(); }

    private:
        net::Exchange& m_real;
        Reply m_reply;
    };

    net::Headers type(const QByteArray& contentType)
    {
        net::Headers headers;
        headers.add("Content-Type", contentType);
        return headers;
    }

    bool isStream(const net::Exchange& exchange)
    {
        const net::ServerRequest& request = exchange.request();
        return exchange.isWebSocketUpgrade() || request.query.hasQueryItem(u"watch"_s) || request.query.hasQueryItem(u"follow"_s);
    }
}

QString faultName(Fault fault)
{
    switch (fault) {
    case Fault::Refused: return u"refused"_s;
    case Fault::Reset: return u"reset"_s;
    case Fault::Silence: return u"silence"_s;
    case Fault::Expired: return u"401"_s;
    case Fault::Forbidden: return u"403"_s;
    case Fault::Conflict: return u"409"_s;
    case Fault::Gone: return u"410"_s;
    case Fault::Busy: return u"429"_s;
    case Fault::Failed: return u"500"_s;
    case Fault::Down: return u"503"_s;
    case Fault::Truncated: return u"cut JSON"_s;
    case Fault::WebPage: return u"web page"_s;
    case Fault::Huge: return u"10 MiB"_s;
    case Fault::Drip: return u"drip"_s;
    }
    return {};
}

int statusOf(Fault fault)
{
    switch (fault) {
    case Fault::Expired: return 401;
    case Fault::Forbidden: return 403;
    case Fault::Conflict: return 409;
    case Fault::Gone: return 410;
    case Fault::Busy: return 429;
    case Fault::Failed: return 500;
    case Fault::Down: return 503;
    default: return 0;
    }
}

bool Target::matches(const QByteArray& itsMethod, const QUrl& url) const
{
    return itsMethod == method && url.path().endsWith(path) && url.query(QUrl::FullyDecoded).contains(query);
}

FaultServer::FaultServer(net::HttpServer::Handler good, std::function<QByteArray(int)> refusal)
    : m_good(std::move(good))
    , m_refusal(std::move(refusal))
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
    if (!m_target.matches(exchange.request().method, url)) {
        m_good(exchange);
        return;
    }
    ++m_asked;
    if (m_left <= 0) {
        m_good(exchange);
        return;
    }
    --m_left;
    if (const int status = statusOf(m_fault); status > 0) {
        net::Headers headers = type("application/json");
        if (m_fault == Fault::Busy) {
            headers.add("Retry-After", QByteArray::number(qint64(kHint.count())));
        }
        if (m_fault == Fault::Expired && onExpired) {
            onExpired();
        }
        exchange.reply(status, headers, m_refusal(status));
    } else if (m_fault == Fault::WebPage) {
        exchange.reply(200, type("text/html; charset=utf-8"), kPage);
    } else if (m_fault == Fault::Silence) {
        return;
    } else if (isStream(exchange)) {
        spoilStream(exchange);
    } else {
        spoil(exchange);
    }
}

void FaultServer::cut(net::Exchange& exchange, int status, const net::Headers& headers, const QByteArray& body)
{
    net::Headers half = headers;
    half.remove("Content-Length");
    exchange.beginStream(status, half);
    exchange.write(body.left(std::max<qsizetype>(1, body.size() / 2)));
    // Once it is out: a reset takes what is still in the socket with it.
    QTimer::singleShot(5, &exchange, [&exchange] { exchange.abort(); });
}

void FaultServer::drip(net::Exchange& exchange, const net::Headers& headers)
{
    exchange.beginStream(200, headers);
    auto* timer = new QTimer(&exchange);
    connect(timer, &QTimer::timeout, &exchange, [&exchange] { exchange.write(" "); });
    connect(&exchange, &net::Exchange::closed, timer, &QTimer::stop);
    timer->start(10);
}

void FaultServer::spoil(net::Exchange& exchange)
{
    if (m_fault == Fault::Drip) {
        drip(exchange, type("application/json"));
        return;
    }
    m_good(*new Caught(exchange, [this, &exchange](int status, const net::Headers& headers, const QByteArray& body) {
        if (m_fault == Fault::Reset) {
            cut(exchange, status, headers, body);
        } else if (m_fault == Fault::Truncated) {
            exchange.reply(status, headers, body.left(body.size() / 2));
        } else {
            // Blanks and line breaks at the end mean nothing to JSON, YAML and a log.
            exchange.reply(status, headers, body + QByteArray(kHuge, '\n'));
        }
    }));
}

void FaultServer::spoilStream(net::Exchange& exchange)
{
    const bool isWatch = exchange.request().query.hasQueryItem(u"watch"_s);
    const QByteArray half = isWatch ? "{\"type\":\"ADDED\",\"object\":{\"meta" : "half a line";
    if (exchange.isWebSocketUpgrade() && m_fault != Fault::Drip) {
        exchange.acceptWebSocket("v4.channel.k8s.io");
        exchange.sendMessage(QByteArray("\x01") + (m_fault == Fault::Huge ? QByteArray(kHuge, 'x') : half));
        if (m_fault == Fault::Huge) {
            exchange.sendMessage("\x03{\"status\":\"Success\"}");
        }
        if (m_fault == Fault::Reset) {
            QTimer::singleShot(5, &exchange, [&exchange] { exchange.abort(); });
        } else {
            exchange.closeWebSocket();
        }
    } else if (m_fault == Fault::Drip) {
        drip(exchange, type("application/json"));
    } else if (m_fault == Fault::Reset) {
        cut(exchange, 200, type("application/json"), half + half);
    } else {
        exchange.beginStream(200, type("application/json"));
        exchange.write(m_fault == Fault::Huge ? QByteArray(kHuge, '\n') : half + '\n');
        exchange.finish();
    }
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
    if (m_server.isStruck(request.method, request.url)) {
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
