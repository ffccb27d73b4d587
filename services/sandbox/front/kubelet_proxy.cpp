// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/kubelet_proxy.h"

#include "services/base/json.h"
#include "services/net/websocket_codec.h"
#include "services/sandbox/front/reply_writer.h"

#include <QRandomGenerator>

#include <memory>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    ApiReply badRequest(const QString& message)
    {
        return ApiReply::failure(400, u"BadRequest"_s, message);
    }

    ApiReply upgradeRequired()
    {
        return badRequest(u"Upgrade request required"_s);
    }
    ApiReply notSimulated(const QString& why)
    {
        return ApiReply::failure(501, u"NotImplemented"_s, u"unable to upgrade: "_s + why);
    }

    QStringList containerNames(const QJsonObject& pod, QStringView field)
    {
        QStringList names;
        const QJsonArray list = at(pod, { u"spec", field }).toArray();
        for (const QJsonValue& container : list) {
            names.append(str(container, { u"name" }));
        }
        return names;
    }

    /// The container to use, or Kubernetes' sentence why not.
    Result<QString> chooseContainer(const QJsonObject& pod, const QString& wanted)
    {
        const QString podName = str(pod, { u"metadata", u"name" });
        const QStringList names = containerNames(pod, u"containers");
        const QStringList initNames = containerNames(pod, u"initContainers");
        if (!wanted.isEmpty()) {
            const bool isKnown = names.contains(wanted) || initNames.contains(wanted)
                || containerNames(pod, u"ephemeralContainers").contains(wanted);
            return isKnown ? Result<QString>(wanted)
                           : fail(Errc::Invalid, u"container %1 is not valid for pod %2"_s.arg(wanted, podName));
        }
        if (names.size() == 1) {
            return names.first();
        }
        QString message = u"a container name must be specified for pod %1"_s.arg(podName);
        if (names.size() > 1) {
            message += u", choose one of: [%1]"_s.arg(names.join(u' '));
            if (!initNames.isEmpty()) {
                message += u" or one of the init containers: [%1]"_s.arg(initNames.join(u' '));
            }
        }
        return fail(Errc::Invalid, message);
    }

    /// Why the container has no log yet; empty when it has.
    QString waitingReason(const QJsonObject& pod, const QString& container, bool previous)
    {
        for (const QStringView field : { QStringView(u"containerStatuses"), QStringView(u"initContainerStatuses") }) {
            const QJsonArray statuses = at(pod, { u"status", field }).toArray();
            for (const QJsonValue& status : statuses) {
                if (str(status, { u"name" }) != container) {
                    continue;
                }
                const QJsonObject waiting = at(status, { u"state", u"waiting" }).toObject();
                const bool hasRun = at(status, { u"lastState", u"terminated" }).isObject();
                if (waiting.isEmpty() || hasRun || previous) {
                    return {};
                }
                const QString reason = waiting.value("reason"_L1).toString();
                if (reason == "ErrImagePull"_L1 || reason == "ImagePullBackOff"_L1) {
                    return reason == "ErrImagePull"_L1 ? u"image can't be pulled"_s : u"trying and failing to pull image"_s;
                }
                return reason;
            }
        }
        return {};
    }

    QUrl kubeletUrl(const QJsonObject& node, const QString& path, const QUrlQuery& query)
    {
        QUrl url;
        url.setScheme(u"https"_s);
        // Nodes carry the workers' addresses in the cloud, as on a real cluster; nothing of the sandbox leaves loopback.
        url.setHost(u"127.0.0.1"_s);
        url.setPort(at(node, { u"status", u"daemonEndpoints", u"kubeletEndpoint", u"Port" }).toInt(10250));
        url.setPath(path);
        url.setQuery(query);
        return url;
    }

    QString dialError(const QUrl& url, const Error& error)
    {
        return u"Get \"%1\": dial tcp %2:%3: %4"_s.arg(
            url.toString(QUrl::FullyEncoded), url.host(), QString::number(url.port()), error.message);
    }

    ApiReply kubeletFailure(int status, const QByteArray& body, const RequestInfo& what)
    {
        const QString text = QString::fromUtf8(body).trimmed();
        if (status == 404) {
            return ApiReply::failure(404, u"NotFound"_s,
                u"the server could not find the requested resource ( pods/%1 %2)"_s.arg(what.subresource, what.name));
        }
        return ApiReply::failure(status < 400 ? 500 : status, status < 500 ? u"BadRequest"_s : u"InternalError"_s, text);
    }

    /// One exec session: client's WebSocket on one side, kubelet's on the other. Lives as long as the client's exchange.
    class Bridge : public QObject {
    public:
        Bridge(net::Exchange& client, net::Stream* kubelet, RequestInfo what, const QUrl& url)
            : QObject(&client)
            , m_client(client)
            , m_kubelet(kubelet)
            , m_what(std::move(what))
            , m_url(url)
            , m_decoder(false)
        {
            connect(kubelet, &net::Stream::opened, this, &Bridge::onOpened);
            connect(kubelet, &net::Stream::data, this, &Bridge::onData);
            connect(kubelet, &net::Stream::ended, this, &Bridge::onEnded);
            connect(&client, &net::Exchange::closed, this, [this] { endKubelet(); });
            connect(&client, &net::Exchange::message, this, [this](const QByteArray& payload, bool binary) {
                if (m_isOpen && m_kubelet) {
                    const quint8 opcode = binary ? net::WebSocketFrame::Binary : net::WebSocketFrame::Text;
                    m_kubelet->write(net::encodeWebSocketFrame({ opcode, true, payload }, true));
                }
            });
        }
        ~Bridge() override { endKubelet(); }

    private:
        void endKubelet()
        {
            if (m_kubelet) {
                m_kubelet->close();
                m_kubelet->deleteLater();
                m_kubelet.clear();
            }
        }
        void onOpened(int status, const net::Headers& headers)
        {
            m_status = status;
            if (status == 101) {
                m_isOpen = true;
                m_client.acceptWebSocket(headers.value("Sec-WebSocket-Protocol"));
            }
        }
        void onData(const QByteArray& bytes)
        {
            if (!m_isOpen) {
                m_refusal += bytes;
                return;
            }
            const Result<QList<net::WebSocketFrame>> frames = m_decoder.feed(bytes);
            if (!frames) {
                m_client.closeWebSocket(1002);
                return;
            }
            for (const net::WebSocketFrame& frame : *frames) {
                if (frame.opcode == net::WebSocketFrame::Close) {
                    m_isDone = true;
                    m_client.closeWebSocket(1000);
                    return; // the client's end may delete this object
                }
                if (frame.opcode == net::WebSocketFrame::Ping && m_kubelet) {
                    m_kubelet->write(net::encodeWebSocketFrame({ net::WebSocketFrame::Pong, true, frame.payload }, true));
                } else if (frame.opcode == net::WebSocketFrame::Binary || frame.opcode == net::WebSocketFrame::Text) {
                    m_client.sendMessage(frame.payload, frame.opcode == net::WebSocketFrame::Binary);
                }
            }
        }
        void onEnded(const Error& error)
        {
            m_kubelet.clear();
            if (m_isDone) {
                return;
            }
            m_isDone = true;
            if (m_isOpen) {
                m_client.closeWebSocket(1000);
            } else if (m_status == 403 && m_refusal.isEmpty()) { // no sub-protocol in common: no word of it either
                m_client.reply(403, {}, {});
            } else if (m_status >= 400) {
                sendReply(m_client, kubeletFailure(m_status, m_refusal.isEmpty() ? error.detail.toUtf8() : m_refusal, m_what));
            } else {
                sendReply(m_client,
                    ApiReply::failure(500, u"InternalError"_s,
                        u"Internal error occurred: error sending request: "_s + dialError(m_url, error)));
            }
        }

        net::Exchange& m_client;
        QPointer<net::Stream> m_kubelet;
        RequestInfo m_what;
        QUrl m_url;
        net::WebSocketDecoder m_decoder;
        QByteArray m_refusal;
        int m_status = 0;
        bool m_isOpen = false;
        bool m_isDone = false;
    };
}

KubeletProxy::KubeletProxy(const ApiServer& api, net::Transport& transport, QObject* parent)
    : QObject(parent)
    , m_api(api)
    , m_transport(transport)
{
}

bool KubeletProxy::take(const RequestInfo& what, net::Exchange& exchange)
{
    static const QStringList own { u"log"_s, u"exec"_s, u"attach"_s, u"portforward"_s };
    if (!what.group.isEmpty() || what.resource != "pods"_L1 || !own.contains(what.subresource)) {
        return false;
    }
    const QJsonObject pod = m_api.find({}, u"pods"_s, what.ns, what.name);
    if (pod.isEmpty()) {
        sendReply(exchange,
            ApiReply::failure(404, u"NotFound"_s, u"pods \"%1\" not found"_s.arg(what.name),
                { { u"name"_s, what.name }, { u"kind"_s, u"pods"_s } }));
    } else if (what.subresource == "log"_L1) {
        logs(what, exchange, pod);
    } else {
        connectStream(what, exchange, pod);
    }
    return true;
}

void KubeletProxy::logs(const RequestInfo& what, net::Exchange& exchange, const QJsonObject& pod)
{
    const QUrlQuery query = exchange.request().query;
    const Result<QString> container = chooseContainer(pod, query.queryItemValue(u"container"_s));
    if (!container) {
        sendReply(exchange, badRequest(container.error().message));
        return;
    }
    const bool previous = query.queryItemValue(u"previous"_s) == "true"_L1;
    const QString waiting = waitingReason(pod, *container, previous);
    if (!waiting.isEmpty()) {
        sendReply(exchange,
            badRequest(u"container \"%1\" in pod \"%2\" is waiting to start: %3"_s.arg(*container, what.name, waiting)));
        return;
    }
    const QString nodeName = str(pod, { u"spec", u"nodeName" });
    if (nodeName.isEmpty()) { // not scheduled: an empty log, as the real server
        exchange.reply(204, {}, {});
        return;
    }
    QUrlQuery passed = query;
    passed.removeQueryItem(u"container"_s);
    const QUrl url = kubeletUrl(m_api.find({}, u"nodes"_s, {}, nodeName),
        u"/containerLogs/%1/%2/%3"_s.arg(what.ns, what.name, *container), passed);
    net::Request request;
    request.url = url;
    request.deadlines.idle = milliseconds(0);
    net::Stream* stream = m_transport.open(request);
    struct State {
        int status = 0;
        QByteArray refusal;
    };
    auto state = std::make_shared<State>();
    QPointer<net::Exchange> guard(&exchange);
    connect(stream, &net::Stream::opened, &exchange, [guard, state](int status, const net::Headers&) {
        state->status = status;
        if (status == 200 && guard) {
            guard->beginStream(200, standardHeaders("text/plain"));
        }
    });
    connect(stream, &net::Stream::data, &exchange, [guard, state](const QByteArray& bytes) {
        if (state->status == 200 && guard) {
            guard->write(bytes);
        } else {
            state->refusal += bytes;
        }
    });
    connect(stream, &net::Stream::ended, &exchange, [guard, state, what, url](const Error& error) {
        if (!guard) {
            return;
        }
        if (state->status == 200) {
            guard->finish();
        } else if (state->status != 0) {
            const QByteArray text = state->refusal.isEmpty() ? error.detail.toUtf8() : state->refusal;
            sendReply(*guard, kubeletFailure(state->status, text, what));
        } else {
            sendReply(*guard, ApiReply::failure(500, u"InternalError"_s, dialError(url, error)));
        }
    });
    connect(&exchange, &net::Exchange::closed, stream, [stream] {
        stream->close();
        stream->deleteLater();
    });
}

void KubeletProxy::connectStream(const RequestInfo& what, net::Exchange& exchange, const QJsonObject& pod)
{
    const QUrlQuery query = exchange.request().query;
    const bool isUpgrade = exchange.request().headers.contains("Upgrade");
    if (what.subresource == "portforward"_L1) {
        sendReply(exchange, isUpgrade ? notSimulated(u"nothing listens on the ports of a simulated pod"_s) : upgradeRequired());
        return;
    }
    const Result<QString> container = chooseContainer(pod, query.queryItemValue(u"container"_s));
    if (!container) {
        sendReply(exchange, badRequest(container.error().message));
        return;
    }
    const QString phase = str(pod, { u"status", u"phase" });
    if (phase == "Succeeded"_L1 || phase == "Failed"_L1) {
        sendReply(exchange,
            badRequest(u"cannot %1 a container in a completed pod; current phase is %2"_s.arg(
                what.subresource == "exec"_L1 ? u"exec into"_s : u"attach to"_s, phase)));
        return;
    }
    const QString nodeName = str(pod, { u"spec", u"nodeName" });
    if (nodeName.isEmpty()) {
        sendReply(exchange, badRequest(u"pod %1 does not have a host assigned"_s.arg(what.name)));
        return;
    }
    if (!exchange.isWebSocketUpgrade()) { // last: clients that fall back to SPDY shall read the reason above
        sendReply(exchange, isUpgrade ? notSimulated(u"%1 is served over WebSocket only"_s.arg(what.subresource)) : upgradeRequired());
        return;
    }
    QUrlQuery passed;
    const auto flag = [&query](const QString& name) {
        const QString value = query.queryItemValue(name);
        return value == "true"_L1 || value == "1"_L1;
    };
    const std::pair<QString, QString> flags[] = { { u"stdin"_s, u"input"_s }, { u"stdout"_s, u"output"_s },
        { u"stderr"_s, u"error"_s }, { u"tty"_s, u"tty"_s } };
    for (const auto& [from, to] : flags) {
        if (flag(from)) {
            passed.addQueryItem(to, u"1"_s);
        }
    }
    const QStringList command = query.allQueryItemValues(u"command"_s, QUrl::FullyDecoded);
    for (const QString& word : command) {
        // '+' would be read as a space on the other side
        passed.addQueryItem(u"command"_s, QString::fromLatin1(QUrl::toPercentEncoding(word)));
    }
    net::Request request;
    request.url = kubeletUrl(m_api.find({}, u"nodes"_s, {}, nodeName),
        u"/%1/%2/%3/%4"_s.arg(what.subresource, what.ns, what.name, *container), passed);
    request.deadlines.idle = milliseconds(0);
    QByteArray key(16, '\0');
    for (char& c : key) {
        c = static_cast<char>(QRandomGenerator::global()->bounded(256));
    }
    request.headers.add("Connection", "Upgrade");
    request.headers.add("Upgrade", "websocket");
    request.headers.add("Sec-WebSocket-Version", "13");
    request.headers.add("Sec-WebSocket-Key", key.toBase64());
    request.headers.add("Sec-WebSocket-Protocol", exchange.offeredSubprotocols().join(u", "_s).toLatin1());
    new Bridge(exchange, m_transport.open(request), what, request.url); // owned by the exchange
}

} // namespace cocoon::sandbox
