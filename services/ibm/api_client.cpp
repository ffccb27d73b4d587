// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/api_client.h"

#include "services/base/json.h"
#include "services/ibm/api_error.h"
#include "services/net/http_codec.h"

#include <QUrlQuery>
#include <QUuid>

namespace cocoon::ibm {

namespace {

    // More pages than any account can have: a service that hands out tokens in a circle must not keep us for ever.
    constexpr int kMaxPages = 1000;

    template <class T>
    void cancelWith(JobBase* outer, Job<T>* inner)
    {
        outer->onCancel([guard = QPointer<JobBase>(inner)] {
            if (guard) {
                guard->cancel();
            }
        });
    }

    Error unreadable(const QString& why)
    {
        return { Errc::Protocol, QStringLiteral("The service answered with something that is not the expected JSON: %1.").arg(why), {}, 0, {}, {} };
    }

    Error noList(const QString& key)
    {
        return unreadable(key.isEmpty() ? QStringLiteral("a list was expected") : QStringLiteral("the field \"%1\" is not a list").arg(key));
    }

    Result<QJsonObject> objectOf(const QByteArray& body, const QStringList& required)
    {
        const auto parsed = parseJsonObject(body);
        if (!parsed) {
            return tl::unexpected(unreadable(QStringLiteral("an object was expected")));
        }
        for (const QString& key : required) {
            const QJsonValue value = parsed->value(key);
            if (value.isUndefined() || value.isNull() || value == QJsonValue(QString())) {
                return tl::unexpected(unreadable(QStringLiteral("the field \"%1\" is missing").arg(key)));
            }
        }
        return *parsed;
    }

    net::Request limited(net::Request request)
    {
        request.maxBody = kMaxAnswer;
        return request;
    }

    Error endless()
    {
        return { Errc::Protocol, QStringLiteral("The service's pages have no end."), {}, 0, {}, {} };
    }

    QString action(const net::Request& request)
    {
        return QStringLiteral("%1 %2").arg(QString::fromLatin1(request.method), request.url.path());
    }

    QString nextToken(const QJsonObject& page, const Paging& paging)
    {
        const QJsonValue next = page.value(paging.nextKey);
        const QString link = next.isObject() ? next.toObject().value(u"href").toString() : next.toString();
        if (link.isEmpty()) {
            return next.toObject().value(paging.tokenParameter).toString();
        }
        return QUrlQuery(QUrl(link)).queryItemValue(paging.tokenParameter, QUrl::FullyDecoded);
    }

    QUrl withQueryItem(QUrl url, const QString& name, const QString& value)
    {
        QUrlQuery query(url);
        query.removeQueryItem(name);
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
        url.setQuery(query);
        return url;
    }

} // namespace

QUrl apiUrl(const QString& base, const QString& path, const QueryItems& query)
{
    QString text = base + path;
    QChar separator = text.contains(u'?') ? u'&' : u'?';
    for (const auto& [name, value] : query) {
        text += separator + QString::fromLatin1(QUrl::toPercentEncoding(name)) + u'='
            + QString::fromLatin1(QUrl::toPercentEncoding(value));
        separator = u'&';
    }
    return QUrl(text, QUrl::StrictMode);
}

net::Request getRequest(const QUrl& url)
{
    net::Request request;
    request.url = url;
    request.headers.add("Accept", "application/json");
    return request;
}

net::Request jsonRequest(const QByteArray& method, const QUrl& url, const QJsonObject& body, bool isRead)
{
    net::Request request = getRequest(url);
    request.method = method;
    request.headers.add("Content-Type", "application/json");
    request.body = toJson(body);
    if (isRead) {
        request.idempotent = true;
    } else if (method == "POST") {
        request.idempotent = false;
    }
    return request;
}

ApiClient::ApiClient(net::Transport& transport, TokenManager& tokens, QObject* parent)
    : QObject(parent)
    , m_transport(transport)
    , m_tokens(tokens)
{
}

Job<net::Response>* ApiClient::send(const net::Request& request, Auth auth)
{
    auto* job = new ResponseJob(this);
    if (!request.url.isValid()) {
        job->resolve(fail(Errc::Invalid, QStringLiteral("The address of the service is not a URL.")));
    } else if (auth == Auth::None) {
        transmit(job, request, {}, true);
    } else {
        withToken(job, request, false);
    }
    return job;
}

void ApiClient::withToken(ResponseJob* job, const net::Request& request, bool isRenewed)
{
    auto* token = m_tokens.token();
    cancelWith(job, token);
    token->then(job, [this, job, request, isRenewed](const Result<Secret>& r) {
        if (job->isSettled()) {
            return;
        }
        if (!r) {
            job->resolve(tl::unexpected(r.error().during(action(request))));
            return;
        }
        transmit(job, request, *r, isRenewed);
    });
}

void ApiClient::transmit(ResponseJob* job, const net::Request& request, const Secret& token, bool isRenewed)
{
    net::Request authorized = request;
    if (!token.isEmpty()) {
        authorized.authorization = Secret("Bearer " + token.reveal());
    }
    auto* inner = m_transport.send(authorized);
    cancelWith(job, inner);
    inner->then(job, [this, job, request, token, isRenewed](const Result<net::Response>& r) {
        if (job->isSettled()) {
            return;
        }
        if (!r) {
            job->resolve(tl::unexpected(r.error().during(action(request))));
            return;
        }
        if (r->status >= 200 && r->status < 300) {
            if (net::isWebPage(r->headers)) {
                job->resolve(tl::unexpected(net::webPageError(QStringLiteral("this service")).during(action(request))));
            } else {
                job->resolve(*r);
            }
            return;
        }
        const Error error = errorFrom(*r);
        if (error.code == Errc::Unauthorized && r->status == 401 && !isRenewed) {
            m_tokens.invalidate(token);
            withToken(job, request, true);
            return;
        }
        job->resolve(tl::unexpected(error.during(action(request))));
    });
}

Job<QJsonObject>* ApiClient::object(const net::Request& request, const QStringList& required, Auth auth)
{
    return mapJob<QJsonObject, net::Response>(send(limited(request), auth), this, [request, required](const Result<net::Response>& r) -> Result<QJsonObject> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        const Result<QJsonObject> read = objectOf(r->body, required);
        return read ? read : tl::unexpected(read.error().during(action(request)));
    });
}

Job<QJsonObject>* ApiClient::withETag(net::Request request, const QStringList& required)
{
    return mapJob<QJsonObject, net::Response>(send(limited(request)), this, [request, required](const Result<net::Response>& r) -> Result<QJsonObject> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        Result<QJsonObject> read = objectOf(r->body, required);
        if (!read) {
            return tl::unexpected(read.error().during(action(request)));
        }
        const QByteArray etag = r->headers.value("ETag");
        if (!etag.isEmpty()) {
            read->insert(QStringLiteral("etag"), QString::fromLatin1(etag));
        }
        return read;
    });
}

Job<QJsonArray>* ApiClient::array(const net::Request& request, const QString& key)
{
    return mapJob<QJsonArray, net::Response>(send(request), this, [request, key](const Result<net::Response>& r) -> Result<QJsonArray> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        const auto parsed = parseJson(r->body);
        const QJsonValue list = parsed ? (key.isEmpty() ? *parsed : at(*parsed, { key })) : QJsonValue(QJsonValue::Undefined);
        if (!list.isArray() && !list.isNull()) { // Go services write an empty list as null
            return tl::unexpected(noList(key).during(action(request)));
        }
        return list.toArray();
    });
}

Job<Done>* ApiClient::done(const net::Request& request)
{
    return mapJob<Done, net::Response>(send(limited(request)), this, [](const Result<net::Response>& r) -> Result<Done> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        return Done {};
    });
}

Job<QJsonArray>* ApiClient::list(const net::Request& request, const Paging& paging)
{
    auto* job = new Job<QJsonArray>(this);
    nextPage(job, request, paging, {}, 0);
    return job;
}

void ApiClient::nextPage(Job<QJsonArray>* job, const net::Request& request, const Paging& paging, const QJsonArray& soFar, int page)
{
    auto* inner = object(request, {});
    cancelWith(job, inner);
    inner->then(job, [this, job, request, paging, soFar, page](const Result<QJsonObject>& r) {
        if (!r) {
            job->resolve(tl::unexpected(r.error()));
            return;
        }
        const QJsonValue items = r->value(paging.itemsKey);
        if (!items.isArray() && !items.isNull()) {
            job->resolve(tl::unexpected(noList(paging.itemsKey).during(action(request))));
            return;
        }
        QJsonArray all = soFar;
        for (const QJsonValue& item : items.toArray()) {
            all.append(item);
        }
        const QString token = nextToken(*r, paging);
        if (token.isEmpty()) {
            job->resolve(all);
            return;
        }
        net::Request next = request;
        next.url = withQueryItem(request.url, paging.tokenParameter, token);
        if (next.url == request.url || page + 1 >= kMaxPages) {
            job->resolve(tl::unexpected(endless().during(action(request))));
            return;
        }
        nextPage(job, next, paging, all, page + 1);
    });
}

Job<QJsonArray>* ApiClient::search(const QUrl& url, const QJsonObject& body)
{
    auto* job = new Job<QJsonArray>(this);
    nextSearchPage(job, url, body, {}, 0);
    return job;
}

void ApiClient::nextSearchPage(Job<QJsonArray>* job, const QUrl& url, const QJsonObject& body, const QJsonArray& soFar, int page)
{
    auto* inner = object(jsonRequest("POST", url, body, true), {});
    cancelWith(job, inner);
    inner->then(job, [this, job, url, body, soFar, page](const Result<QJsonObject>& r) {
        if (!r) {
            job->resolve(tl::unexpected(r.error()));
            return;
        }
        if (const QJsonValue found = r->value(u"items"); !found.isArray() && !found.isNull()) {
            job->resolve(tl::unexpected(noList(QStringLiteral("items")).during(QStringLiteral("search %1").arg(url.path()))));
            return;
        }
        QJsonArray all = soFar;
        const QJsonArray items = r->value(u"items").toArray();
        for (const QJsonValue& item : items) {
            all.append(item);
        }
        const QString cursor = r->value(u"search_cursor").toString();
        if (cursor.isEmpty() || items.isEmpty()) { // the last page may still carry a cursor
            job->resolve(all);
            return;
        }
        if (cursor == body.value(u"search_cursor").toString() || page + 1 >= kMaxPages) {
            job->resolve(tl::unexpected(endless().during(QStringLiteral("search %1").arg(url.path()))));
            return;
        }
        QJsonObject next = body;
        next.insert(QStringLiteral("search_cursor"), cursor);
        nextSearchPage(job, url, next, all, page + 1);
    });
}

} // namespace cocoon::ibm
