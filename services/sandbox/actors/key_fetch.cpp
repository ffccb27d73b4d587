// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/key_fetch.h"

#include "services/base/json.h"
#include "services/base/toml.h"
#include "services/net/http_transport.h"
#include "services/net/tls.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    net::Transport* trusting(const QString& pem, QObject* parent)
    {
        net::HttpTransport::Options options;
        options.tls.systemRoots = false;
        options.tls.roots = net::certificatesFromPem(pem.toLatin1());
        options.proxy = u"direct"_s;
        return new net::HttpTransport(options, parent);
    }

    QString words(const Result<net::Response>& r)
    {
        if (r) {
            return QString::fromUtf8(r->body);
        }
        return r.error().code == Errc::Tls ? u"invalid peer certificate: UnknownIssuer"_s : r.error().message;
    }
}

KeyFetch::KeyFetch(const Guest& guest, const QString& path, QObject* parent)
    : Job(parent)
    , m_guest(guest)
    , m_path(path)
    , m_base(guest.initdata.trusteeUrl())
{
    const auto aa = parseToml(guest.initdata.data.value(u"aa.toml"_s).toUtf8());
    const auto cdh = parseToml(guest.initdata.data.value(u"cdh.toml"_s).toUtf8());
    m_agent = trusting(aa ? str(*aa, { u"token_configs", u"kbs", u"cert" }) : QString(), this);
    m_hub = trusting(cdh ? str(*cdh, { u"kbc", u"kbs_cert" }) : QString(), this);
    const QJsonObject hello { { u"version"_s, guest.protocol }, { u"tee"_s, guest.tee }, { u"extra-params"_s, QString() } };
    post(u"/kbs/v0/auth"_s, {}, hello, [this](const net::Response& reply) { attest(reply.headers.value("Set-Cookie").split(';').value(0)); });
}

void KeyFetch::post(const QString& path, const QByteArray& cookie, const QJsonObject& body, std::function<void(const net::Response&)> next)
{
    net::Request request;
    request.method = "POST";
    request.url = QUrl(m_base + path);
    request.headers.add("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
        request.headers.add("Cookie", cookie);
    }
    request.body = toJson(body);
    m_agent->send(request)->then(this, [this, next = std::move(next)](const Result<net::Response>& r) {
        if (r && r->status == 200) {
            next(*r);
        } else {
            resolve(fail(Errc::Server, failure(u"RCAR handshake failed: "_s + words(r))));
        }
    });
}

void KeyFetch::attest(const QByteArray& cookie)
{
    const QJsonObject evidence { { u"tee-evidence"_s, QJsonObject { { u"tee"_s, m_guest.tee } } } };
    post(u"/kbs/v0/attest"_s, cookie, evidence, [this, cookie](const net::Response&) { get(cookie); });
}

void KeyFetch::get(const QByteArray& cookie)
{
    net::Request request;
    request.url = QUrl(m_base + u"/kbs/v0/resource/"_s + m_path);
    request.headers.add("Cookie", cookie);
    m_hub->send(request)->then(this, [this](const Result<net::Response>& r) {
        if (r && r->status == 200) {
            resolve(r->body);
        } else {
            resolve(fail(Errc::Server, failure(words(r))));
        }
    });
}

QString KeyFetch::failure(const QString& inner)
{
    return u"rpc status: Status { code: INTERNAL, message: \"[CDH] [ERROR]: Get Resource failed\", details: [%1] }"_s.arg(inner);
}

} // namespace cocoon::sandbox
