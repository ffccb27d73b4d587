// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/request_builder.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::kube {

namespace {
    const QByteArray kJson = QByteArrayLiteral("application/json");

    QString effectiveNamespace(const Resource& r, const QString& ns, const QJsonObject& body)
    {
        return r.namespaced && ns.isEmpty() ? namespaceOf(body) : ns;
    }

    void addText(RequestBuilder::Query& query, const QString& key, const QString& value)
    {
        if (!value.isEmpty()) {
            query.append({ key, value });
        }
    }

    void addFlag(RequestBuilder::Query& query, const QString& key, bool value)
    {
        if (value) {
            query.append({ key, QStringLiteral("true") });
        }
    }

    RequestBuilder::Query writeQuery(const WriteOptions& o)
    {
        RequestBuilder::Query query;
        addText(query, QStringLiteral("fieldManager"), o.fieldManager);
        if (o.dryRun) {
            query.append({ QStringLiteral("dryRun"), QStringLiteral("All") });
        }
        return query;
    }

    QByteArray patchContentType(PatchType type)
    {
        switch (type) {
        case PatchType::Json:
            return QByteArrayLiteral("application/json-patch+json");
        case PatchType::Merge:
            return QByteArrayLiteral("application/merge-patch+json");
        case PatchType::Strategic:
            return QByteArrayLiteral("application/strategic-merge-patch+json");
        }
        return {};
    }

    QString propagationName(Propagation propagation)
    {
        switch (propagation) {
        case Propagation::Background:
            return QStringLiteral("Background");
        case Propagation::Foreground:
            return QStringLiteral("Foreground");
        case Propagation::Orphan:
            return QStringLiteral("Orphan");
        case Propagation::Default:
            break;
        }
        return {};
    }
}

RequestBuilder::RequestBuilder(QUrl server)
    : m_base(server.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash))
{
    while (m_base.endsWith('/')) {
        m_base.chop(1);
    }
}

net::Request RequestBuilder::verbatim(const QByteArray& method, const QString& pathAndQuery, const QByteArray& body,
    const QByteArray& contentType) const
{
    net::Request request;
    request.method = method;
    request.url = QUrl::fromEncoded(m_base + pathAndQuery.toUtf8(), QUrl::StrictMode);
    request.headers.set("Accept", kJson);
    request.body = body;
    if (!contentType.isEmpty()) {
        request.headers.set("Content-Type", contentType);
    }
    return request;
}

net::Request RequestBuilder::plain(const QByteArray& method, const QString& path, const Query& query,
    const QByteArray& body, const QByteArray& contentType) const
{
    QString target = path;
    QChar separator = u'?';
    for (const auto& [key, value] : query) {
        target += separator + key + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value));
        separator = u'&';
    }
    return verbatim(method, target, body, contentType);
}

net::Request RequestBuilder::withBody(const QByteArray& method, const Resource& r, const QString& path,
    const Query& query, const QByteArray& body, const QByteArray& contentType) const
{
    if (r.group.isEmpty() && r.plural == QLatin1String("secrets")) {
        // The data of a Secret must not meet anything that prints bodies.
        net::Request request = plain(method, path, query, {}, contentType);
        request.secretBody = Secret(body);
        return request;
    }
    return plain(method, path, query, body, contentType);
}

net::Request RequestBuilder::get(const Resource& r, const QString& ns, const QString& name) const
{
    return plain("GET", r.path(ns, name));
}

net::Request RequestBuilder::list(
    const Resource& r, const QString& ns, const ListOptions& o, const QString& continueToken) const
{
    Query query;
    addText(query, QStringLiteral("labelSelector"), o.labelSelector);
    addText(query, QStringLiteral("fieldSelector"), o.fieldSelector);
    if (o.limit > 0) {
        query.append({ QStringLiteral("limit"), QString::number(o.limit) });
    }
    if (continueToken.isEmpty()) {
        addText(query, QStringLiteral("resourceVersion"), o.resourceVersion);
    } else {
        // The token holds the version; sending both is an error.
        query.append({ QStringLiteral("continue"), continueToken });
    }
    net::Request request = plain("GET", r.path(ns), query);
    if (o.metadataOnly) {
        request.headers.set("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json");
    }
    return request;
}

net::Request RequestBuilder::watch(
    const Resource& r, const QString& ns, const ListOptions& o, bool sendInitialEvents) const
{
    Query query;
    query.append({ QStringLiteral("watch"), QStringLiteral("1") });
    addText(query, QStringLiteral("labelSelector"), o.labelSelector);
    addText(query, QStringLiteral("fieldSelector"), o.fieldSelector);
    addText(query, QStringLiteral("resourceVersion"), o.resourceVersion);
    query.append({ QStringLiteral("allowWatchBookmarks"), QStringLiteral("true") });
    if (sendInitialEvents) {
        query.append({ QStringLiteral("sendInitialEvents"), QStringLiteral("true") });
        query.append({ QStringLiteral("resourceVersionMatch"), QStringLiteral("NotOlderThan") });
    }
    if (o.timeoutSeconds > 0) {
        query.append({ QStringLiteral("timeoutSeconds"), QString::number(o.timeoutSeconds) });
    }
    net::Request request = plain("GET", r.path(ns), query);
    if (o.metadataOnly) {
        request.headers.set("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json");
    }
    // The server ends the watch itself; only a dead connection is silent for longer than that.
    request.deadlines.idle = o.timeoutSeconds > 0 ? milliseconds((o.timeoutSeconds + 30) * 1000) : milliseconds(0);
    return request;
}

net::Request RequestBuilder::create(
    const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o) const
{
    return withBody("POST", r, r.path(effectiveNamespace(r, ns, body)), writeQuery(o), toJson(body), kJson);
}

net::Request RequestBuilder::replace(const Resource& r, const QString& ns, const QJsonObject& body,
    const WriteOptions& o, const QString& subresource) const
{
    return withBody("PUT", r, r.path(effectiveNamespace(r, ns, body), nameOf(body), subresource), writeQuery(o),
        toJson(body), kJson);
}

net::Request RequestBuilder::apply(const Resource& r, const QString& ns, const QJsonObject& body,
    const WriteOptions& o, const QString& subresource) const
{
    QJsonObject complete = body;
    if (!complete.contains(QLatin1String("apiVersion"))) {
        complete.insert(QLatin1String("apiVersion"), r.apiVersion());
    }
    if (!complete.contains(QLatin1String("kind"))) {
        complete.insert(QLatin1String("kind"), r.kind);
    }
    Query query = writeQuery(o);
    query.append({ QStringLiteral("force"), o.force ? QStringLiteral("true") : QStringLiteral("false") });
    net::Request request = withBody("PATCH", r, r.path(effectiveNamespace(r, ns, body), nameOf(body), subresource),
        query, toJson(complete), QByteArrayLiteral("application/apply-patch+yaml"));
    request.idempotent = true; // the same fields by the same manager again change nothing
    return request;
}

net::Request RequestBuilder::patch(const Resource& r, const QString& ns, const QString& name, PatchType type,
    const QJsonValue& patch, const WriteOptions& o, const QString& subresource) const
{
    net::Request request
        = withBody("PATCH", r, r.path(ns, name, subresource), writeQuery(o), toJson(patch), patchContentType(type));
    // A merge patch says what shall be; a JSON patch may append or test, a strategic one may delete by directive.
    request.idempotent = type == PatchType::Merge;
    return request;
}

net::Request RequestBuilder::remove(
    const Resource& r, const QString& ns, const QString& name, const DeleteOptions& o) const
{
    QJsonObject options { { QStringLiteral("kind"), QStringLiteral("DeleteOptions") },
        { QStringLiteral("apiVersion"), QStringLiteral("v1") } };
    if (o.propagation != Propagation::Default) {
        options.insert(QLatin1String("propagationPolicy"), propagationName(o.propagation));
    }
    QJsonObject preconditions;
    if (!o.uid.isEmpty()) {
        preconditions.insert(QLatin1String("uid"), o.uid);
    }
    if (!o.resourceVersion.isEmpty()) {
        preconditions.insert(QLatin1String("resourceVersion"), o.resourceVersion);
    }
    if (!preconditions.isEmpty()) {
        options.insert(QLatin1String("preconditions"), preconditions);
    }
    if (o.gracePeriodSeconds) {
        options.insert(QLatin1String("gracePeriodSeconds"), *o.gracePeriodSeconds);
    }
    return plain("DELETE", r.path(ns, name), {}, toJson(options), kJson);
}

net::Request RequestBuilder::evict(const QString& ns, const QString& pod, const QString& policyVersion) const
{
    const QJsonObject eviction { { QStringLiteral("apiVersion"), QStringLiteral("policy/") + policyVersion },
        { QStringLiteral("kind"), QStringLiteral("Eviction") },
        { QStringLiteral("metadata"),
            QJsonObject { { QStringLiteral("name"), pod }, { QStringLiteral("namespace"), ns } } } };
    return plain("POST", res::pods.path(ns, pod, QStringLiteral("eviction")), {}, toJson(eviction), kJson);
}

net::Request RequestBuilder::logs(const QString& ns, const QString& pod, const LogOptions& o) const
{
    Query query;
    addText(query, QStringLiteral("container"), o.container);
    addFlag(query, QStringLiteral("follow"), o.follow);
    addFlag(query, QStringLiteral("previous"), o.previous);
    addFlag(query, QStringLiteral("timestamps"), o.timestamps);
    if (o.tailLines >= 0) {
        query.append({ QStringLiteral("tailLines"), QString::number(o.tailLines) });
    }
    if (o.limitBytes >= 0) {
        query.append({ QStringLiteral("limitBytes"), QString::number(o.limitBytes) });
    }
    addText(query, QStringLiteral("sinceTime"), o.sinceTime);
    net::Request request = plain("GET", res::pods.path(ns, pod, QStringLiteral("log")), query);
    request.headers.set("Accept", "*/*"); // text/plain; asking for JSON alone is answered with 406
    if (o.follow) {
        request.deadlines.idle = milliseconds(0); // a quiet container is no fault
    }
    return request;
}

net::Request RequestBuilder::exec(const QString& ns, const QString& pod, const QString& container,
    const QStringList& command, bool withStdin, const QByteArray& key) const
{
    Query query;
    addText(query, QStringLiteral("container"), container);
    for (const QString& argument : command) {
        query.append({ QStringLiteral("command"), argument });
    }
    addFlag(query, QStringLiteral("stdin"), withStdin);
    addFlag(query, QStringLiteral("stdout"), true);
    addFlag(query, QStringLiteral("stderr"), true);
    net::Request request = plain("GET", res::pods.path(ns, pod, QStringLiteral("exec")), query);
    request.headers.set("Accept", "*/*");
    request.headers.set("Connection", "Upgrade");
    request.headers.set("Upgrade", "websocket");
    request.headers.set("Sec-WebSocket-Version", "13");
    request.headers.set("Sec-WebSocket-Key", key);
    // Only v5 can close stdin; without input v4 is enough, and every server since 1.5 has it.
    request.headers.set("Sec-WebSocket-Protocol",
        withStdin ? QByteArrayLiteral("v5.channel.k8s.io, v4.channel.k8s.io") : QByteArrayLiteral("v4.channel.k8s.io"));
    request.deadlines.idle = milliseconds(61000); // pings every 5 s keep it from being silent
    request.idempotent = false;
    return request;
}

} // namespace cocoon::kube
