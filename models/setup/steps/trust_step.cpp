// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/trust_step.h"

#include "models/setup/adaptor_restart.h"
#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "models/setup/trustee_checks.h"
#include "services/base/json.h"
#include "services/base/toml.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

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
}

Assessment TrustStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    if (intent.trust.skip) {
        restartOldAdaptors(look, report);
        if (asker.isMissing() || report.hasChanges() || report.hasWaits()) {
            return report.finish({});
        }
        return report.skipped(tr("No trustee is wanted; nothing can be attested."));
    }
    const QString url = trimmedUrl(intent.trust.url);
    if (url.isEmpty()) {
        report.blocker(u"trust-url"_s, tr("No trustee is named"), tr("%1 is not set").arg(u"trust.url"_s), tr("Without one a VM proves nothing to anybody."), tr("Name its address (trust.url in the Intent), or go on without one (trust.skip)."));
        return report.finish({});
    }
    const QJsonObject config = look.peerPodsConfig();
    const QString live = str(config, { u"data", u"INITDATA" });
    const auto decoded = coco::decodeInitdata(live.toUtf8());
    const bool namesUrl = decoded && trimmedUrl(decoded->trusteeUrl()) == url;
    const QString present = namesUrl ? certificateOf(*decoded) : QString();
    // The Intent's certificate, else the one the VMs have been given before, else the one that is served: the last is taken on
    // first sight and becomes the root of all trust, so a person has to say yes to its fingerprint.
    const QString own = intent.trust.certificate.isEmpty() ? present : intent.trust.certificate;
    const QJsonObject authority = checkTrustee(look, report, url, own);
    const bool takesServed = !authority.isEmpty();
    const QString certificate = takesServed ? str(authority, { u"pem" }) : own;
    const QByteArray wanted = coco::encodeInitdata(coco::initdataToml({ url, certificate, intent.trust.algorithm, {} }));

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
            change.why = tr("It tells every new VM which trustee to attest to, and to trust the certificate %1.").arg(describeCertificate(authority));
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
