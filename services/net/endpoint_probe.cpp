// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/endpoint_probe.h"

#include "services/net/tls.h"
#include "services/net/tls_relay.h"

#include <QSslCipher>

#include <algorithm>

namespace cocoon::net {

using namespace Qt::StringLiterals;
using Stage = ProbeStep::Stage;

namespace {
    int portOf(const QUrl& url)
    {
        return url.port(url.scheme() == "https"_L1 ? 443 : 80);
    }

    QString describe(const QSslSocket& socket)
    {
        const QSslCertificate certificate = socket.peerCertificate();
        return u"%1, certificate \"%2\" of \"%3\", valid until %4"_s.arg(socket.sessionCipher().protocolString(),
            certificate.subjectDisplayName(), certificate.issuerDisplayName(), certificate.expiryDate().toUTC().toString(Qt::ISODate));
    }
}

Flaw tlsFlaw(const Error& error)
{
    switch (tlsCause(error)) {
    case TlsCause::Expired: return Flaw::TlsExpired;
    case TlsCause::NotYetValid: return Flaw::TlsNotYet;
    case TlsCause::WrongName: return Flaw::TlsName;
    case TlsCause::Authority: return Flaw::TlsAuthority;
    case TlsCause::OldProtocol: return Flaw::TlsProtocol;
    case TlsCause::NotTls: return Flaw::NotTls;
    case TlsCause::Client: return Flaw::TlsClient;
    case TlsCause::Unknown: break;
    }
    return Flaw::TlsOther;
}

bool hasFailed(const ProbeSteps& steps)
{
    return std::any_of(steps.begin(), steps.end(), [](const ProbeStep& step) { return step.state == ProbeStep::State::Failed; });
}

Job<ProbeSteps>* EndpointProbe::start(const QUrl& url, const HttpTransport::Options& wire, QObject* parent, milliseconds limit, Lookup lookup)
{
    auto* job = new Job<ProbeSteps>(parent);
    new EndpointProbe(url, wire, job, limit, std::move(lookup));
    return job;
}

EndpointProbe::EndpointProbe(const QUrl& url, const HttpTransport::Options& wire, Job<ProbeSteps>* job, milliseconds limit, Lookup lookup)
    : QObject(job)
    , m_url(url)
    , m_wire(wire)
    , m_lookup(std::move(lookup))
    , m_job(job)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(limit);
    connect(&m_limit, &QTimer::timeout, this, &EndpointProbe::onLimit);
    connect(&m_socket, &QSslSocket::connected, this, &EndpointProbe::secure);
    connect(&m_socket, &QSslSocket::encrypted, this, &EndpointProbe::onEncrypted);
    connect(&m_socket, &QSslSocket::errorOccurred, this, &EndpointProbe::onError);
    connect(&m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) { m_tlsErrors = errors; });
    job->onCancel([this] { deleteLater(); });
    const bool isSecure = url.scheme() == "https"_L1;
    const Result<ProxyRoute> route = url.host().isEmpty() ? fail(Errc::Invalid, u"\"%1\" is not an address."_s.arg(url.toString()))
                                                          : proxyFor(url, wire.proxy, QProcessEnvironment::systemEnvironment());
    if (!route) {
        m_stages = { Stage::Setting, Stage::Name, Stage::Reach, Stage::Tls };
        failed(Flaw::BadSetting, route.error().message);
        return;
    }
    m_route = *route;
    m_stages = { Stage::Name, m_route.isDirect() ? Stage::Reach : Stage::Proxy };
    if (isSecure) {
        m_stages.append(Stage::Tls);
    }
    resolveName();
}

void EndpointProbe::resolveName()
{
    m_limit.start();
    // Behind a proxy it is the proxy that finds the service; we have to find the proxy.
    const QString host = m_route.isDirect() ? m_url.host() : m_route.proxy.hostName();
    const auto found = [this, host](const QHostInfo& info) {
        if (info.error() != QHostInfo::NoError) {
            failed(Flaw::NoSuchHost, u"%1: %2"_s.arg(host, info.errorString()));
            return;
        }
        QStringList addresses;
        for (const QHostAddress& address : info.addresses()) {
            addresses.append(address.toString());
        }
        ok(u"%1 → %2"_s.arg(host, addresses.join(u", "_s)));
        reach();
    };
    if (m_lookup) {
        m_lookup(host, this, found);
    } else {
        QHostInfo::lookupHost(host, this, found);
    }
}

void EndpointProbe::reach()
{
    m_limit.start();
    m_socket.setProxy(m_route.proxy);
    if (m_route.byTls) {
        m_relay = new TlsRelay(m_route.proxy, proxyConfiguration(m_wire.tls), this);
        const Result<QNetworkProxy> way = m_relay->listen();
        if (!way) {
            failed(Flaw::ProxyUnreachable, way.error().message);
            return;
        }
        m_socket.setProxy(*way);
    }
    m_socket.setSslConfiguration(clientConfiguration(m_wire.tls));
    m_socket.connectToHost(m_url.host(), static_cast<quint16>(portOf(m_url)));
}

void EndpointProbe::secure()
{
    ok(m_route.isDirect() ? u"connected to %1"_s.arg(m_socket.peerAddress().toString())
                                                : u"through %1:%2"_s.arg(m_route.proxy.hostName()).arg(m_route.proxy.port()));
    if (m_stages.isEmpty()) {
        end();
        return;
    }
    m_limit.start();
    m_socket.setPeerVerifyName(m_wire.tls.serverName.isEmpty() ? m_url.host() : m_wire.tls.serverName);
    m_socket.startClientEncryption();
}

void EndpointProbe::onEncrypted()
{
    ok(m_wire.tls.insecure ? describe(m_socket) + u"; not checked (insecure-skip-tls-verify)"_s : describe(m_socket));
    end();
}

void EndpointProbe::onError(QAbstractSocket::SocketError error)
{
    const QString came = m_socket.errorString();
    const Stage stage = m_stages.value(0, Stage::Tls);
    if (stage == Stage::Tls) {
        const QString name = m_wire.tls.serverName.isEmpty() ? m_url.host() : m_wire.tls.serverName;
        if (m_tlsErrors.isEmpty() && error == QAbstractSocket::RemoteHostClosedError) {
            failed(Flaw::Cut, came);
        } else {
            const Error tls = m_tlsErrors.isEmpty() ? handshakeError(came, u"%1:%2"_s.arg(m_url.host()).arg(portOf(m_url)), m_socket.sslConfiguration())
                                                    : tlsError(m_tlsErrors, name);
            failed(tlsFlaw(tls), tls.message);
        }
        return;
    }
    if (stage == Stage::Proxy) {
        if (m_relay != nullptr && m_relay->error()) {
            const Error& relayed = *m_relay->error();
            failed(relayed.code == Errc::Tls ? tlsFlaw(relayed) : Flaw::ProxyUnreachable, relayed.message);
            return;
        }
        switch (error) {
        case QAbstractSocket::ProxyAuthenticationRequiredError: failed(Flaw::ProxyLogin, came); return;
        case QAbstractSocket::ProxyConnectionRefusedError:
        case QAbstractSocket::ProxyNotFoundError:
        case QAbstractSocket::ProxyConnectionTimeoutError: failed(Flaw::ProxyUnreachable, came); return;
        default: failed(Flaw::ProxyRefused, came); return;
        }
    }
    failed(error == QAbstractSocket::RemoteHostClosedError ? Flaw::Cut
            : error == QAbstractSocket::SocketTimeoutError ? Flaw::Silent
                                                           : Flaw::Refused,
        came);
}

void EndpointProbe::onLimit()
{
    const QString waited = u"no answer within %1 s"_s.arg(static_cast<double>(m_limit.interval()) / 1000.0);
    failed(m_stages.value(0) == Stage::Proxy ? Flaw::ProxyUnreachable : Flaw::Silent, waited);
}

void EndpointProbe::ok(const QString& evidence)
{
    m_steps.append({ m_stages.takeFirst(), ProbeStep::State::Ok, Flaw::None, u"%1:%2"_s.arg(m_url.host()).arg(portOf(m_url)), evidence });
}

void EndpointProbe::failed(Flaw flaw, const QString& evidence)
{
    if (m_stages.isEmpty() || hasFailed(m_steps)) {
        return;
    }
    m_steps.append({ m_stages.takeFirst(), ProbeStep::State::Failed, flaw, u"%1:%2"_s.arg(m_url.host()).arg(portOf(m_url)), evidence });
    end();
}

void EndpointProbe::end()
{
    m_limit.stop();
    for (const Stage stage : std::exchange(m_stages, {})) {
        m_steps.append({ stage, ProbeStep::State::Skipped, Flaw::None, u"%1:%2"_s.arg(m_url.host()).arg(portOf(m_url)), {} });
    }
    m_socket.disconnect(this);
    m_socket.abort();
    m_job->resolve(m_steps);
}

} // namespace cocoon::net
