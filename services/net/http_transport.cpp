// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_transport.h"

#include "services/base/log.h"
#include "services/net/http_connection.h"
#include "services/net/http_stream.h"
#include "services/net/proxy.h"
#include "services/net/tls.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace cocoon::net {

namespace {
    /// One send(): waits for a connection, collects the answer, settles the job. Deletes itself.
    class Sending : public QObject, public ConnectionUser {
    public:
        Sending(const Request& request, const Headers& headers, Job<Response>* job, QObject* parent)
            : QObject(parent)
            , m_request(request)
            , m_headers(headers)
            , m_job(job)
        {
            m_timer.start();
        }

        const Request& request() const { return m_request; }
        bool needsFresh() const { return m_needsFresh; }

        void run(HttpConnection* connection, qsizetype most)
        {
            m_connection = connection;
            const qsizetype maxBody = m_request.maxBody > 0 ? std::min(m_request.maxBody, most) : most;
            connection->start(m_request, m_headers, this, maxBody, false);
        }

        void drop()
        {
            m_job = nullptr;
            if (m_connection) {
                m_connection->abandon();
            }
            deleteLater();
        }

        std::function<void(Sending*)> onUntouched;

        void onHead(const HttpHead& head) override
        {
            m_response.status = head.status;
            m_response.reason = head.reason;
            m_response.headers = head.headers;
        }

        void onBody(QByteArray&) override { } // it grows in the connection's buffer: no copies

        void onEnd(QByteArray&& rest) override
        {
            m_response.body = std::move(rest);
            log(QByteArray::number(m_response.status));
            settle(std::move(m_response));
        }

        void onError(const Error& error, bool untouched) override
        {
            if (untouched && m_request.isIdempotent() && !m_needsFresh && m_job) {
                m_needsFresh = true;
                m_connection = nullptr;
                m_response = {};
                onUntouched(this);
                return;
            }
            log(errcName(error.code).toLatin1());
            settle(tl::unexpected(error));
        }

    private:
        void settle(Result<Response> result)
        {
            m_connection = nullptr;
            if (m_job) {
                m_job->onCancel({});
                m_job->resolve(std::move(result));
            }
            deleteLater();
        }

        void log(const QByteArray& outcome) const
        {
            qCDebug(lcNet).noquote() << m_request.method << m_request.url.path() << outcome << m_timer.elapsed() << "ms";
        }

        Request m_request;
        Headers m_headers;
        QPointer<Job<Response>> m_job;
        QPointer<HttpConnection> m_connection;
        Response m_response;
        QElapsedTimer m_timer;
        bool m_needsFresh = false;
    };
}

struct HttpTransport::Private {
    struct Pool {
        HttpConnection::Target target;
        QList<HttpConnection*> connections;
        QList<Sending*> waiting;
    };

    Options options;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment(); // to read it is not cheap, and it stays
    QSslConfiguration tls;
    std::optional<QSslConfiguration> proxyTls; ///< made once: it reads all of the system's roots
    QHash<QString, Pool> pools;
    QObject context; // parent of connections and of what is being sent

    Result<HttpConnection::Target> targetFor(const Request& request)
    {
        const QString scheme = request.url.scheme();
        if (request.url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http"))) {
            return fail(Errc::Invalid, QStringLiteral("An http:// or https:// address is needed."));
        }
        const Result<ProxyRoute> route = proxyFor(request.url, options.proxy, environment);
        if (!route) {
            return tl::unexpected(route.error());
        }
        HttpConnection::Target target { request.url, tls, options.tls.serverName, route->proxy };
        if (route->byTls) {
            if (!proxyTls) {
                proxyTls = proxyConfiguration(options.tls);
            }
            target.proxyTls = proxyTls;
        }
        return target;
    }

    Headers headersFor(const Request& request, bool packed) const
    {
        Headers headers = request.headers;
        if (!headers.contains("User-Agent")) {
            headers.add("User-Agent", options.userAgent);
        }
        // A stream is not asked to be packed: gateways would hold back small pieces.
        if (packed && !headers.contains("Accept-Encoding")) {
            headers.add("Accept-Encoding", "gzip");
        }
        if (request.authorization) {
            headers.set("Authorization", request.authorization->reveal());
        }
        return headers;
    }

    static QString poolKey(const QUrl& url)
    {
        const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
        return QStringLiteral("%1://%2:%3").arg(url.scheme(), url.host(), QString::number(url.port(usual)));
    }

    void enqueue(Sending* sending, bool first)
    {
        const QString key = poolKey(sending->request().url);
        Pool& pool = pools[key];
        if (first) {
            pool.waiting.prepend(sending);
        } else {
            pool.waiting.append(sending);
        }
        dispatch(key);
    }

    void dispatch(const QString& key)
    {
        Pool& pool = pools[key];
        while (!pool.waiting.isEmpty()) {
            Sending* sending = pool.waiting.first();
            HttpConnection* connection = sending->needsFresh() ? nullptr : freeConnection(pool);
            const bool mayGrow = pool.connections.size() < options.maxConnectionsPerHost || sending->needsFresh();
            if (connection == nullptr && mayGrow) {
                connection = makeConnection(key, pool);
            }
            if (connection == nullptr) {
                return;
            }
            pool.waiting.removeFirst();
            sending->run(connection, options.maxBody);
        }
    }

    /// The one used last: the others may expire.
    static HttpConnection* freeConnection(Pool& pool)
    {
        const auto found = std::find_if(pool.connections.rbegin(), pool.connections.rend(),
            [](const HttpConnection* connection) { return connection->isFree(); });
        if (found == pool.connections.rend()) {
            return nullptr;
        }
        HttpConnection* connection = *found;
        pool.connections.removeOne(connection);
        pool.connections.append(connection);
        return connection;
    }

    HttpConnection* makeConnection(const QString& key, Pool& pool)
    {
        auto* connection = new HttpConnection(pool.target, &context);
        pool.connections.append(connection);
        QObject::connect(connection, &HttpConnection::becameFree, &context, [this, key] { dispatch(key); });
        QObject::connect(connection, &HttpConnection::dead, &context, [this, key, connection] {
            pools[key].connections.removeOne(connection);
            connection->deleteLater(); // it is telling us
            dispatch(key);
        });
        return connection;
    }

    /// Nobody gets a connection that was made as somebody else.
    void retireConnections()
    {
        for (Pool& pool : pools) {
            const QList<HttpConnection*> old = std::exchange(pool.connections, {});
            for (HttpConnection* connection : old) {
                if (connection->isFree()) {
                    connection->deleteLater();
                } else {
                    QObject::connect(connection, &HttpConnection::becameFree, connection, &QObject::deleteLater);
                }
            }
        }
    }

    void forget(Sending* sending)
    {
        pools[poolKey(sending->request().url)].waiting.removeOne(sending);
        sending->drop();
    }
};

HttpTransport::HttpTransport(Options options, QObject* parent)
    : Transport(parent)
    , d(std::make_unique<Private>())
{
    d->tls = clientConfiguration(options.tls);
    d->options = std::move(options);
}

HttpTransport::~HttpTransport() = default;

Job<Response>* HttpTransport::send(const Request& request)
{
    auto* job = new Job<Response>(this);
    Result<HttpConnection::Target> target = d->targetFor(request);
    if (!target) {
        job->resolve(tl::unexpected(target.error()));
        return job;
    }
    d->pools[Private::poolKey(request.url)].target = std::move(*target);
    auto* sending = new Sending(request, d->headersFor(request, true), job, &d->context);
    sending->onUntouched = [this](Sending* again) { d->enqueue(again, true); };
    const QPointer<Sending> guard(sending);
    const auto forget = [this, guard] {
        if (guard) {
            d->forget(guard);
        }
    };
    job->onCancel(forget);
    connect(job, &QObject::destroyed, sending, forget);
    d->enqueue(sending, false);
    return job;
}

Stream* HttpTransport::open(const Request& request)
{
    Result<HttpConnection::Target> target = d->targetFor(request);
    if (!target) {
        return new HttpStream(target.error(), this);
    }
    return new HttpStream(request, d->headersFor(request, false), std::move(*target), this);
}

void HttpTransport::useClientCertificate(const QList<QSslCertificate>& chain, const QSslKey& key)
{
    d->options.tls.clientChain = chain;
    d->options.tls.clientKey = key;
    d->tls = clientConfiguration(d->options.tls);
    for (Private::Pool& pool : d->pools) {
        pool.target.tls = d->tls;
    }
    d->retireConnections();
}

} // namespace cocoon::net
