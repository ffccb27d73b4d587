// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/cloud.h"

#include "services/base/json.h"
#include "services/ibm/cloud_p.h"

#include <QUuid>

namespace cocoon::ibm {

namespace {

    // The date of the API description this was written against (2026-03-24). The service keeps answering in that shape;
    // from 2026-04-07 on instance profiles are paginated (our reader follows pages anyway).
    const QString kVpcVersion = QStringLiteral("2026-03-24");

} // namespace

Endpoints Endpoints::onPrivateNetwork(const QString& region) const
{
    const Endpoints usual;
    const QString near = region.isEmpty() ? QStringLiteral("us-south") : region;
    const QString american = near == QLatin1String("us-east") ? near : QStringLiteral("us-south");
    Endpoints mine = *this;
    const auto use = [](QString& host, const QString& unless, const QString& other) {
        if (host == unless) {
            host = other;
        }
    };
    use(mine.iam, usual.iam, QStringLiteral("https://private.iam.cloud.ibm.com"));
    use(mine.accounts, usual.accounts, QStringLiteral("https://private.%1.accounts.cloud.ibm.com").arg(american));
    use(mine.resourceController, usual.resourceController, QStringLiteral("https://private.resource-controller.cloud.ibm.com"));
    use(mine.containers, usual.containers, QStringLiteral("https://private.%1.containers.cloud.ibm.com/global").arg(near));
    use(mine.vpc, usual.vpc, QStringLiteral("https://{region}.private.iaas.cloud.ibm.com/v1"));
    use(mine.search, usual.search, QStringLiteral("https://api.private.%1.global-search-tagging.cloud.ibm.com").arg(near));
    use(mine.tagging, usual.tagging, QStringLiteral("https://tags.private.%1.global-search-tagging.cloud.ibm.com").arg(near));
    return mine;
}

Cloud::Private::Private(Cloud& cloud, net::Transport& transport, Clock& systemClock, Endpoints where, Login login)
    : q(cloud)
    , clock(systemClock)
    , endpoints(std::move(where))
    , tokens(transport, systemClock, endpoints, std::move(login))
    , api(transport, tokens)
{
}

QUrl Cloud::Private::vpc(const QString& path, QueryItems query) const
{
    QString base = endpoints.vpc;
    base.replace(QLatin1String("{region}"), region);
    query.append({ QStringLiteral("version"), kVpcVersion });
    query.append({ QStringLiteral("generation"), QStringLiteral("2") });
    return apiUrl(base, path, query);
}

net::Request Cloud::Private::toContainers(net::Request request) const
{
    request.headers.add("X-Request-Id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    const QString account = tokens.accountId();
    if (!account.isEmpty()) {
        request.headers.add("X-Auth-Resource-Account", account.toLatin1());
    }
    return request;
}

Cloud::Cloud(net::Transport& transport, Clock& clock, Endpoints endpoints, Login login, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, transport, clock, std::move(endpoints), std::move(login)))
{
}

Cloud::~Cloud() = default;

const Endpoints& Cloud::endpoints() const
{
    return d->endpoints;
}

void Cloud::setRegion(const QString& region)
{
    d->region = region;
}

QString Cloud::region() const
{
    return d->region;
}

Job<QJsonArray>* Cloud::resourceGroups()
{
    return chainJob<QJsonArray, Identity>(whoAmI(), this, [this](const Identity& me) {
        QueryItems query;
        if (!me.accountId.isEmpty()) {
            query.append({ QStringLiteral("account_id"), me.accountId });
        }
        return d->api.array(getRequest(apiUrl(d->endpoints.resourceController, QStringLiteral("/v2/resource_groups"), query)),
            QStringLiteral("resources"));
    });
}

} // namespace cocoon::ibm
