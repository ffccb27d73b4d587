// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/trust_step.h"

#include "models/setup/adaptor_restart.h"
#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "services/base/json.h"
#include "services/base/toml.h"
#include "services/coco/initdata.h"
#include "services/coco/kbs.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QUrl>

#include <algorithm>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

QString TrustStep::id() const
{
    return u"trust"_s;
}

QString TrustStep::title() const
{
    return tr("Trust authority and INITDATA");
}

QStringList TrustStep::dependsOn() const
{
    // The settings are enough: written before the adaptor starts, INITDATA costs no restart.
    return { u"configuration"_s };
}

namespace {
    QString tr(const char* text)
    {
        return TrustStep::tr(text);
    }

    QString trimmedUrl(QString url)
    {
        while (url.endsWith(u'/')) {
            url.chop(1);
        }
        return url;
    }

    /// PEM as it counts: who wrote the file and how the lines end makes no other certificate.
    QString plainPem(const QString& pem)
    {
        return pem.simplified();
    }

    /// The certificate cdh.toml of INITDATA gives the guest; empty when none.
    QString certificateOf(const coco::Initdata& initdata)
    {
        const auto cdh = parseToml(initdata.data.value(u"cdh.toml"_s).toUtf8());
        return cdh ? str(*cdh, { u"kbc", u"kbs_cert" }).trimmed() : QString();
    }

    /// Did Cocoon write it? Then writing it again gives the same text.
    bool isCocoons(const coco::Initdata& initdata)
    {
        return initdata.toml == coco::initdataToml({ initdata.trusteeUrl(), certificateOf(initdata), initdata.algorithm, {} });
    }

    QString describe(const QJsonObject& certificate)
    {
        return TrustStep::tr("%1, valid until %2, SHA-256 %3").arg(str(certificate, { u"subject" }), str(certificate, { u"notAfter" }), str(certificate, { u"sha256" }));
    }

    /// A certificate no guest accepts, whoever vouches for it.
    bool isUnusable(Look& look, Report& report, const QJsonObject& certificate)
    {
        QStringList wrong;
        for (const QJsonValue& problem : certificate.value("problems"_L1).toArray()) {
            if (problem != "unknown-issuer"_L1) {
                wrong.append(problem.toString());
            }
        }
        const QDateTime end = QDateTime::fromString(str(certificate, { u"notAfter" }), Qt::ISODate);
        if (end.isValid() && end <= look.asker().world().now() && !wrong.contains(u"expired"_s)) {
            wrong.append(u"expired"_s);
        }
        if (wrong.isEmpty()) {
            return false;
        }
        report.blocker(u"trustee-certificate-valid"_s, tr("The trustee's certificate cannot be used"), wrong.join(u", "_s) + u": "_s + describe(certificate),
            tr("It is expired or for another name: no VM would accept it, and it may not be the trustee that answers."), tr("Renew it for the address in trust.url, or correct the address."));
        return true;
    }

    /// Asks the trustee; returns the certificate that nobody known vouches for, if it shows one.
    QJsonObject probe(Look& look, Report& report, const QString& url)
    {
        const world::Query query = ask::trustee(url);
        report.optional(query);
        const world::Answer answer = look.asker().answer(query);
        if (answer.state != world::Answer::State::Known) {
            return {};
        }
        const QJsonObject found = answer.value.toObject();
        const QString scheme = QUrl(url).scheme();
        if (found.value("otherSchemeWorks"_L1).toBool()) {
            const QString other = scheme == "https"_L1 ? u"http"_s : u"https"_s;
            report.blocker(u"G3-trustee-scheme"_s, TrustStep::tr("The trustee speaks %1, not %2").arg(other, scheme), str(found, { u"error" }), tr("Written into INITDATA like this, no VM could attest (TS-60)."),
                TrustStep::tr("Set trust.url to %1.").arg(other + url.mid(scheme.size())));
            return {};
        }
        const QJsonObject certificate = found.value("certificate"_L1).toObject();
        if (isUnusable(look, report, certificate)) {
            return {};
        }
        const bool reachable = found.value("reachable"_L1).toBool();
        report.check(reachable, u"trustee-reachable"_s, tr("The trustee answers from here"), reachable ? url : str(found, { u"error" }), Severity::Warning,
            tr("The VMs must reach it; this machine need not, but the check cannot say more."), tr("Check the address, its security group, and that it runs."));
        if (!reachable) {
            return {};
        }
        report.ok(u"G3-trustee-scheme"_s, TrustStep::tr("It speaks %1, as the address says").arg(scheme), url);
        const QString wanted = look.operatorFacts().kbsProtocol;
        QStringList spoken;
        for (const QJsonValue& protocol : found.value("kbsProtocols"_L1).toArray()) {
            spoken.append(protocol.toString());
        }
        if (spoken.isEmpty()) {
            report.unknown(u"trustee-protocol"_s, tr("Which protocol the trustee speaks is not known"), tr("It did not answer the version probe."));
        } else {
            report.check(spoken.contains(wanted), u"trustee-protocol"_s, TrustStep::tr("It speaks the protocol of operator %1 (%2)").arg(look.plannedVersion(), wanted), spoken.join(u", "_s), Severity::Warning,
                tr("Guest and trustee must agree exactly, or every request is refused."), TrustStep::tr("Use trustee %1.").arg(coco::trusteeReleasesFor(look.facts(), wanted)));
        }
        if (certificate.isEmpty()) {
            return {};
        }
        const QDateTime end = QDateTime::fromString(str(certificate, { u"notAfter" }), Qt::ISODate);
        if (end.isValid()) {
            report.check(end > look.asker().world().now().addDays(14), u"trustee-certificate"_s, tr("Its certificate is valid for a while"), str(certificate, { u"notAfter" }), Severity::Warning, tr("After that no VM can attest."), tr("Renew it; INITDATA changes with it when it is self-signed."));
        }
        if (certificate.value("trusted"_L1).toBool()) {
            return {};
        }
        return certificate;
    }
}

Assessment TrustStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    if (intent.trust.skip) {
        return report.skipped(tr("No trustee is wanted; nothing can be attested."));
    }
    const QString url = trimmedUrl(intent.trust.url);
    if (url.isEmpty()) {
        report.blocker(u"trust-url"_s, tr("No trustee is named"), {}, tr("Without one a VM proves nothing to anybody."), tr("Write its address into trust.url of the Intent, or set trust.skip: true."));
        return report.finish({});
    }
    const QJsonObject served = probe(look, report, url);
    const QJsonObject config = look.peerPodsConfig();
    const QString live = str(config, { u"data", u"INITDATA" });
    const auto decoded = coco::decodeInitdata(live.toUtf8());
    const bool namesUrl = decoded && trimmedUrl(decoded->trusteeUrl()) == url;
    const QString present = namesUrl ? certificateOf(*decoded) : QString();
    // The Intent's certificate, else the one the VMs have been given before, else the one that is served: the last is taken on
    // first sight and becomes the root of all trust, so a person has to say yes to its fingerprint.
    const bool takesServed = intent.trust.certificate.isEmpty() && present.isEmpty() && !served.isEmpty() && url.startsWith("https:"_L1);
    const QString certificate = !intent.trust.certificate.isEmpty() ? intent.trust.certificate : takesServed ? str(served, { u"pem" }) : present;
    const QByteArray wanted = coco::encodeInitdata(coco::initdataToml({ url, certificate, intent.trust.algorithm, {} }));
    if (!served.isEmpty()) {
        report.check(!takesServed, u"trustee-certificate-own"_s, takesServed ? tr("No known authority vouches for its certificate") : tr("INITDATA is given the certificate of its authority"), describe(served), Severity::Warning,
            tr("Written into INITDATA it decides whom the VMs trust; only the fingerprint tells whether it is the right one."), tr("Give trust.certificateFile, or compare the fingerprint and use --allow trust-certificate."));
    }

    // What runs and names this trustee is left as it is, whoever wrote it and in whichever form.
    bool fits = false;
    if (live.isEmpty()) {
        report.info(u"initdata"_s, tr("The VMs do not know a trustee yet"), {}, tr("INITDATA is written into %1.").arg(coco::kPeerPodsConfig));
    } else if (!decoded) {
        report.warning(u"TS-38-initdata"_s, tr("INITDATA cannot be read"), decoded.error().message, tr("The adaptor does not start with it."), tr("It is replaced."));
    } else {
        const QString named = trimmedUrl(decoded->trusteeUrl());
        const QList<coco::InitdataProblem> problems = coco::lintInitdata(*decoded);
        const bool broken = std::any_of(problems.begin(), problems.end(), [](const coco::InitdataProblem& p) { return p.isError; });
        QStringList texts;
        for (const coco::InitdataProblem& problem : problems) {
            texts.append(problem.text);
        }
        report.check(!broken, u"initdata"_s, tr("INITDATA can be read"), broken ? texts.join(u' ') : QString::fromLatin1(decoded->digest().left(16)), Severity::Warning, tr("The guest would stumble over it silently."), tr("It is replaced."));
        report.check(named == url, u"initdata-url"_s, tr("INITDATA names the trustee"), named, Severity::Warning, tr("The VMs would attest to another one."), tr("It is replaced."));
        fits = !broken && named == url;
        // Of what the Intent says beyond the address, the certificate counts wherever it is named; the algorithm only in a
        // document of ours, since one made by hand is as good with its own.
        const bool otherCertificate = fits && !intent.trust.certificate.isEmpty() && plainPem(intent.trust.certificate) != plainPem(present);
        const bool otherAlgorithm = fits && decoded->algorithm != intent.trust.algorithm && isCocoons(*decoded);
        if (otherCertificate || otherAlgorithm) {
            report.warning(u"initdata-changed"_s, tr("INITDATA is not what the Intent wants"), otherCertificate ? tr("another certificate") : decoded->algorithm, tr("New VMs would be given the old document."), tr("It is replaced."));
            report.drift();
            fits = false;
        }
    }
    if (!fits && !report.isBlocked()) {
        Change change = patchObject(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig, { { u"data"_s, QJsonObject { { u"INITDATA"_s, QString::fromLatin1(wanted) } } } },
            QJsonObject { { u"data"_s, QJsonObject { { u"INITDATA"_s, live.isEmpty() ? QJsonValue() : QJsonValue(live) } } } }, tr("Write INITDATA for %1").arg(url), tr("It tells every new VM which trustee to attest to."));
        change.key = u"patch initdata"_s;
        change.risk = Risk::Notice;
        if (takesServed) {
            change.allow = u"trust-certificate"_s;
            change.why = tr("It tells every new VM which trustee to attest to, and to trust the certificate %1.").arg(describe(served));
        }
        if (config.isEmpty()) {
            change.waitsFor = tr("after peer-pods-cm exists");
        }
        report.change(change);
    }

    if (fits) {
        restartOldAdaptors(look, report);
    }
    return report.finish(tr("VMs attest to %1.").arg(url));
}

} // namespace cocoon::setup
