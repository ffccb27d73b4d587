// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/requester.h"

#include "services/base/json.h"

namespace cocoon::kube {

QString actionOf(const net::Request& request)
{
    return QString::fromLatin1(request.method) + u' ' + request.url.path();
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
    attempt(job, withExtraHeaders(request), false);
    return job;
}

net::Request Requester::withExtraHeaders(net::Request request) const
{
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
            } else {
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
            return r;
        });
}

Job<QJsonObject>* Requester::sendJson(const net::Request& request)
{
    const QString action = actionOf(request);
    return mapJob<QJsonObject, net::Response>(
        sendChecked(request), m_owner, [action](const Result<net::Response>& r) -> Result<QJsonObject> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            Result<QJsonObject> object = parseJsonObject(r->body);
            if (!object) {
                return tl::unexpected(object.error().during(action));
            }
            return object;
        });
}

ClientStream* Requester::open(const net::Request& request)
{
    return new ClientStream(m_transport, m_credentials, withExtraHeaders(request), m_owner);
}

} // namespace cocoon::kube
