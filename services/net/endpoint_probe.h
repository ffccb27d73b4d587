// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_transport.h"
#include "services/net/proxy.h"

#include <QHostInfo>
#include <QSslSocket>
#include <QTimer>

#include <functional>

namespace cocoon::net {

class TlsRelay;

/// What can be wrong on the way to a service, told apart by what somebody has to do about it.
enum class Flaw {
    None,
    BadSetting, ///< a file, a context, a proxy setting
    NotStarted, ///< it runs on this machine, and does not run now
    NoSuchHost,
    Refused, ///< nobody listens
    Silent, ///< no answer in time
    Cut, ///< the other side, or something between, closed the connection
    ProxyUnreachable,
    ProxyLogin,
    ProxyRefused, ///< the proxy does not lead there
    NotTls,
    TlsName,
    TlsAuthority,
    TlsExpired,
    TlsNotYet,
    TlsProtocol, ///< nothing newer than TLS 1.1
    TlsClient, ///< it is our certificate that is not accepted
    TlsOther,
    PluginMissing,
    PluginFailed,
    NotAccepted, ///< 401
    NotAllowed, ///< 403
    WrongAnswer, ///< not what this service says
};

/// One step on the way, in the order in which it is taken.
struct ProbeStep {
    enum class Stage { Setting, Name, Proxy, Reach, Tls, Plugin, Login, Rights };
    enum class State { Ok, Failed, Skipped };
    Stage stage = Stage::Name;
    State state = State::Skipped;
    Flaw flaw = Flaw::None;
    QString target; ///< host and port
    QString evidence; ///< addresses, certificate, what came back
};
using ProbeSteps = QList<ProbeStep>;

bool hasFailed(const ProbeSteps& steps);
/// Of an error with Errc::Tls.
Flaw tlsFlaw(const Error& error);

/// Walks to an endpoint without asking it anything: name, proxy, TCP, TLS. The job's value is the steps, also of a way that
/// ends early; steps that could not be taken any more are Skipped. Owned by its job's parent; thread: GUI thread.
class EndpointProbe : public QObject {
    Q_OBJECT
public:
    using Lookup = std::function<void(const QString& host, QObject* context, std::function<void(const QHostInfo&)> answer)>;
    /// `limit` is for each step; `lookup` is the machine's own when not given.
    static Job<ProbeSteps>* start(const QUrl& url, const HttpTransport::Options& wire, QObject* parent, milliseconds limit = milliseconds(10000), Lookup lookup = {});

private:
    EndpointProbe(const QUrl& url, const HttpTransport::Options& wire, Job<ProbeSteps>* job, milliseconds limit, Lookup lookup);
    void resolveName();
    void reach();
    void secure();
    void onError(QAbstractSocket::SocketError error);
    void onEncrypted();
    void onLimit();
    void ok(const QString& evidence);
    void failed(Flaw flaw, const QString& evidence);
    void end();

    QUrl m_url;
    HttpTransport::Options m_wire;
    Lookup m_lookup;
    Job<ProbeSteps>* m_job;
    ProxyRoute m_route;
    TlsRelay* m_relay = nullptr;
    QSslSocket m_socket;
    QTimer m_limit;
    QList<QSslError> m_tlsErrors;
    QList<ProbeStep::Stage> m_stages; ///< still to be taken
    ProbeSteps m_steps;
};

} // namespace cocoon::net
