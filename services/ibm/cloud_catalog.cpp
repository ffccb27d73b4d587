// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/ibm/cloud_p.h"

namespace cocoon::ibm {

namespace {

    // Recorded list price, us-south, used only when the catalog does not answer.
    constexpr double kFallbackUsdPerHour = 0.113;
    const QString kFallbackProfile = QStringLiteral("bx3dc-2x10");
    const QString kFallbackDate = QStringLiteral("2026-03-05");

    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    }

    /// Step 2: the plan of shared (not dedicated) hosts in the catalog entry of a profile.
    QString planOf(const QJsonObject& entry)
    {
        for (const QJsonValue& measure : at(entry, { u"metadata", u"other", u"profile", u"measures" }).toArray()) {
            if (str(measure, { u"component" }) != QLatin1String("instance")) {
                continue;
            }
            for (const QJsonValue& deployment : at(measure, { u"deployments" }).toArray()) {
                if (str(deployment, { u"type" }) == QLatin1String("multi-tenant")) {
                    return str(deployment, { u"plan" });
                }
            }
        }
        return {};
    }

    double tierOnePrice(const QJsonValue& metric)
    {
        for (const QJsonValue& amount : at(metric, { u"amounts" }).toArray()) {
            if (str(amount, { u"country" }) != QLatin1String("USA") || str(amount, { u"currency" }) != QLatin1String("USD")) {
                continue;
            }
            for (const QJsonValue& price : at(amount, { u"prices" }).toArray()) {
                if (at(price, { u"quantity_tier" }).toInt() == 1) {
                    return at(price, { u"price" }).toDouble(-1);
                }
            }
        }
        return -1;
    }

    /// Step 4: the hourly price of the profile in the region; negative when it is not there.
    double priceIn(const QJsonArray& deployments, const QString& profile, const QString& region)
    {
        const QString metricId = QStringLiteral("part-is.instance-hours-") + profile;
        for (const QJsonValue& deployment : deployments) {
            if (str(deployment, { u"deployment_location" }) != region) {
                continue;
            }
            for (const QJsonValue& metric : at(deployment, { u"metrics" }).toArray()) {
                if (str(metric, { u"metric_id" }) == metricId
                    && str(metric, { u"charge_unit_name" }) == QLatin1String("INSTANCE_HOURS_MULTI_TENANT")) {
                    return tierOnePrice(metric);
                }
            }
        }
        return -1;
    }

    QJsonObject priceObject(double usd, const QString& date, const QString& source)
    {
        return {
            { QStringLiteral("usdPerHour"), usd },
            { QStringLiteral("listPriceOf"), date },
            { QStringLiteral("source"), source },
        };
    }

} // namespace

Job<QJsonObject>* Cloud::profilePrice(const QString& profile, const QString& region)
{
    // Without a login: list prices, not the account's own.
    const auto fromCatalog = [this](const QString& path, const QueryItems& query, const QString& required) {
        return d->api.object(getRequest(apiUrl(d->endpoints.catalog, path, query)), { required }, ApiClient::Auth::None);
    };
    auto* entry = fromCatalog(u'/' + segment(profile), { { QStringLiteral("include"), QStringLiteral("metadata") } }, kId);
    auto* pricing = chainJob<QJsonObject, QJsonObject>(entry, this, [this, fromCatalog](const QJsonObject& found) {
        const QString plan = planOf(found);
        if (plan.isEmpty()) {
            return settledJob<QJsonObject>(this, fail(Errc::NotFound, QStringLiteral("The catalog names no plan for this profile.")));
        }
        return fromCatalog(u'/' + segment(plan) + QStringLiteral("/pricing/deployment"),
            { { QStringLiteral("_offset"), QStringLiteral("0") }, { QStringLiteral("_limit"), QStringLiteral("200") } }, QStringLiteral("resources"));
    });
    return mapJob<QJsonObject, QJsonObject>(
        pricing, this, [this, profile, region](const Result<QJsonObject>& r) -> Result<QJsonObject> {
            const double usd = r ? priceIn(r->value(u"resources").toArray(), profile, region) : -1;
            const QString key = profile + u'/' + region;
            if (usd >= 0) {
                d->prices.insert(key, priceObject(usd, d->clock.now().date().toString(Qt::ISODate), QStringLiteral("catalog")));
                return d->prices.value(key);
            }
            if (!r && r.error().code == Errc::Cancelled) {
                return tl::unexpected(r.error());
            }
            if (const auto known = d->prices.constFind(key); known != d->prices.cend()) {
                return *known; // it says of which day it is; a recorded one of another region is no better
            }
            if (profile == kFallbackProfile) {
                return priceObject(kFallbackUsdPerHour, kFallbackDate, QStringLiteral("fallback"));
            }
            if (!r) {
                return tl::unexpected(r.error());
            }
            return fail(Errc::NotFound, QStringLiteral("The catalog has no price of %1 in %2.").arg(profile, region));
        });
}

Job<QJsonArray>* Cloud::searchByTag(const QString& tag)
{
    QString quoted = tag;
    quoted.remove(u'"');
    const QJsonObject body {
        { QStringLiteral("query"), QStringLiteral("tags:\"%1\" AND service_name:is").arg(quoted) },
        { QStringLiteral("fields"),
            QJsonArray({ QStringLiteral("crn"), QStringLiteral("name"), QStringLiteral("region"), QStringLiteral("tags"),
                QStringLiteral("resource_group_id"), QStringLiteral("creation_date") }) },
    };
    return chainJob<QJsonArray, Identity>(whoAmI(), this, [this, body](const Identity& me) {
        return d->api.search(apiUrl(d->endpoints.search, QStringLiteral("/v3/resources/search"),
                                 { { QStringLiteral("limit"), QStringLiteral("100") }, { QStringLiteral("account_id"), me.accountId } }),
            body);
    });
}

Job<Done>* Cloud::attachTag(const QString& crn, const QString& tag)
{
    const QJsonObject body {
        { QStringLiteral("resources"), QJsonArray({ QJsonObject { { QStringLiteral("resource_id"), crn } } }) },
        { QStringLiteral("tag_names"), QJsonArray({ tag }) },
    };
    auto* answer = d->api.object(jsonRequest("POST",
                                     apiUrl(d->endpoints.tagging, QStringLiteral("/v3/tags/attach"), { { QStringLiteral("tag_type"), QStringLiteral("user") } }), body),
        { QStringLiteral("results") });
    return mapJob<Done, QJsonObject>(answer, this, [](const Result<QJsonObject>& r) -> Result<Done> {
        if (!r) {
            return tl::unexpected(r.error());
        }
        // 200 is also the status of "refused for this resource".
        for (const QJsonValue& result : r->value(u"results").toArray()) {
            if (at(result, { u"is_error" }).toBool()) {
                const QString message = str(result, { u"message" });
                return fail(Errc::Forbidden, message.isEmpty() ? QStringLiteral("The tag was not attached.") : message,
                    str(result, { u"code" }));
            }
        }
        return Done {};
    });
}

} // namespace cocoon::ibm
