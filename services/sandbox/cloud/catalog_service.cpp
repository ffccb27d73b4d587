// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/catalog_service.h"

#include "services/sandbox/cloud/cloud_names.h"
#include "services/sandbox/cloud/vpc_profiles.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

namespace {

    constexpr double kUsdPerVcpuHour = 0.113 / 2; // bx3dc-2x10, us-south, 2026-03-05
    const QString kPlanSuffix = QStringLiteral("-plan");

    double price(const QJsonObject& profile, const QString& region)
    {
        // Frankfurt is a tenth dearer than Dallas, so that a price of the wrong region is noticed.
        const double factor = region == QLatin1String("eu-de") ? 1.1 : 1.0;
        return at(profile, { u"vcpu_count", u"value" }).toInt() * kUsdPerVcpuHour * factor;
    }

    QJsonObject amount(const char* country, const char* currency, double value)
    {
        const auto tier = [](int number, double of) {
            return QJsonObject { { QStringLiteral("quantity_tier"), number }, { QStringLiteral("price"), of } };
        };
        return { { QStringLiteral("country"), QLatin1String(country) }, { QStringLiteral("currency"), QLatin1String(currency) },
            { QStringLiteral("prices"), QJsonArray({ tier(1, value), tier(1000, value * 0.9) }) } };
    }

    QJsonObject metric(const QString& id, const char* unit, double usd)
    {
        return { { QStringLiteral("metric_id"), id }, { QStringLiteral("charge_unit_name"), QLatin1String(unit) },
            { QStringLiteral("amounts"), QJsonArray({ amount("DEU", "EUR", usd * 0.92), amount("USA", "USD", usd) }) } };
    }

    QJsonObject entry(const QString& name)
    {
        const auto deployment = [&name](const char* type, const QString& suffix) {
            return QJsonObject { { QStringLiteral("type"), QLatin1String(type) }, { QStringLiteral("plan"), name + suffix } };
        };
        const QJsonArray measures({
            QJsonObject { { QStringLiteral("component"), QStringLiteral("storage") }, { QStringLiteral("deployments"), QJsonArray() } },
            QJsonObject { { QStringLiteral("component"), QStringLiteral("instance") },
                { QStringLiteral("deployments"),
                    QJsonArray({ deployment("dedicated-host", QStringLiteral("-dh") + kPlanSuffix), deployment("multi-tenant", kPlanSuffix) }) } },
        });
        const QJsonObject profile { { QStringLiteral("measures"), measures } };
        return { { QStringLiteral("id"), name }, { QStringLiteral("name"), name }, { QStringLiteral("kind"), QStringLiteral("instance.profile") },
            { QStringLiteral("metadata"),
                QJsonObject { { QStringLiteral("other"), QJsonObject { { QStringLiteral("profile"), profile } } } } } };
    }

    QJsonObject prices(const QString& name, const QJsonObject& profile)
    {
        QJsonArray resources;
        for (const QString& region : allRegions()) {
            const double usd = price(profile, region);
            resources.append(QJsonObject { { QStringLiteral("deployment_location"), region },
                { QStringLiteral("metrics"),
                    QJsonArray({ metric(QStringLiteral("part-is.instance-hours-dh-") + name, "INSTANCE_HOURS_DEDICATED_HOST", usd * 0.8),
                        metric(QStringLiteral("part-is.instance-hours-") + name, "INSTANCE_HOURS_MULTI_TENANT", usd) }) } });
        }
        return { { QStringLiteral("offset"), 0 }, { QStringLiteral("limit"), 200 }, { QStringLiteral("count"), resources.size() },
            { QStringLiteral("resources"), resources } };
    }

    /// ?q=…&_limit&_offset: the entries of instance profiles, which is all this catalog has.
    Reply entries(const CloudState& state, const Call& call)
    {
        const QString wanted = call.arg("q");
        QList<QJsonObject> found;
        for (const QJsonObject& profile : instanceProfiles(state, QStringLiteral("us-south"))) {
            const QString name = profile.value(u"name").toString();
            if (wanted.isEmpty() || wanted == QLatin1String("is.instance") || name.contains(wanted)) {
                found.append(entry(name));
            }
        }
        const int limit = call.has("_limit") ? qBound(1, call.arg("_limit").toInt(), 200) : 50;
        const int offset = qMax(0, call.arg("_offset").toInt());
        QJsonArray page;
        for (const QJsonObject& one : found.mid(offset, limit)) {
            page.append(one);
        }
        QJsonObject body { { QStringLiteral("offset"), offset }, { QStringLiteral("limit"), limit }, { QStringLiteral("count"), found.size() },
            { QStringLiteral("resource_count"), page.size() }, { QStringLiteral("resources"), page } };
        if (offset + limit < found.size()) {
            body.insert(QStringLiteral("next"), state.url(QStringLiteral("/catalog/api/v1?_offset=%1").arg(offset + limit)));
        }
        return Reply::json(200, body);
    }

} // namespace

Reply catalogReply(const CloudState& state, const Call& call)
{
    if (state.faultText(QStringLiteral("prices")) == QLatin1String("down")) {
        return Reply::json(503, QJsonObject { { QStringLiteral("message"), QStringLiteral("The catalog is temporarily unavailable.") } });
    }
    if (call.parts.isEmpty()) {
        return entries(state, call);
    }
    QString name = call.parts.value(0);
    const bool isPricing = call.at({ u"*", u"pricing", u"deployment" });
    if (isPricing && name.endsWith(kPlanSuffix)) {
        name.chop(kPlanSuffix.size());
    }
    const QJsonObject profile = instanceProfile(state, QStringLiteral("us-south"), name);
    if (profile.isEmpty() || (!isPricing && call.parts.size() != 1)) {
        return Reply::json(404, QJsonObject { { QStringLiteral("status_code"), 404 }, { QStringLiteral("message"), QStringLiteral("The entry does not exist.") } });
    }
    return Reply::json(200, isPricing ? prices(name, profile) : entry(name));
}

} // namespace cocoon::sandbox
