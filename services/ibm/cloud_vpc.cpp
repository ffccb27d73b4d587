// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ibm/cloud_p.h"

namespace cocoon::ibm {

namespace {

    const QueryItems kBigPages { { QStringLiteral("limit"), QStringLiteral("100") } };

    QString segment(const QString& text)
    {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    }

    QueryItems ofVpc(const QString& vpcId)
    {
        QueryItems query = kBigPages;
        if (!vpcId.isEmpty()) {
            query.append({ QStringLiteral("vpc.id"), vpcId });
        }
        return query;
    }

    net::Request deleteRequest(const QUrl& url)
    {
        net::Request request = getRequest(url);
        request.method = "DELETE";
        return request;
    }

} // namespace

Job<QJsonArray>* Cloud::images()
{
    QueryItems query = kBigPages;
    query.append({ QStringLiteral("visibility"), QStringLiteral("private") });
    return d->api.list(getRequest(d->vpc(QStringLiteral("/images"), query)), { QStringLiteral("images") });
}

Job<QJsonObject>* Cloud::image(const QString& id)
{
    return d->api.object(getRequest(d->vpc(QStringLiteral("/images/") + segment(id))), { kId });
}

Job<QJsonObject>* Cloud::createImage(const QJsonObject& prototype)
{
    return d->api.object(jsonRequest("POST", d->vpc(QStringLiteral("/images")), prototype), { kId });
}

Job<Done>* Cloud::deleteImage(const QString& id)
{
    return d->api.done(deleteRequest(d->vpc(QStringLiteral("/images/") + segment(id))));
}

Job<QJsonArray>* Cloud::instances(const QString& vpcId)
{
    return d->api.list(getRequest(d->vpc(QStringLiteral("/instances"), ofVpc(vpcId))), { QStringLiteral("instances") });
}

Job<QJsonObject>* Cloud::instance(const QString& id)
{
    return d->api.withETag(getRequest(d->vpc(QStringLiteral("/instances/") + segment(id))), { kId });
}

Job<QJsonObject>* Cloud::createInstance(const QJsonObject& prototype)
{
    return d->api.object(jsonRequest("POST", d->vpc(QStringLiteral("/instances")), prototype), { kId });
}

Job<Done>* Cloud::deleteInstance(const QString& id, const QString& ifMatch)
{
    net::Request request = deleteRequest(d->vpc(QStringLiteral("/instances/") + segment(id)));
    if (!ifMatch.isEmpty()) {
        request.headers.add("If-Match", ifMatch.toLatin1());
    }
    return d->api.done(request);
}

Job<QJsonArray>* Cloud::instanceProfiles()
{
    return d->api.list(getRequest(d->vpc(QStringLiteral("/instance/profiles"))), { QStringLiteral("profiles") });
}

Job<QJsonObject>* Cloud::instanceProfile(const QString& name)
{
    return d->api.object(getRequest(d->vpc(QStringLiteral("/instance/profiles/") + segment(name))), { QStringLiteral("name") });
}

Job<QJsonArray>* Cloud::sshKeys()
{
    return d->api.list(getRequest(d->vpc(QStringLiteral("/keys"), kBigPages)), { QStringLiteral("keys") });
}

Job<QJsonObject>* Cloud::createSshKey(const QJsonObject& prototype)
{
    return d->api.object(jsonRequest("POST", d->vpc(QStringLiteral("/keys")), prototype), { kId });
}

Job<Done>* Cloud::deleteSshKey(const QString& id)
{
    return d->api.done(deleteRequest(d->vpc(QStringLiteral("/keys/") + segment(id))));
}

Job<QJsonObject>* Cloud::vpc(const QString& id)
{
    return d->api.object(getRequest(d->vpc(QStringLiteral("/vpcs/") + segment(id))), { kId });
}

Job<QJsonArray>* Cloud::subnets(const QString& vpcId)
{
    return d->api.list(getRequest(d->vpc(QStringLiteral("/subnets"), ofVpc(vpcId))), { QStringLiteral("subnets") });
}

Job<QJsonArray>* Cloud::securityGroups(const QString& vpcId)
{
    return d->api.list(getRequest(d->vpc(QStringLiteral("/security_groups"), ofVpc(vpcId))), { QStringLiteral("security_groups") });
}

} // namespace cocoon::ibm
