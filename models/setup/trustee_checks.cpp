// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/trustee_checks.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/kbs.h"

#include <QRegularExpression>
#include <QUrl>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;

namespace {
    QStringList textsOf(const QJsonObject& object, QLatin1String key)
    {
        QStringList texts;
        for (const QJsonValue& value : object.value(key).toArray()) {
            texts.append(value.toString());
        }
        return texts;
    }

    /// A certificate no guest accepts, whoever vouches for it.
    bool isUnusable(Look& look, Report& report, const QJsonObject& certificate)
    {
        QStringList wrong = textsOf(certificate, "problems"_L1);
        wrong.removeAll(u"unknown-issuer"_s);
        const QDateTime end = QDateTime::fromString(str(certificate, { u"notAfter" }), Qt::ISODate);
        if (end.isValid() && end <= look.asker().world().now() && !wrong.contains(u"expired"_s)) {
            wrong.append(u"expired"_s);
        }
        if (wrong.isEmpty()) {
            return false;
        }
        report.blocker(u"trustee-certificate-valid"_s, tr("The trustee's certificate cannot be used"), wrong.join(u", "_s) + u": "_s + describeCertificate(certificate),
            tr("It is expired or for another name: no VM would accept it, and it may not be the trustee that answers."), tr("Renew it for the address in trust.url, or correct the address."));
        return true;
    }

    void checkProtocol(Look& look, Report& report, const QJsonObject& found)
    {
        const QString wanted = look.operatorFacts().kbsProtocol;
        const QStringList spoken = textsOf(found, "kbsProtocols"_L1);
        if (spoken.isEmpty()) {
            report.unknown(u"trustee-protocol"_s, tr("Which protocol the trustee speaks is not known"), tr("It did not answer the version probe."));
        } else {
            report.check(spoken.contains(wanted), u"trustee-protocol"_s, tr("It speaks the protocol of operator %1 (%2)").arg(look.plannedVersion(), wanted), spoken.join(u", "_s), Severity::Warning,
                tr("Guest and trustee must agree exactly, or every request is refused."), tr("Use trustee %1.").arg(coco::trusteeReleasesFor(look.facts(), wanted)));
        }
    }

    bool isThisMachine(const QUrl& url)
    {
        static const QRegularExpression loopback(u"^(localhost|::1|(::ffff:)?127\\.[0-9.]+)$"_s); // QUrl writes addresses in their short form
        return loopback.match(url.host()).hasMatch();
    }

    /// An address that only counts here, or a way on which nobody knows who answers.
    void checkWay(Look& look, Report& report, const QString& url)
    {
        if (isThisMachine(QUrl(url))) {
            const QUrl server(str(look.asker().world().answer(ask::connection()).value, { u"server" }));
            if (isThisMachine(server)) {
                report.info(u"trustee-this-machine"_s, tr("The trustee is on this machine: for a sandbox only"), url, tr("Anywhere else give an address that the VMs reach."));
            } else {
                report.warning(u"trustee-this-machine"_s, tr("The trustee's address is this machine's"), url, tr("In a VM the same address is the VM itself: nothing could attest."), tr("Give an address that the VMs reach."));
            }
        } else if (QUrl(url).scheme() == "http"_L1) {
            report.warning(u"trustee-plain-http"_s, tr("The way to the trustee is plain http"), url, tr("Whoever stands between can answer in its place: a VM would take secrets from a stranger."),
                tr("Give the trustee a certificate and write https into trust.url; plain http is for tests."));
        }
    }

    /// Does a VM accept it with what it is given? If it is given nothing, the result is what could be taken.
    QJsonObject checkAuthority(Report& report, const QJsonObject& served, bool isGivenOne)
    {
        const QString text = describeCertificate(served);
        if (isGivenOne && served.value("fits"_L1).toBool(true)) {
            report.ok(u"trustee-certificate-own"_s, tr("INITDATA is given the certificate of its authority"), text);
            return {};
        }
        if (isGivenOne) {
            report.warning(u"trustee-certificate-other"_s, tr("INITDATA is given a certificate that does not vouch for the trustee"), text, tr("No VM would accept the trustee that answers here, so none could attest."),
                tr("Give the certificate of its authority as trust.certificateFile; if nobody renewed it, find out who answers there."));
            return {};
        }
        const QJsonObject authority = served.value("authority"_L1).toObject();
        if (authority.isEmpty()) {
            report.blocker(u"trustee-certificate-hidden"_s, tr("No known authority vouches for its certificate"), text, tr("A VM has to be given the certificate of the authority that issued it, and the trustee does not show that."),
                tr("Give trust.certificateFile."));
            return {};
        }
        report.warning(u"trustee-certificate-own"_s, tr("No known authority vouches for its certificate"), describeCertificate(authority), tr("Written into INITDATA it decides whom the VMs trust; only the fingerprint tells whether it is the right one."),
            tr("Give trust.certificateFile, or compare the fingerprint and use --allow trust-certificate."));
        return authority;
    }
}

QString describeCertificate(const QJsonObject& certificate)
{
    return tr("%1, valid until %2, SHA-256 %3").arg(str(certificate, { u"subject" }), str(certificate, { u"notAfter" }), str(certificate, { u"sha256" }));
}

QJsonObject checkTrustee(Look& look, Report& report, const QString& url, const QString& certificate)
{
    const world::Query query = ask::trustee(url, certificate);
    report.optional(query);
    const world::Answer answer = look.asker().answer(query);
    if (answer.state != world::Answer::State::Known) {
        return {};
    }
    const QJsonObject found = answer.value.toObject();
    const QString scheme = QUrl(url).scheme();
    if (found.value("otherSchemeWorks"_L1).toBool()) {
        const QString other = scheme == "https"_L1 ? u"http"_s : u"https"_s;
        report.blocker(u"G3-trustee-scheme"_s, tr("The trustee speaks %1, not %2").arg(other, scheme), str(found, { u"error" }), tr("Written into INITDATA like this, no VM could attest (TS-60)."),
            tr("Set trust.url to %1.").arg(other + url.mid(scheme.size())));
        return {};
    }
    checkWay(look, report, url);
    const QJsonObject served = found.value("certificate"_L1).toObject();
    if (isUnusable(look, report, served)) {
        return {};
    }
    const bool reachable = found.value("reachable"_L1).toBool();
    report.check(reachable, u"trustee-reachable"_s, tr("The trustee answers from here"), reachable ? url : str(found, { u"error" }), Severity::Warning,
        tr("The VMs must reach it; this machine need not, but the check cannot say more."), tr("Check the address, its security group, and that it runs."));
    if (reachable) {
        report.ok(u"G3-trustee-scheme"_s, tr("It speaks %1, as the address says").arg(scheme), url);
        checkProtocol(look, report, found);
    }
    if (served.isEmpty()) {
        return {};
    }
    const QDateTime end = QDateTime::fromString(str(served, { u"notAfter" }), Qt::ISODate);
    if (end.isValid()) {
        report.check(end > look.asker().world().now().addDays(14), u"trustee-certificate"_s, tr("Its certificate is valid for a while"), str(served, { u"notAfter" }), Severity::Warning, tr("After that no VM can attest."), tr("Renew it; INITDATA changes with it when it is self-signed."));
    }
    return served.value("trusted"_L1).toBool() ? QJsonObject() : checkAuthority(report, served, !certificate.isEmpty());
}

} // namespace cocoon::setup
