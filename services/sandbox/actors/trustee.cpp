// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/trustee.h"

#include "services/base/codec.h"
#include "services/base/json.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

Trustee::Trustee(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

Trustee::~Trustee() = default;

Result<QString> Trustee::start()
{
    net::HttpServer::Options options;
    options.chain = m_options.chain;
    options.key = m_options.key;
    m_server = std::make_unique<net::HttpServer>(options);
    m_server->setHandler([this](net::Exchange& exchange) { handle(exchange); });
    const Result<quint16> port = m_server->listen(m_options.port);
    if (!port) {
        return tl::unexpected(port.error().during(u"start the trustee"_s));
    }
    return u"%1://127.0.0.1:%2"_s.arg(m_options.chain.isEmpty() ? u"http"_s : u"https"_s).arg(*port);
}

void Trustee::refuse(net::Exchange& exchange, int status, const QString& kind, const QString& detail)
{
    exchange.replyJson(status,
        toJson(QJsonObject { { u"type"_s, QString(u"https://github.com/confidential-containers/kbs/errors/"_s + kind) }, { u"detail"_s, detail } }));
}

void Trustee::handle(net::Exchange& exchange)
{
    const net::ServerRequest& request = exchange.request();
    const QString path = request.path;
    const QByteArray session = request.headers.value("Cookie").split('=').value(1);
    if (path == u"/healthz") {
        exchange.reply(200, {}, {});
        return;
    }
    if (path == u"/kbs/v0/auth" && request.method == "POST") {
        const Result<QJsonObject> body = parseJsonObject(request.body);
        const QString version = body ? body->value(u"version"_s).toString() : QString();
        const QString protocol = m_options.protocol();
        if (version != protocol) {
            refuse(exchange, 401, u"AttestationError"_s,
                u"Attestation error: RCAR handshake Auth failed: KBS Client Protocol Version Mismatch: expect =%1 while the request is %2"_s.arg(protocol, version));
            return;
        }
        const QByteArray id = sha256Hex(QByteArray::number(m_nextSession++)).left(32);
        m_sessions.insert(id, QString());
        net::Headers headers;
        headers.add("Content-Type", "application/json");
        headers.add("Set-Cookie", "kbs-session-id=" + id + "; Path=/");
        exchange.reply(200, headers,
            toJson(QJsonObject { { u"nonce"_s, QString::fromLatin1(QByteArray::fromHex(sha256Hex(id)).toBase64()) }, { u"extra-params"_s, QString() } }));
        return;
    }
    if (path == u"/kbs/v0/attest" && request.method == "POST") {
        if (!m_sessions.contains(session)) {
            refuse(exchange, 401, u"AttestationError"_s, u"Attestation error: RCAR handshake Attest failed"_s);
            return;
        }
        const Result<QJsonObject> body = parseJsonObject(request.body);
        m_sessions[session] = body ? str(*body, { u"tee-evidence", u"tee" }) : QString();
        exchange.replyJson(200, toJson(QJsonObject { { u"token"_s, u"e30.e30.c2FuZGJveA"_s } }));
        return;
    }
    const QString prefix = u"/kbs/v0/resource/"_s;
    if (path.startsWith(prefix) && request.method == "GET") {
        const QString tee = m_sessions.value(session);
        if (tee.isEmpty()) {
            refuse(exchange, 401, u"TokenNotFound"_s, u"Attestation Token not found"_s);
        } else if (tee != u"tdx") {
            refuse(exchange, 401, u"PolicyDeny"_s, u"Access denied by policy"_s);
        } else if (!m_options.resources.contains(path.mid(prefix.size()))) {
            refuse(exchange, 401, u"PluginInternalError"_s, u"Plugin internal error"_s);
        } else {
            net::Headers headers;
            headers.add("Content-Type", "application/octet-stream");
            exchange.reply(200, headers, m_options.resources.value(path.mid(prefix.size())));
        }
        return;
    }
    refuse(exchange, 404, u"InvalidRequestPath"_s, u"The request path is invalid"_s);
}

} // namespace cocoon::sandbox
