// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/vpc_images.h"

#include "services/base/json.h"
#include "services/sandbox/cloud/cloud_names.h"
#include "services/sandbox/cloud/vpc_service.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace cocoon::sandbox {

namespace {

    constexpr milliseconds kQueued { 30 * 1000 };
    constexpr milliseconds kImporting { 200 * 1000 };
    constexpr milliseconds kDeleting { 10 * 1000 };

    QJsonArray reason(const char* code, const char* message)
    {
        return QJsonArray({ QJsonObject { { QStringLiteral("code"), QLatin1String(code) }, { QStringLiteral("message"), QLatin1String(message) } } });
    }

    Reply badField(const QString& field, const QString& message)
    {
        return vpcError(400, QStringLiteral("bad_field"), message, field);
    }

} // namespace

VpcImages::VpcImages(CloudState& state)
    : m_state(state)
{
}

void VpcImages::resume()
{
    for (const QString& collection : m_state.collections()) {
        if (collection.startsWith(QLatin1String("images/"))) {
            for (const QJsonObject& image : m_state.all(collection)) {
                plan(collection.mid(7), image.value(u"id").toString());
            }
        }
    }
}

QList<QJsonObject> VpcImages::operatingSystems(const QString& region) const
{
    const auto os = [&](const char* name, const char* family, const char* vendor, const char* version, bool isAllowed) {
        return QJsonObject { { QStringLiteral("name"), QLatin1String(name) }, { QStringLiteral("architecture"), QStringLiteral("amd64") },
            { QStringLiteral("family"), QLatin1String(family) }, { QStringLiteral("vendor"), QLatin1String(vendor) },
            { QStringLiteral("version"), QLatin1String(version) },
            { QStringLiteral("display_name"), QStringLiteral("%1 %2 (amd64)").arg(QLatin1String(family), QLatin1String(version)) },
            { QStringLiteral("dedicated_host_only"), false }, { QStringLiteral("allow_user_image_creation"), isAllowed },
            { QStringLiteral("user_data_format"), QStringLiteral("cloud_init") },
            { QStringLiteral("href"), m_state.url(QStringLiteral("/vpc/%1/v1/operating_systems/%2").arg(region, QLatin1String(name))) } };
    };
    return {
        os("red-9-amd64", "Red Hat Enterprise Linux", "Red Hat", "9.x - Minimal Install", true),
        os("red-8-amd64", "Red Hat Enterprise Linux", "Red Hat", "8.x - Minimal Install", true),
        os("ubuntu-24-04-amd64", "Ubuntu Linux", "Canonical", "24.04 LTS Noble Numbat Minimal Install", true),
        os("debian-12-amd64", "Debian GNU/Linux", "Debian", "12.x Bookworm/Stable - Minimal Install", true),
        os("windows-2022-amd64", "Windows Server", "Microsoft", "2022 Standard Edition", true),
        os("esxi-8-byol-amd64", "ESXi", "VMware", "8.x", false),
    };
}

Reply VpcImages::handle(const Call& call)
{
    if (call.parts.at(0) == QLatin1String("operating_systems")) {
        const QList<QJsonObject> all = operatingSystems(call.region);
        if (call.parts.size() == 1) {
            return vpcPage(m_state, call, QStringLiteral("operating_systems"), all);
        }
        for (const QJsonObject& os : all) {
            if (os.value(u"name").toString() == call.parts.at(1)) {
                return Reply::json(200, os);
            }
        }
        return vpcObject({}, QStringLiteral("Operating system"), call.parts.at(1));
    }
    if (call.parts.size() > 1) {
        return one(call);
    }
    if (call.is("POST")) {
        return create(call);
    }
    QList<QJsonObject> all = m_state.all(QStringLiteral("images/") + call.region);
    all.removeIf([&call](const QJsonObject& image) {
        return (call.has("visibility") && image.value(u"visibility").toString() != call.arg("visibility"))
            || (call.has("name") && image.value(u"name").toString() != call.arg("name"))
            || (call.has("status") && image.value(u"status").toString() != call.arg("status"))
            || (call.has("resource_group.id") && str(image, { u"resource_group", u"id" }) != call.arg("resource_group.id"));
    });
    return vpcPage(m_state, call, QStringLiteral("images"), all);
}

Reply VpcImages::create(const Call& call)
{
    static const QRegularExpression validName(QStringLiteral("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"));
    static const QRegularExpression validFile(QStringLiteral("^cos://[a-z-]+/[^/]+/.+\\.(qcow2|vhd)$"));
    const QString collection = QStringLiteral("images/") + call.region;
    const QString name = call.json.value(u"name").toString();
    const QString href = str(call.json, { u"file", u"href" });
    if (!validName.match(name).hasMatch() || name.startsWith(QLatin1String("ibm-"))) {
        return badField(QStringLiteral("name"), QStringLiteral("The name must consist of lower case letters, digits and hyphens."));
    }
    if (!validFile.match(href).hasMatch()) {
        return badField(QStringLiteral("file.href"), QStringLiteral("The file must be cos://<location>/<bucket>/<object> and end in .qcow2 or .vhd."));
    }
    if (!m_state.find(collection, u"name", name).isEmpty()) {
        return vpcError(400, QStringLiteral("validation_unique_failed"), QStringLiteral("An image with this name exists already."), QStringLiteral("name"));
    }
    QJsonObject os;
    for (const QJsonObject& known : operatingSystems(call.region)) {
        if (known.value(u"name").toString() == str(call.json, { u"operating_system", u"name" })) {
            os = known;
        }
    }
    if (os.isEmpty() || !os.value(u"allow_user_image_creation").toBool()) {
        return badField(QStringLiteral("operating_system.name"), QStringLiteral("The operating system is not known or not allowed."));
    }
    if (m_state.faultText(QStringLiteral("image.import")) == QLatin1String("forbidden")) {
        return vpcError(403, QStringLiteral("not_authorized"),
            QStringLiteral("The image service is not authorized to read the object; an authorization between the services is needed."), QStringLiteral("file.href"));
    }
    const QString id = regionPrefix(call.region) + m_state.uuid();
    QJsonObject group = call.json.value(u"resource_group").toObject();
    if (group.isEmpty()) {
        group.insert(QStringLiteral("id"), m_state.fact(QStringLiteral("resourceGroupId")));
    }
    const QJsonObject image {
        { QStringLiteral("id"), id },
        { QStringLiteral("crn"), vpcCrn(call.region, m_state.fact(QStringLiteral("accountId")), QStringLiteral("image"), id) },
        { QStringLiteral("href"), m_state.url(QStringLiteral("/vpc/%1/v1/images/%2").arg(call.region, id)) },
        { QStringLiteral("name"), name },
        { QStringLiteral("status"), QStringLiteral("pending") },
        { QStringLiteral("status_reasons"), reason("image_request_queued", "The request is queued.") },
        { QStringLiteral("visibility"), QStringLiteral("private") },
        { QStringLiteral("encryption"), QStringLiteral("none") },
        { QStringLiteral("user_data_format"), QStringLiteral("cloud_init") },
        { QStringLiteral("operating_system"), os },
        { QStringLiteral("file"), QJsonObject() },
        { QStringLiteral("resource_group"), group },
        { QStringLiteral("created_at"), m_state.stamp() },
        { QStringLiteral("_source"), href },
    };
    m_state.put(collection, image);
    plan(call.region, id);
    return vpcObject(image, QStringLiteral("Image"), id, 201);
}

Reply VpcImages::one(const Call& call)
{
    const QString collection = QStringLiteral("images/") + call.region;
    const QString id = call.parts.at(1);
    QJsonObject image = m_state.get(collection, id);
    if (image.isEmpty() || call.is("GET")) {
        return vpcObject(image, QStringLiteral("Image"), id);
    }
    if (call.is("DELETE")) {
        const bool isBusy = str(image, { u"status_reasons", u"0", u"code" }) == QLatin1String("image_request_in_progress");
        if (isBusy || image.value(u"status").toString() == QLatin1String("deleting")) {
            return vpcError(409, QStringLiteral("image_in_use"), QStringLiteral("The image cannot be deleted in this state."));
        }
        image.insert(QStringLiteral("status"), QStringLiteral("deleting"));
        image.insert(QStringLiteral("status_reasons"), QJsonArray());
        m_state.put(collection, image);
        plan(call.region, id);
        return Reply::empty(202);
    }
    if (call.at({ u"images", u"*", u"deprecate" }) || call.at({ u"images", u"*", u"obsolete" })) {
        const bool isDeprecation = call.parts.at(2) == QLatin1String("deprecate");
        image.insert(QStringLiteral("status"), isDeprecation ? QStringLiteral("deprecated") : QStringLiteral("obsolete"));
        m_state.put(collection, image);
        return Reply::empty(204);
    }
    if (call.is("PATCH") && call.json.contains(u"name")) {
        image.insert(QStringLiteral("name"), call.json.value(u"name"));
        m_state.put(collection, image);
    }
    return vpcObject(image, QStringLiteral("Image"), id);
}

void VpcImages::plan(const QString& region, const QString& id)
{
    const QJsonObject image = m_state.get(QStringLiteral("images/") + region, id);
    const QString status = image.value(u"status").toString();
    if (status != QLatin1String("pending") && status != QLatin1String("deleting")) {
        return;
    }
    milliseconds wait = kDeleting;
    if (status == QLatin1String("pending")) {
        wait = str(image, { u"status_reasons", u"0", u"code" }) == QLatin1String("image_request_queued") ? kQueued : kImporting;
    }
    m_state.clock().after(wait, &m_state, [this, region, id] { step(region, id); });
}

void VpcImages::step(const QString& region, const QString& id)
{
    const QString collection = QStringLiteral("images/") + region;
    QJsonObject image = m_state.get(collection, id);
    const QString status = image.value(u"status").toString();
    if (status == QLatin1String("deleting")) {
        m_state.remove(collection, id);
        return;
    }
    if (status != QLatin1String("pending")) {
        return;
    }
    const QString fault = m_state.faultText(QStringLiteral("image.import"));
    if (str(image, { u"status_reasons", u"0", u"code" }) == QLatin1String("image_request_queued")) {
        image.insert(QStringLiteral("status_reasons"), reason("image_request_in_progress", "The request is being worked on."));
    } else if (fault == QLatin1String("failed")) {
        image.insert(QStringLiteral("status"), QStringLiteral("failed"));
        image.insert(QStringLiteral("status_reasons"), reason("image_data_corrupted", "The image data is corrupted."));
    } else {
        const bool isPartial = fault == QLatin1String("partial");
        const QByteArray digest = QCryptographicHash::hash(image.value(u"_source").toString().toUtf8(), QCryptographicHash::Sha256).toHex();
        QJsonArray zones;
        for (const QString& zone : zonesOf(region).mid(0, isPartial ? 1 : 3)) {
            zones.append(QJsonObject { { QStringLiteral("name"), zone } });
        }
        image.insert(QStringLiteral("status"), isPartial ? QStringLiteral("partially_available") : QStringLiteral("available"));
        image.insert(QStringLiteral("status_reasons"), QJsonArray());
        image.insert(QStringLiteral("zones"), zones);
        image.insert(QStringLiteral("minimum_provisioned_size"), 100);
        image.insert(QStringLiteral("file"),
            QJsonObject { { QStringLiteral("size"), 2 },
                { QStringLiteral("checksums"), QJsonObject { { QStringLiteral("sha256"), QString::fromLatin1(digest) } } } });
    }
    m_state.put(collection, image);
    plan(region, id);
}

} // namespace cocoon::sandbox
