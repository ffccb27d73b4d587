// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/steps/image_step.h"

#include "models/setup/changes.h"
#include "models/setup/look.h"
#include "models/setup/report.h"
#include "services/base/json.h"

#include <QRegularExpression>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace ask = world::ask;

QString ImageStep::id() const
{
    return u"image"_s;
}

QString ImageStep::title() const
{
    return tr("Peer pod image");
}

QStringList ImageStep::dependsOn() const
{
    return { u"connect"_s, u"prerequisites"_s }; // an image costs money: none is imported while something stands in the way
}

Assessment ImageStep::assess(const world::World& world, const Intent& intent) const
{
    world::Asker asker(world);
    Look look(asker, intent, m_facts);
    Report report(id(), asker);
    const QString region = look.region();
    if (region.isEmpty()) {
        return report.finish(tr("No cluster, no region to look for images in."));
    }
    look.images();
    const QString name = look.imageName();
    static const QRegularExpression rule(u"^(?!ibm-)[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"_s);
    report.check(rule.match(name).hasMatch(), u"image-name"_s, tr("The image name is allowed"), name, Severity::Blocker,
        tr("VPC takes lower case letters, digits and hyphens, up to 63, not starting with ibm-."), tr("Choose another image.name in the Intent."));

    // Which image goes with which versions is IBM's statement, not something an image tells.
    const coco::OperatorFacts& facts = look.operatorFacts();
    const QString minor = look.openshiftMinor();
    report.check(facts.imageValidated, u"image-validated"_s, tr("IBM's image is validated with operator %1").arg(look.plannedVersion()),
        tr("validated: %1").arg(m_facts.validated().version), Severity::Warning, tr("Guest and operator must speak the same protocol."), tr("Use operator %1, or an image made for this version.").arg(m_facts.validated().version));
    const QStringList supported = m_facts.validated().openshift;
    report.check(supported.contains(minor), u"openshift-supported"_s, tr("The image supports OpenShift %1").arg(minor), tr("validated with: %1").arg(supported.join(u", "_s)), Severity::Warning,
        tr("Other versions may work; nobody has said so."), tr("Use a cluster of a validated version for production."));

    const QJsonObject image = look.image();
    if (!image.isEmpty()) {
        const QString found = str(image, { u"name" });
        const QString status = str(image, { u"status" });
        report.ok(u"image-exists"_s, tr("The image exists in %1").arg(region), tr("%1 (%2), sha256 %3").arg(found, str(image, { u"id" }), str(image, { u"file", u"checksums", u"sha256" })), u"images/"_s + found);
        report.fact(u"imageId"_s, str(image, { u"id" }));
        report.fact(u"imageName"_s, found);
        QStringList others;
        for (const QJsonObject& other : look.chosenImage() ? QList<QJsonObject>() : look.podVmImages().mid(1)) {
            others.append(str(other, { u"name" }));
        }
        if (!others.isEmpty()) {
            report.info(u"image-choice"_s, tr("The newest pod VM image is taken; %n other(s) would do", nullptr, static_cast<int>(others.size())), others.join(u", "_s), tr("To choose another, name it in image.name or image.id of the Intent."), u"images/"_s + found);
        }
        const QString reasons = str(image, { u"status_reasons", u"0", u"message" });
        if (isUsableImage(image, look.zones())) {
            report.ok(u"image-usable"_s, tr("VMs can be made from it"), status);
            if (status == "deprecated"_L1) {
                report.warning(u"image-deprecated"_s, tr("The image is deprecated"), found, tr("It may be made obsolete soon."), tr("Import the current build and name it in the Intent."));
            }
        } else if (status == "pending"_L1 || status == "partially_available"_L1) {
            if (status == "partially_available"_L1) {
                report.warning(u"image-partial"_s, tr("Image %1 is not in every zone of the workers").arg(found), tr("in: %1; workers: %2").arg(zonesOfImage(image).join(u", "_s), look.zones().join(u", "_s)),
                    tr("A VM starts in the zone of its worker."), tr("It may still arrive. If it does not, delete the image and import it again."));
            }
            report.wait(tr("image %1 to become available").arg(found), u"images/"_s + found, 4min, 30min, status + reasons);
        } else {
            report.blocker(u"image-usable"_s, tr("No VM can be made from image %1").arg(found), tr("%1: %2").arg(status, reasons),
                tr("The import failed or the image was withdrawn."), tr("Check the authorization of VPC for object storage and image.source; delete this image, or choose another image.name."));
        }
        const QString os = str(image, { u"operating_system", u"name" });
        report.check(os.isEmpty() || os == intent.image.os, u"image-os"_s, tr("Its operating system is %1").arg(intent.image.os), os, Severity::Warning,
            tr("Licence and user data format follow from it."), tr("Import it again with the right operating system."));
    } else if (!intent.image.id.isEmpty()) {
        report.blocker(u"image-exists"_s, tr("There is no image %1 in %2").arg(intent.image.id, region), tr("images are regional"), tr("The adaptor skips an image it cannot find and does not start."),
            tr("Import it in %1, or leave image.id empty.").arg(region));
    } else {
        const QString group = look.resourceGroupId();
        QJsonObject body { { u"name"_s, name }, { u"file"_s, QJsonObject { { u"href"_s, intent.image.source } } },
            { u"operating_system"_s, QJsonObject { { u"name"_s, intent.image.os } } } };
        if (!group.isEmpty()) {
            body.insert("resource_group"_L1, QJsonObject { { u"id"_s, group } });
        }
        Change change = cloudChange(u"vpc.createImage"_s, u"create image "_s + name, name, { { u"region"_s, region } }, body,
            tr("Import image %1 in %2").arg(name, region), tr("Confidential VMs start from it; images are regional."),
            { u"ibmcloud target -r "_s + region,
                u"ibmcloud is image-create %1 --file %2 --os-name %3"_s.arg(shellQuote(name), shellQuote(intent.image.source), shellQuote(intent.image.os)) + (group.isEmpty() ? QString() : u" --resource-group-id "_s + group),
                u"IMAGE_ID=$(ibmcloud is images --visibility private --output json | jq -r '.[] | select(.name == \"%1\") | .id')"_s.arg(name) });
        change.risk = Risk::Notice;
        change.price = Price { 0, tr("by size") };
        change.refreshes = { ask::images(region).key() };
        report.info(u"image-exists"_s, tr("There is no pod VM image in %1 yet").arg(region), {}, tr("It is imported from %1.").arg(intent.image.source));
        report.change(change);
    }
    return report.finish(tr("Image %1 is ready.").arg(str(image, { u"name" })));
}

} // namespace cocoon::setup
