// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/spoiler.h"

#include <QTimer>

namespace cocoon::net {

using namespace Qt::StringLiterals;

namespace {
    constexpr qsizetype kHuge = 10 * 1024 * 1024;
    const QByteArray kPage = "<!DOCTYPE html><html><body>Please log in</body></html>";

    /// Takes the good answer instead of sending it.
    class Caught : public Exchange {
    public:
        using Reply = std::function<void(int, const Headers&, const QByteArray&)>;
        Caught(Exchange& real, Reply reply)
            : Exchange(&real)
            , m_real(real)
            , m_reply(std::move(reply))
        {
            connect(&real, &Exchange::closed, this, &Exchange::closed);
        }
        const ServerRequest& request() const override { return m_real.request(); }
        void reply(int status, const Headers& headers, const QByteArray& body) override { m_reply(status, headers, body); }
        void beginStream(int status, const Headers& headers) override
        {
            m_status = status;
            m_headers = headers;
        }
        void write(const QByteArray& bytes) override { m_body += bytes; }
        void finish() override { m_reply(m_status, m_headers, m_body); }
        bool isWebSocketUpgrade() const override { return m_real.isWebSocketUpgrade(); }
        QStringList offeredSubprotocols() const override { return m_real.offeredSubprotocols(); }
        void acceptWebSocket(const QByteArray&) override { }
        void sendMessage(const QByteArray&, bool) override { }
        void closeWebSocket(int) override { }
        void abort() override { m_real.abort(); }

    private:
        Exchange& m_real;
        Reply m_reply;
        int m_status = 0;
        Headers m_headers;
        QByteArray m_body;
    };

    Headers type(const QByteArray& contentType)
    {
        Headers headers;
        headers.add("Content-Type", contentType);
        return headers;
    }

    bool isStream(const Exchange& exchange)
    {
        const ServerRequest& request = exchange.request();
        return exchange.isWebSocketUpgrade() || request.query.hasQueryItem(u"watch"_s) || request.query.hasQueryItem(u"follow"_s);
    }

    void cut(Exchange& exchange, int status, const Headers& headers, const QByteArray& body)
    {
        if (body.isEmpty()) {
            exchange.abort();
            return;
        }
        Headers half = headers;
        half.remove("Content-Length");
        exchange.beginStream(status, half);
        exchange.write(body.left((body.size() + 1) / 2));
        // Once it is out: a reset takes what is still in the socket with it.
        QTimer::singleShot(5, &exchange, [&exchange] { exchange.abort(); });
    }

    /// The same with one field more, in the object or the first one of a list. What is no JSON has a first line more.
    QByteArray withHugeValue(const QByteArray& body)
    {
        const qsizetype brace = body.startsWith("[{") ? 1 : 0;
        if (body.size() <= brace || body.at(brace) != '{') {
            return body.isEmpty() || body.startsWith('[') ? body : "huge: " + QByteArray(kHuge, 'x') + '\n' + body;
        }
        const bool isAlone = body.at(brace + 1) == '}';
        return body.left(brace + 1) + "\"huge\":\"" + QByteArray(kHuge, 'x') + (isAlone ? "\"" : "\",") + body.mid(brace + 1);
    }

    void drip(Exchange& exchange, const Headers& headers)
    {
        exchange.beginStream(200, headers);
        auto* timer = new QTimer(&exchange);
        QObject::connect(timer, &QTimer::timeout, &exchange, [&exchange] { exchange.write(" "); });
        QObject::connect(&exchange, &Exchange::closed, timer, &QTimer::stop);
        timer->start(10);
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
    case Fault::HugeValue: return u"10 MiB value"_s;
    case Fault::WrongField: return u"{\"items\":5}"_s;
    case Fault::WrongList: return u"[]"_s;
    case Fault::EmptyObject: return u"{}"_s;
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

QByteArray wrongShapeOf(Fault fault)
{
    const bool isShape = fault == Fault::WrongField || fault == Fault::WrongList || fault == Fault::EmptyObject;
    return isShape ? faultName(fault).toLatin1() : QByteArray();
}

Spoiler::Spoiler(HttpServer::Handler good, std::function<QByteArray(int)> refusal, std::chrono::seconds hint)
    : m_good(std::move(good))
    , m_refusal(std::move(refusal))
    , m_hint(hint)
{
}

void Spoiler::spoil(Exchange& exchange, Fault fault) const
{
    if (const int status = statusOf(fault); status > 0) {
        Headers headers = type("application/json");
        if (fault == Fault::Busy) {
            headers.add("Retry-After", QByteArray::number(qint64(m_hint.count())));
        }
        exchange.reply(status, headers, m_refusal(status));
    } else if (fault == Fault::WebPage) {
        exchange.reply(200, type("text/html; charset=utf-8"), kPage);
    } else if (fault == Fault::Refused) {
        exchange.abort();
    } else if (fault == Fault::Silence) {
        return;
    } else if (isStream(exchange)) {
        spoilStream(exchange, fault);
    } else {
        spoilAnswer(exchange, fault);
    }
}

void Spoiler::spoilAnswer(Exchange& exchange, Fault fault) const
{
    if (fault == Fault::Drip) {
        drip(exchange, type("application/json"));
        return;
    }
    m_good(*new Caught(exchange, [fault, &exchange](int status, const Headers& headers, const QByteArray& body) {
        if (fault == Fault::Reset) {
            cut(exchange, status, headers, body);
        } else if (fault == Fault::Truncated) {
            exchange.reply(status, headers, body.left(body.size() / 2));
        } else if (fault == Fault::HugeValue) {
            exchange.reply(status, headers, withHugeValue(body));
        } else if (const QByteArray shape = wrongShapeOf(fault); !shape.isEmpty()) {
            exchange.reply(status, headers, body.isEmpty() ? body : shape); // what has no body has no shape
        } else {
            // Blanks and line breaks at the end mean nothing to JSON, YAML and a log.
            exchange.reply(status, headers, body + QByteArray(kHuge, '\n'));
        }
    }));
}

void Spoiler::spoilStream(Exchange& exchange, Fault fault) const
{
    const bool isWatch = exchange.request().query.hasQueryItem(u"watch"_s);
    const QByteArray shape = wrongShapeOf(fault);
    const QByteArray half = isWatch ? "{\"type\":\"ADDED\",\"object\":{\"meta" : "half a line";
    const QByteArray whole = !shape.isEmpty() ? shape : fault == Fault::HugeValue ? withHugeValue("{\"status\":\"Success\"}") : half;
    if (exchange.isWebSocketUpgrade() && fault != Fault::Drip) {
        exchange.acceptWebSocket("v4.channel.k8s.io");
        const bool isStatus = !shape.isEmpty() || fault == Fault::HugeValue;
        exchange.sendMessage(isStatus ? "\x03" + whole : QByteArray("\x01") + (fault == Fault::Huge ? QByteArray(kHuge, 'x') : half));
        if (fault == Fault::Huge) {
            exchange.sendMessage("\x03{\"status\":\"Success\"}");
        }
        if (fault == Fault::Reset) {
            QTimer::singleShot(5, &exchange, [&exchange] { exchange.abort(); });
        } else {
            exchange.closeWebSocket();
        }
    } else if (fault == Fault::Drip) {
        drip(exchange, type("application/json"));
    } else if (fault == Fault::Reset) {
        cut(exchange, 200, type("application/json"), half + half);
    } else {
        exchange.beginStream(200, type("application/json"));
        exchange.write(fault == Fault::Huge ? QByteArray(kHuge, '\n') : whole + '\n');
        exchange.finish();
    }
}

} // namespace cocoon::net
