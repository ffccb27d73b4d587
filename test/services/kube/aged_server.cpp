// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/kube/aged_server.h"

#include "services/base/json.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cocoon::test {

namespace {
    QByteArray status(int code, const QString& reason, const QString& message)
    {
        return toJson(QJsonObject { { u"kind"_s, u"Status"_s }, { u"apiVersion"_s, u"v1"_s }, { u"status"_s, u"Failure"_s }, { u"code"_s, code },
            { u"reason"_s, reason }, { u"message"_s, message } });
    }

    QJsonObject named(const QString& apiVersion, const QString& kind, const QString& name)
    {
        return { { u"apiVersion"_s, apiVersion }, { u"kind"_s, kind },
            { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, u"n"_s }, { u"uid"_s, QString(u"u-"_s + name) }, { u"resourceVersion"_s, u"7"_s } } } };
    }

    QByteArray list(const QString& apiVersion, const QString& kind, QJsonObject item)
    {
        item.remove(u"kind"_s); // items of a list do not say what they are
        item.remove(u"apiVersion"_s);
        return toJson(QJsonObject { { u"apiVersion"_s, apiVersion }, { u"kind"_s, QString(kind + u"List"_s) },
            { u"metadata"_s, QJsonObject { { u"resourceVersion"_s, u"9"_s } } }, { u"items"_s, QJsonArray { QJsonValue(item) } } });
    }

    void lost(net::Exchange& exchange)
    {
        net::Headers headers;
        headers.add("Content-Type", "text/plain; charset=utf-8");
        exchange.reply(404, headers, "404 page not found\n");
    }
}

AgedServer::AgedServer(int minor)
    : m_minor(minor)
{
    m_server.setHandler([this](net::Exchange& exchange) { answer(exchange); });
}

QUrl AgedServer::start()
{
    const Result<quint16> port = m_server.listen();
    return port ? QUrl(u"http://127.0.0.1:%1"_s.arg(*port)) : QUrl();
}

void AgedServer::answer(net::Exchange& exchange)
{
    const QString path = exchange.request().path;
    if (path == "/api"_L1 || path == "/apis"_L1 || path == "/api/v1"_L1 || path == "/apis/apps/v1"_L1 || path.count(u'/') == 3) {
        discovery(exchange);
    } else if (path.startsWith("/apis/policy/"_L1)) {
        policy(exchange, path.section(u'/', 3, 3));
    } else if (path.endsWith("/eviction"_L1)) {
        evict(exchange);
    } else if (path.endsWith("/exec"_L1)) {
        exec(exchange);
    } else if (path == "/api/v1/namespaces/n/pods"_L1) {
        pods(exchange);
    } else {
        lost(exchange);
    }
}

void AgedServer::discovery(net::Exchange& exchange)
{
    struct Kind {
        QString group, version, plural, kind;
    };
    QList<Kind> kinds { { {}, u"v1"_s, u"pods"_s, u"Pod"_s }, { u"apps"_s, u"v1"_s, u"deployments"_s, u"Deployment"_s } };
    if (hasNewPolicy()) {
        kinds.append({ u"policy"_s, u"v1"_s, u"poddisruptionbudgets"_s, u"PodDisruptionBudget"_s });
    }
    if (hasOldPolicy()) {
        kinds.append({ u"policy"_s, u"v1beta1"_s, u"poddisruptionbudgets"_s, u"PodDisruptionBudget"_s });
    }
    const QString path = exchange.request().path;
    const bool core = path.startsWith("/api/"_L1) || path == "/api"_L1;
    const QByteArray wanted = m_minor >= 30 ? "g=apidiscovery.k8s.io;v=v2;" : "g=apidiscovery.k8s.io;v=v2beta1;";
    if (path.count(u'/') == 1 && m_minor >= 26 && exchange.request().headers.value("Accept").contains(wanted)) {
        QJsonArray groups;
        for (const Kind& kind : kinds) {
            if (kind.group.isEmpty() == core) {
                const QJsonObject resource { { u"resource"_s, kind.plural }, { u"scope"_s, u"Namespaced"_s }, { u"responseKind"_s, QJsonObject { { u"kind"_s, kind.kind } } } };
                groups.append(QJsonObject { { u"metadata"_s, QJsonObject { { u"name"_s, kind.group } } },
                    { u"versions"_s, QJsonArray { QJsonObject { { u"version"_s, kind.version }, { u"freshness"_s, u"Current"_s }, { u"resources"_s, QJsonArray { QJsonValue(resource) } } } } } });
            }
        }
        net::Headers headers;
        headers.add("Content-Type", "application/json;" + wanted + "as=APIGroupDiscoveryList");
        exchange.reply(200, headers, toJson(QJsonObject { { u"kind"_s, u"APIGroupDiscoveryList"_s }, { u"items"_s, groups } }));
        return;
    }
    if (path == "/api"_L1) {
        exchange.replyJson(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        return;
    }
    QJsonArray groups, resources;
    for (const Kind& kind : kinds) {
        const QString groupVersion = kind.group.isEmpty() ? kind.version : kind.group + u'/' + kind.version;
        if (path == "/apis"_L1 && !kind.group.isEmpty()) {
            const QJsonObject version { { u"groupVersion"_s, groupVersion }, { u"version"_s, kind.version } };
            groups.append(QJsonObject { { u"name"_s, kind.group }, { u"versions"_s, QJsonArray { QJsonValue(version) } }, { u"preferredVersion"_s, version } });
        }
        if (path.endsWith(u'/' + groupVersion)) {
            resources.append(QJsonObject { { u"name"_s, kind.plural }, { u"kind"_s, kind.kind }, { u"namespaced"_s, true } });
        }
    }
    if (path == "/apis"_L1) {
        exchange.replyJson(200, toJson(QJsonObject { { u"kind"_s, u"APIGroupList"_s }, { u"groups"_s, groups } }));
    } else if (resources.isEmpty()) {
        lost(exchange);
    } else {
        exchange.replyJson(200, toJson(QJsonObject { { u"kind"_s, u"APIResourceList"_s }, { u"resources"_s, resources } }));
    }
}

void AgedServer::policy(net::Exchange& exchange, const QString& version)
{
    if (version == "v1"_L1 ? !hasNewPolicy() : !hasOldPolicy()) {
        lost(exchange);
        return;
    }
    exchange.replyJson(200, list(u"policy/"_s + version, u"PodDisruptionBudget"_s, named({}, {}, u"b"_s)));
}

void AgedServer::evict(net::Exchange& exchange)
{
    const QString version = str(parseJsonObject(exchange.request().body).value_or(QJsonObject()), { u"apiVersion" });
    const bool known = version == "policy/v1"_L1 ? m_minor >= 22 : m_minor < 25;
    if (!known) {
        exchange.replyJson(400, status(400, u"BadRequest"_s, u"no kind \"Eviction\" is registered for version \"%1\""_s.arg(version)));
        return;
    }
    evictions.append(version);
    exchange.replyJson(201, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\",\"code\":201}");
}

void AgedServer::exec(net::Exchange& exchange)
{
    const QStringList offered = exchange.offeredSubprotocols();
    subprotocol = m_minor >= 29 && offered.contains("v5.channel.k8s.io"_L1) ? u"v5.channel.k8s.io"_s
        : offered.contains("v4.channel.k8s.io"_L1)                          ? u"v4.channel.k8s.io"_s
                                                                            : QString();
    if (!exchange.isWebSocketUpgrade() || subprotocol.isEmpty()) {
        exchange.reply(403, {}, {});
        return;
    }
    exchange.acceptWebSocket(subprotocol.toLatin1());
    const auto end = [&exchange](const QByteArray& out) {
        exchange.sendMessage(QByteArray(1, '\x01') + out);
        exchange.sendMessage(QByteArray(1, '\x03')
            + "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"3\"}]}}");
        exchange.closeWebSocket();
    };
    if (!exchange.request().query.hasQueryItem(u"stdin"_s)) {
        end("hello");
        return;
    }
    QObject::connect(&exchange, &net::Exchange::message, &exchange, [end](const QByteArray& message) {
        if (message.startsWith('\0') && message.size() > 1) {
            end(message.mid(1)); // the command has read what it needs
        }
    });
}

void AgedServer::pods(net::Exchange& exchange)
{
    const QUrlQuery query = exchange.request().query;
    if (!query.hasQueryItem(u"watch"_s)) {
        exchange.replyJson(200, list(u"v1"_s, u"Pod"_s, named({}, {}, u"p"_s)));
        return;
    }
    if (query.hasQueryItem(u"sendInitialEvents"_s) && m_minor < 32) {
        exchange.replyJson(422, status(422, u"Invalid"_s, u"sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"_s));
        return;
    }
    exchange.beginStream(200, {});
    exchange.write(toJson(QJsonObject { { u"type"_s, u"ADDED"_s }, { u"object"_s, named(u"v1"_s, u"Pod"_s, u"q"_s) } }) + '\n');
}

} // namespace cocoon::test
