// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/server_documents.h"

#include "services/base/codec.h"
#include "services/base/json.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    /// The real server indents these for everybody.
    ApiReply indented(const QJsonObject& document)
    {
        ApiReply reply = ApiReply::json(200, document);
        reply.body = toPrettyJson(document);
        return reply;
    }

    /// "/readyz", "/livez/ping": the whole or one check; std::nullopt when the path is neither.
    std::optional<ApiReply> health(const QString& path, bool verbose)
    {
        const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
        const QString which = parts.value(0);
        QStringList checks { u"ping"_s, u"log"_s, u"etcd"_s };
        if (which == "readyz"_L1) {
            checks += { u"informer-sync"_s, u"shutdown"_s };
        } else if (which != "healthz"_L1 && which != "livez"_L1) {
            return std::nullopt;
        }
        if (parts.size() > 2 || (parts.size() == 2 && !checks.contains(parts.at(1)))) {
            return std::nullopt;
        }
        ApiReply reply;
        reply.status = 200;
        reply.contentType = "text/plain; charset=utf-8";
        reply.body = "ok";
        if (verbose && parts.size() == 1) {
            reply.body.clear();
            for (const QString& check : std::as_const(checks)) {
                reply.body += "[+]" + check.toLatin1() + " ok\n";
            }
            reply.body += which.toLatin1() + " check passed\n";
        }
        return reply;
    }
}

ServerDocuments::ServerDocuments(ApiServer& api, QString gitVersion, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_gitVersion(std::move(gitVersion))
{
    connect(&m_api, &ApiServer::kindsChanged, this, [this] {
        m_discovery.reset();
        m_aggregated.clear();
        m_openApi.reset();
    });
}

const Discovery& ServerDocuments::discovery()
{
    if (!m_discovery) {
        m_discovery = std::make_unique<Discovery>(m_api.kinds());
    }
    return *m_discovery;
}

OpenApi& ServerDocuments::openApi()
{
    if (!m_openApi) {
        m_openApi = std::make_unique<OpenApi>(m_api.kinds(), m_gitVersion);
    }
    return *m_openApi;
}

QJsonObject ServerDocuments::version() const
{
    const QStringList numbers = QString(m_gitVersion).remove(u'v').split(u'.');
    return { { u"major"_s, numbers.value(0) }, { u"minor"_s, numbers.value(1) }, { u"gitVersion"_s, m_gitVersion },
        { u"gitCommit"_s, u"3f2c1a7d5b8e4096a1c2d3e4f5061728394a5b6c"_s }, { u"gitTreeState"_s, u"clean"_s },
        { u"buildDate"_s, u"2025-09-30T08:11:42Z"_s }, { u"goVersion"_s, u"go1.23.10 (Red Hat 1.23.10-1.el9_6) X:strictfipsruntime"_s },
        { u"compiler"_s, u"gc"_s }, { u"platform"_s, u"linux/amd64"_s } };
}

std::optional<ApiReply> ServerDocuments::answer(const net::ServerRequest& request, const Wanted& wanted)
{
    QString path = request.path;
    while (path.size() > 1 && path.endsWith(u'/')) {
        path.chop(1);
    }
    std::optional<ApiReply> reply;
    if (path == "/version"_L1) {
        reply = indented(version());
    } else if (path == "/"_L1) {
        const QJsonArray paths { u"/api"_s, u"/api/v1"_s, u"/apis"_s, u"/healthz"_s, u"/livez"_s, u"/openapi/v2"_s,
            u"/openapi/v3"_s, u"/readyz"_s, u"/version"_s };
        reply = indented({ { u"paths"_s, paths } });
    } else if (path.startsWith("/openapi/"_L1)) {
        reply = openApi().answer(path, request.headers.value("Accept"));
    } else {
        reply = health(path, request.query.hasQueryItem(u"verbose"_s));
        if (!reply) {
            reply = discoveryReply(path, wanted);
        }
    }
    if (reply && reply->headers.contains("Etag") && reply->headers.value("Etag") == request.headers.value("If-None-Match")) {
        reply->status = 304;
        reply->contentType.clear();
        reply->body.clear();
    }
    return reply;
}

std::optional<ApiReply> ServerDocuments::discoveryReply(const QString& path, const Wanted& wanted)
{
    if (wanted.discoveryVersion.isEmpty() || (path != "/api"_L1 && path != "/apis"_L1)) {
        const std::optional<QJsonObject> document = discovery().legacy(path, m_address);
        return document ? std::optional<ApiReply>(ApiReply::json(200, *document)) : std::nullopt;
    }
    ApiReply& reply = m_aggregated[path + QString::fromLatin1(wanted.discoveryVersion)];
    if (!reply.body.isEmpty()) {
        return reply;
    }
    reply = ApiReply::json(200, discovery().aggregated(path, QString::fromLatin1(wanted.discoveryVersion)));
    reply.contentType = "application/json;g=apidiscovery.k8s.io;v=" + wanted.discoveryVersion + ";as=APIGroupDiscoveryList";
    reply.headers.add("Etag", '"' + sha256Hex(reply.body).toUpper() + '"');
    reply.headers.add("Vary", "Accept");
    return reply;
}

} // namespace cocoon::sandbox
