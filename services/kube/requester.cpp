// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/requester.h"

#include "services/base/json.h"
#include "services/net/http_codec.h"

namespace cocoon::kube {

namespace {
    const QString kPolicy = QStringLiteral("/apis/policy/v1/");
    const QString kOldPolicy = QStringLiteral("/apis/policy/v1beta1/");

    /// 404 for the version as a whole, not for one budget of it.
    bool isPolicyUnknown(const net::Request& request, const net::Response& response)
    {
        return request.url.path().contains(kPolicy)
            && str(parseJsonObject(response.body).value_or(QJsonObject()), { u"details", u"kind" }).isEmpty();
    }

    net::Request withOldPolicy(net::Request request)
    {
        QUrl& url = request.url;
        if (url.path().contains(kPolicy)) {
            url = QUrl::fromEncoded(url.toEncoded().replace(kPolicy.toLatin1(), kOldPolicy.toLatin1()), QUrl::StrictMode);
            request.body.replace("\"apiVersion\":\"policy/v1\"", "\"apiVersion\":\"policy/v1beta1\"");
        }
        return request;
    }
}

QString actionOf(const net::Request& request)
{
    return QString::fromLatin1(request.method) + u' ' + request.url.path();
}

Error missingField(const QString& field)
{
    return { Errc::Protocol, QStringLiteral("The server's answer is not what was expected: \"%1\" is missing or of another type.").arg(field), {}, 0, {}, {} };
}

Requester::Requester(net::Transport& transport, const Access& access, QObject* owner)
    : m_transport(transport)
    , m_access(access)
    , m_owner(owner)
    , m_credentials(access)
    , m_builder(access.server)
{
    m_credentials.onCertificate([&transport](const QList<QSslCertificate>& chain, const QSslKey& key) { transport.useClientCertificate(chain, key); });
}

Job<net::Response>* Requester::send(const net::Request& request)
{
    auto* job = new Job<net::Response>(m_owner);
    attempt(job, prepared(request), false);
    return job;
}

net::Request Requester::prepared(net::Request request) const
{
    if (m_hasOldPolicy) {
        request = withOldPolicy(std::move(request));
    }
    for (const auto& [name, value] : m_access.extraHeaders) {
        request.headers.add(name, value);
    }
    return request;
}

void Requester::attempt(Job<net::Response>* job, net::Request request, bool isRenewed)
{
    const QString action = actionOf(request);
    m_credentials.authorize(job, [this, job, request, isRenewed, action](const Result<std::optional<Secret>>& authorization) {
        if (job->isSettled()) {
            return; // cancelled while the plug-in ran
        }
        if (!authorization) {
            job->resolve(tl::unexpected(authorization.error().during(QStringLiteral("get credentials")).during(action)));
            return;
        }
        net::Request complete = request;
        complete.authorization = *authorization;
        Job<net::Response>* inner = m_transport.send(complete);
        QPointer<JobBase> guard(inner);
        job->onCancel([guard] {
            if (guard) {
                guard->cancel();
            }
        });
        inner->then(job, [this, job, request, complete, isRenewed, action](const Result<net::Response>& r) {
            if (!r) {
                job->resolve(tl::unexpected(r.error().during(action)));
            } else if (r->status == 401 && !isRenewed && m_credentials.renew(complete.authorization)) {
                attempt(job, request, true);
            } else if (r->status == 404 && !m_hasOldPolicy && isPolicyUnknown(request, *r)) {
                // Only a server that answers the older version is an old one.
                attempt(job, withOldPolicy(request), isRenewed);
            } else {
                m_hasOldPolicy = m_hasOldPolicy || (r->status < 300 && request.url.path().contains(kOldPolicy));
                job->resolve(*r);
            }
        });
    });
}

Job<net::Response>* Requester::sendChecked(const net::Request& request)
{
    const QString action = actionOf(request);
    return mapJob<net::Response, net::Response>(
        send(request), m_owner, [action](const Result<net::Response>& r) -> Result<net::Response> {
            if (r && r->status >= 300) {
                return tl::unexpected(errorFromResponse(*r).during(action));
            }
            if (r && net::isWebPage(r->headers)) {
                return tl::unexpected(net::webPageError(QStringLiteral("an API server")).during(action));
            }
            return r;
        });
}

Job<QJsonObject>* Requester::sendJson(const net::Request& request, const QString& required)
{
    const QString action = actionOf(request);
    return mapJob<QJsonObject, net::Response>(
        sendChecked(request), m_owner, [action, required](const Result<net::Response>& r) -> Result<QJsonObject> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            Result<QJsonObject> object = parseJsonObject(r->body);
            if (!object) {
                return tl::unexpected(object.error().during(action));
            }
            if (!object->contains(required)) {
                return tl::unexpected(missingField(required).during(action));
            }
            return object;
        });
}

ClientStream* Requester::open(const net::Request& request)
{
    return new ClientStream(m_transport, m_credentials, prepared(request), m_owner);
}

} // namespace cocoon::kube
