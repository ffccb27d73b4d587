// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/check_words.h"

#include "models/words/words.h"

namespace cocoon::words {

using net::Flaw;
using net::ProbeStep;
using Stage = ProbeStep::Stage;

namespace {
    QString nameOf(Stage stage)
    {
        switch (stage) {
        case Stage::Setting: return tr("Settings");
        case Stage::Name: return tr("Name");
        case Stage::Proxy: return tr("Proxy");
        case Stage::Reach: return tr("Reach");
        case Stage::Tls: return tr("Secure connection");
        case Stage::Plugin: return tr("Credential plug-in");
        case Stage::Login: return tr("Login");
        case Stage::Rights: return tr("Rights");
        }
        return {};
    }

}

FlawWords flawWords(Flaw flaw)
{
    switch (flaw) {
    case Flaw::None: return {};
    case Flaw::BadSetting: return { tr("A setting cannot be used."), tr("Correct what is named: the kubeconfig, its context, or the proxy in Settings.") };
    case Flaw::NotStarted: return { tr("The sandbox does not run."), tr("Start it: it takes some seconds and goes on where it ended.") };
    case Flaw::NoSuchHost: return { tr("The name is not known."), tr("Check the address for a typing error. A private name needs the VPN, or a DNS server that knows it.") };
    case Flaw::Refused: return { tr("Nobody answers there."), tr("Check address and port. A private endpoint needs the VPN; a firewall or a stopped cluster refuses too.") };
    case Flaw::Silent: return { tr("No answer came in time."), tr("A firewall or network rule drops the packets, or the VPN is down. A context-based restriction of IBM Cloud looks the same.") };
    case Flaw::Cut: return { tr("The connection was cut."), tr("Something between here and there closes it: a proxy that inspects TLS, a load balancer without back end. Try from another network.") };
    case Flaw::ProxyUnreachable: return { tr("The proxy does not answer."), tr("Check the proxy in Settings or HTTPS_PROXY; name the host in NO_PROXY when it needs none.") };
    case Flaw::ProxyLogin: return { tr("The proxy wants a login."), tr("Give user and password in the proxy's address: http://user:password@host:port.") };
    case Flaw::ProxyRefused: return { tr("The proxy does not lead there."), tr("Ask for this host and port to be allowed on the proxy, or name the host in NO_PROXY.") };
    case Flaw::NotTls: return { tr("The other side does not speak TLS."), tr("Check the port: this is a plain HTTP service or something else.") };
    case Flaw::TlsName: return { tr("The certificate is made for another name."), tr("Use one of the names in the certificate as address, or set tls-server-name in the kubeconfig.") };
    case Flaw::TlsAuthority: return { tr("The certificate comes from an authority that is not trusted here."), tr("Give the authority's certificate: certificate-authority-data in the kubeconfig, or ca in the connection's file. A proxy that inspects TLS needs its own authority there.") };
    case Flaw::TlsExpired: return { tr("The certificate has expired."), tr("The owner of the service has to renew it. Check this machine's clock too.") };
    case Flaw::TlsNotYet: return { tr("The certificate is not valid yet."), tr("Check this machine's clock; it may run behind.") };
    case Flaw::TlsProtocol: return { tr("The other side speaks only an old TLS."), tr("The owner of the service has to offer TLS 1.2 or newer; a proxy that inspects TLS may be what is old.") };
    case Flaw::TlsClient: return { tr("Our own certificate was not accepted."), tr("Fetch a fresh kubeconfig: its client certificate is missing, has expired, or comes from another authority.") };
    case Flaw::TlsOther: return { tr("The secure connection was refused."), tr("A client certificate that expired or is not accepted ends like this too: fetch a fresh kubeconfig.") };
    case Flaw::PluginMissing: return { tr("The program that gets the credential is not installed."), tr("Install it and make sure that it is in PATH, then test again.") };
    case Flaw::PluginFailed: return { tr("The program that gets the credential failed."), tr("Run it in a terminal to see why; often it needs a fresh login.") };
    case Flaw::NotAccepted: return { tr("The credential is not accepted."), tr("Log in again, or fetch a fresh kubeconfig: the token expired or was taken away.") };
    case Flaw::NotAllowed: return { tr("The credential is accepted, but may not read this."), tr("Ask for the right that is named. Behind IBM Cloud a context-based restriction answers like this too.") };
    case Flaw::WrongAnswer: return { tr("Something else answers there."), tr("Check the address: this is not the service that was expected.") };
    }
    return {};
}

CheckLine explain(const ProbeStep& step)
{
    CheckLine line;
    line.name = nameOf(step.stage);
    line.isOk = step.state == ProbeStep::State::Ok;
    line.isSkipped = step.state == ProbeStep::State::Skipped;
    if (line.isSkipped) {
        line.says = tr("not tried");
        return line;
    }
    const FlawWords known = flawWords(step.flaw);
    line.says = QString(known.what + u' ' + step.evidence).trimmed();
    line.remedy = known.remedy;
    return line;
}

QString summary(const net::ProbeSteps& steps)
{
    for (const ProbeStep& step : steps) {
        if (step.state == ProbeStep::State::Failed) {
            return step.target.isEmpty() ? flawWords(step.flaw).what : tr("%1: %2").arg(step.target, flawWords(step.flaw).what);
        }
    }
    const bool isWhole = !steps.isEmpty() && steps.constLast().state == ProbeStep::State::Ok;
    return isWhole ? tr("Everything on the way works.") : tr("The way is free; the login was not tried.");
}

} // namespace cocoon::words
