// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/vpc_profiles.h"

#include "services/sandbox/cloud/cloud_names.h"
#include "services/sandbox/cloud/vpc_service.h"

namespace cocoon::sandbox {

namespace {

    struct Size {
        QString family; ///< "bx2", "bx3dc", "cx3dc"
        int vcpu;
        int memory;
    };

    QList<Size> sizes()
    {
        QList<Size> all;
        for (const int vcpu : { 2, 4, 8, 16, 32, 48 }) {
            all.append({ QStringLiteral("bx2"), vcpu, vcpu * 4 });
        }
        for (const int vcpu : { 2, 4, 8, 16, 24, 32, 48, 64, 96 }) {
            all.append({ QStringLiteral("bx3dc"), vcpu, vcpu * 5 });
        }
        for (const int vcpu : { 2, 4, 8, 16, 24, 32, 48, 64, 96, 128 }) {
            all.append({ QStringLiteral("cx3dc"), vcpu, vcpu * 5 / 2 });
        }
        return all;
    }

    QJsonObject fixed(int value)
    {
        return { { QStringLiteral("type"), QStringLiteral("fixed") }, { QStringLiteral("value"), value } };
    }

    QJsonObject text(const QString& value)
    {
        return { { QStringLiteral("type"), QStringLiteral("fixed") }, { QStringLiteral("value"), value } };
    }

    QStringList zonesWithHardware(const CloudState& state, const QString& region, bool isConfidential)
    {
        const QJsonValue fault = state.fault(QStringLiteral("vpc.profiles"));
        if (!isConfidential || !fault.isObject()) {
            return zonesOf(region);
        }
        QStringList zones;
        for (const QJsonValue& zone : fault.toObject().value(u"ZONES").toArray()) {
            zones.append(zone.toString());
        }
        return zones;
    }

    QJsonObject shown(const CloudState& state, const QString& region, const Size& size)
    {
        const bool isConfidential = size.family.endsWith(QLatin1String("dc"));
        const QString name = QStringLiteral("%1-%2x%3").arg(size.family).arg(size.vcpu).arg(size.memory);
        QJsonObject modes { { QStringLiteral("type"), QStringLiteral("enum") }, { QStringLiteral("default"), QStringLiteral("disabled") },
            { QStringLiteral("values"), QJsonArray({ QStringLiteral("disabled") }) } };
        if (isConfidential && claimsTdx(region)) {
            QJsonArray values({ QStringLiteral("disabled"), QStringLiteral("tdx") });
            if (size.memory <= 60) {
                values.append(QStringLiteral("sgx"));
            }
            modes.insert(QStringLiteral("default"), QStringLiteral("tdx"));
            modes.insert(QStringLiteral("values"), values);
        }
        QJsonArray disks;
        if (isConfidential) {
            disks.append(QJsonObject { { QStringLiteral("quantity"), fixed(1) }, { QStringLiteral("size"), fixed(size.vcpu * 65 / 2) } });
        }
        return {
            { QStringLiteral("name"), name },
            { QStringLiteral("href"), state.url(QStringLiteral("/vpc/%1/v1/instance/profiles/%2").arg(region, name)) },
            { QStringLiteral("family"), size.family.startsWith(u'c') ? QStringLiteral("compute") : QStringLiteral("balanced") },
            { QStringLiteral("status"), QStringLiteral("current") },
            { QStringLiteral("vcpu_count"), fixed(size.vcpu) },
            { QStringLiteral("memory"), fixed(size.memory) },
            { QStringLiteral("bandwidth"), fixed(size.vcpu * 2000) },
            { QStringLiteral("disks"), disks },
            { QStringLiteral("os_architecture"),
                QJsonObject { { QStringLiteral("type"), QStringLiteral("enum") }, { QStringLiteral("default"), QStringLiteral("amd64") },
                    { QStringLiteral("values"), QJsonArray({ QStringLiteral("amd64") }) } } },
            { QStringLiteral("vcpu_architecture"), text(QStringLiteral("amd64")) },
            { QStringLiteral("vcpu_manufacturer"), text(QStringLiteral("intel")) },
            { QStringLiteral("confidential_compute_modes"), modes },
            { QStringLiteral("secure_boot_modes"),
                QJsonObject { { QStringLiteral("type"), QStringLiteral("enum") }, { QStringLiteral("default"), false },
                    { QStringLiteral("values"), QJsonArray({ true, false }) } } },
            { QStringLiteral("zones"), [&] {
                 QJsonArray zones;
                 for (const QString& zone : zonesWithHardware(state, region, isConfidential)) {
                     zones.append(QJsonObject { { QStringLiteral("name"), zone } });
                 }
                 return zones;
             }() },
        };
    }

} // namespace

QList<QJsonObject> instanceProfiles(const CloudState& state, const QString& region)
{
    const bool isMissing = state.faultText(QStringLiteral("vpc.profiles")) == QLatin1String("missing");
    QList<QJsonObject> all;
    for (const Size& size : sizes()) {
        if (size.family.endsWith(QLatin1String("dc")) && (isMissing || !claimsTdx(region))) {
            continue;
        }
        all.append(shown(state, region, size));
    }
    return all;
}

QJsonObject instanceProfile(const CloudState& state, const QString& region, const QString& name)
{
    for (const QJsonObject& profile : instanceProfiles(state, region)) {
        if (profile.value(u"name").toString() == name) {
            return profile;
        }
    }
    return {};
}

Reply profileReply(const CloudState& state, const Call& call)
{
    if (call.at({ u"instance", u"profiles" })) {
        // Before version 2026-04-07 the list comes as a whole.
        if (call.arg("version") >= QLatin1String("2026-04-07")) {
            return vpcPage(state, call, QStringLiteral("profiles"), instanceProfiles(state, call.region));
        }
        QJsonArray list;
        for (const QJsonObject& profile : instanceProfiles(state, call.region)) {
            list.append(profile);
        }
        return Reply::json(200, QJsonObject { { QStringLiteral("profiles"), list } });
    }
    if (call.at({ u"instance", u"profiles", u"*" })) {
        return vpcObject(instanceProfile(state, call.region, call.parts.at(2)), QStringLiteral("Instance profile"), call.parts.at(2));
    }
    return vpcError(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
}

} // namespace cocoon::sandbox
