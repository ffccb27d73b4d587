// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The kubelet's HTTPS endpoint: /containerLogs, /exec and /attach as the API server's proxy calls them.
#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/kubelet.h"

namespace cocoon::sandbox {

namespace {
    QByteArray formatted(const NodeRuntime::Line& line, bool timestamps)
    {
        const QByteArray text = line.text.toUtf8() + '\n';
        return timestamps ? line.at.toString(Qt::ISODateWithMs).toUtf8() + ' ' + text : text;
    }

    void plain(net::Exchange& exchange, int status, const QString& text)
    {
        net::Headers headers;
        headers.add("Content-Type", "text/plain");
        exchange.reply(status, headers, text.toUtf8());
    }

    QByteArray success()
    {
        return QByteArray(1, '\x03')
            + toJson(QJsonObject { { QStringLiteral("metadata"), QJsonObject() }, { QStringLiteral("status"), QStringLiteral("Success") } });
    }

    /// Takes the newest sub-protocol both know; without one the upgrade is refused.
    bool acceptChannels(net::Exchange& exchange)
    {
        if (!exchange.isWebSocketUpgrade()) {
            plain(exchange, 400, QStringLiteral("you must use a WebSocket: SPDY is not served here"));
            return false;
        }
        const QStringList offered = exchange.offeredSubprotocols();
        for (const QString& protocol : { QStringLiteral("v5.channel.k8s.io"), QStringLiteral("v4.channel.k8s.io") }) {
            if (offered.contains(protocol)) {
                exchange.acceptWebSocket(protocol.toLatin1());
                return true;
            }
        }
        plain(exchange, 403, {});
        return false;
    }

    /// `cat` without a file: what comes on channel 0 goes out on channel 1, until the client half-closes (v5) or leaves.
    void echo(net::Exchange& exchange)
    {
        QObject::connect(&exchange, &net::Exchange::message, &exchange, [&exchange](const QByteArray& message) {
            if (message == QByteArray("\xff\x00", 2)) {
                exchange.sendMessage(success());
                exchange.closeWebSocket();
            } else if (message.startsWith('\0') && message.size() > 1) {
                exchange.sendMessage(QByteArray(1, '\x01') + message.mid(1));
            }
        });
    }
}

void Kubelet::serve(net::Exchange& exchange)
{
    // /containerLogs/<ns>/<pod>/<container>, /exec/… or /attach/…
    const QStringList parts = exchange.request().path.split(u'/', Qt::SkipEmptyParts);
    const QJsonObject* pod = parts.size() == 4 ? m_pods->find(parts.at(1) + u'/' + parts.at(2)) : nullptr;
    if (!pod) {
        plain(exchange, 404, QStringLiteral("pod does not exist"));
        return;
    }
    if (!isUp(str(*pod, { u"spec", u"nodeName" }))) {
        exchange.abort(); // the machine is down
        return;
    }
    if (parts.first() == u"containerLogs") {
        serveLogs(exchange, *pod, parts.at(3));
    } else if (parts.first() == u"exec" || parts.first() == u"attach") {
        if (!acceptChannels(exchange)) {
            return;
        }
        parts.first() == u"exec" ? serveExec(exchange, *pod) : serveAttach(exchange, *pod, parts.at(3));
    } else {
        plain(exchange, 404, QStringLiteral("404 page not found"));
    }
}

void Kubelet::serveLogs(net::Exchange& exchange, const QJsonObject& pod, const QString& container)
{
    const QString uid = kube::uidOf(pod);
    const QUrlQuery query = exchange.request().query;
    const auto flag = [&](const char* name) {
        const QString value = query.queryItemValue(QLatin1String(name));
        return value == u"true" || value == u"1";
    };
    const bool timestamps = flag("timestamps");
    QList<NodeRuntime::Line> lines = flag("previous") ? m_runtime.previousLines(uid, container) : m_runtime.lines(uid, container);
    if (flag("previous") && lines.isEmpty()) {
        plain(exchange, 400, QStringLiteral("previous terminated container \"%1\" in pod \"%2\" not found").arg(container, kube::nameOf(pod)));
        return;
    }
    QDateTime since = QDateTime::fromString(query.queryItemValue(QStringLiteral("sinceTime"), QUrl::FullyDecoded), Qt::ISODate);
    if (query.hasQueryItem(QStringLiteral("sinceSeconds"))) {
        since = m_stage.clock.now().addSecs(-query.queryItemValue(QStringLiteral("sinceSeconds")).toLongLong());
    }
    if (since.isValid()) {
        lines.removeIf([&](const NodeRuntime::Line& line) { return line.at < since; });
    }
    if (query.hasQueryItem(QStringLiteral("tailLines"))) {
        lines = lines.mid(qMax(qsizetype(0), lines.size() - query.queryItemValue(QStringLiteral("tailLines")).toInt()));
    }
    QByteArray body;
    for (const NodeRuntime::Line& line : lines) {
        body += formatted(line, timestamps);
    }
    if (query.hasQueryItem(QStringLiteral("limitBytes"))) {
        body = body.left(query.queryItemValue(QStringLiteral("limitBytes")).toInt());
    }
    net::Headers headers;
    headers.add("Content-Type", "text/plain");
    if (!flag("follow")) {
        exchange.reply(200, headers, body);
        return;
    }
    exchange.beginStream(200, headers);
    exchange.write(body);
    connect(&m_runtime, &NodeRuntime::logged, &exchange,
        [&exchange, uid, container, timestamps](const QString& podUid, const QString& name, const NodeRuntime::Line& line) {
            if (podUid == uid && name == container) {
                exchange.write(formatted(line, timestamps));
            }
        });
    // A container that ends takes its log stream with it.
    connect(m_pods, &kube::Reflector::changed, &exchange, [this, &exchange, key = kube::keyOf(pod)] {
        if (!m_pods->find(key)) {
            exchange.finish();
        }
    });
}

void Kubelet::serveAttach(net::Exchange& exchange, const QJsonObject& pod, const QString& container)
{
    // What the container says from now on, as its log gets it.
    connect(&m_runtime, &NodeRuntime::logged, &exchange,
        [&exchange, uid = kube::uidOf(pod), container](const QString& podUid, const QString& name, const NodeRuntime::Line& line) {
            if (podUid == uid && name == container) {
                exchange.sendMessage(QByteArray(1, '\x01') + formatted(line, false));
            }
        });
    connect(m_pods, &kube::Reflector::changed, &exchange, [this, &exchange, key = kube::keyOf(pod)] {
        if (!m_pods->find(key)) {
            exchange.sendMessage(success());
            exchange.closeWebSocket();
        }
    });
}

void Kubelet::serveExec(net::Exchange& exchange, const QJsonObject& pod)
{
    const QStringList command = exchange.request().query.allQueryItemValues(QStringLiteral("command"), QUrl::FullyDecoded);
    const bool hasStdin = exchange.request().query.queryItemValue(QStringLiteral("input")) == u"1";
    if (hasStdin && command == QStringList { QStringLiteral("cat") } && str(pod, { u"spec", u"runtimeClassName" }) != u"kata-remote") {
        echo(exchange);
        return;
    }
    QPointer<net::Exchange> guard(&exchange);
    m_runtime.exec(pod, command, [guard](const NodeRuntime::ExecResult& result) {
        if (!guard) {
            return;
        }
        if (!result.out.isEmpty()) {
            guard->sendMessage(QByteArray(1, '\x01') + result.out);
        }
        if (!result.err.isEmpty()) {
            guard->sendMessage(QByteArray(1, '\x02') + result.err);
        }
        QJsonObject status { { QStringLiteral("metadata"), QJsonObject() }, { QStringLiteral("status"), QStringLiteral("Success") } };
        if (!result.refusal.isEmpty()) {
            status = QJsonObject { { QStringLiteral("metadata"), QJsonObject() }, { QStringLiteral("status"), QStringLiteral("Failure") },
                { QStringLiteral("reason"), QStringLiteral("InternalError") }, { QStringLiteral("code"), 500 },
                { QStringLiteral("message"), QString(QStringLiteral("Internal error occurred: error executing command in container: ") + result.refusal) } };
        } else if (result.exitCode != 0) {
            const QString code = QString::number(result.exitCode);
            status = QJsonObject { { QStringLiteral("metadata"), QJsonObject() }, { QStringLiteral("status"), QStringLiteral("Failure") },
                { QStringLiteral("reason"), QStringLiteral("NonZeroExitCode") },
                { QStringLiteral("message"), QStringLiteral("command terminated with non-zero exit code: exit status %1").arg(code) },
                { QStringLiteral("details"),
                    QJsonObject { { QStringLiteral("causes"),
                        QJsonArray { QJsonObject { { QStringLiteral("reason"), QStringLiteral("ExitCode") }, { QStringLiteral("message"), code } } } } } } };
        }
        guard->sendMessage(QByteArray(1, '\x03') + toJson(status));
        guard->closeWebSocket();
    });
}

} // namespace cocoon::sandbox
