// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/query.h"

namespace cocoon::world {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

QString Query::key() const
{
    return args.isEmpty() ? kind : kind + u'|' + args.join(u'|');
}

Query Query::fromKey(const QString& key)
{
    QStringList parts = key.split(u'|');
    Query query;
    query.kind = parts.takeFirst();
    query.args = parts;
    return query;
}

namespace ask {

    namespace {
        Query make(const char* kind, const QStringList& args, milliseconds maxAge)
        {
            return { QString::fromLatin1(kind), args, maxAge };
        }
    }

    Query connection() { return make("connection", {}, seconds(30)); }
    Query serverVersion() { return make("kube.version", {}, minutes(10)); }
    Query served() { return make("kube.served", {}, minutes(2)); }

    Query list(const kube::Resource& r, const QString& ns, const QString& labelSelector, const QString& fieldSelector)
    {
        // The package list is computed by an aggregated server that offers no watch.
        const bool polled = r == kube::res::packageManifests;
        return make("kube.list", { r.qualified(), ns, labelSelector, fieldSelector }, polled ? seconds(10) : seconds(0));
    }

    Query object(const kube::Resource& r, const QString& ns, const QString& name)
    {
        const bool polled = r == kube::res::packageManifests;
        return make("kube.object", { r.qualified(), ns, name }, polled ? seconds(10) : seconds(0));
    }

    Query canI(const QString& verb, const QString& group, const QString& resource, const QString& subresource, const QString& ns)
    {
        return make("kube.canI", { verb, group, resource, subresource, ns }, minutes(30));
    }

    Query log(const QString& ns, const QString& pod, const QString& container, int lines, bool previous)
    {
        return make("kube.log",
            { ns, pod, container, QString::number(lines), previous ? QStringLiteral("previous") : QString() }, seconds(5));
    }

    Query me() { return make("ibm.me", {}, minutes(10)); }
    Query accounts() { return make("ibm.accounts", {}, hours(1)); }
    Query clusters() { return make("ibm.clusters", {}, minutes(5)); }
    Query cluster(const QString& idOrName) { return make("ibm.cluster", { idOrName }, minutes(2)); }
    Query workers(const QString& cluster) { return make("ibm.workers", { cluster }, seconds(10)); }
    Query clusterSecurityGroups(const QString& cluster) { return make("ibm.clusterSecurityGroups", { cluster }, minutes(5)); }
    Query resourceGroups() { return make("ibm.resourceGroups", {}, minutes(10)); }
    Query images(const QString& region) { return make("ibm.images", { region }, seconds(10)); }
    Query instances(const QString& region, const QString& vpcId) { return make("ibm.instances", { region, vpcId }, seconds(10)); }
    Query instanceProfiles(const QString& region) { return make("ibm.instanceProfiles", { region }, hours(1)); }
    Query sshKeys(const QString& region) { return make("ibm.sshKeys", { region }, seconds(30)); }
    Query vpc(const QString& region, const QString& id) { return make("ibm.vpc", { region, id }, minutes(5)); }
    Query subnets(const QString& region, const QString& vpcId) { return make("ibm.subnets", { region, vpcId }, minutes(5)); }
    Query securityGroups(const QString& region, const QString& vpcId)
    {
        return make("ibm.securityGroups", { region, vpcId }, minutes(1));
    }
    Query apiKeys() { return make("ibm.apiKeys", {}, seconds(30)); }
    Query trustedProfiles() { return make("ibm.trustedProfiles", {}, seconds(30)); }
    Query profileRules(const QString& profileId) { return make("ibm.profileRules", { profileId }, seconds(30)); }
    Query policies(const QString& iamId) { return make("ibm.policies", { iamId }, seconds(30)); }
    Query tagged(const QString& tag) { return make("ibm.tagged", { tag }, minutes(1)); }
    Query price(const QString& profile, const QString& region) { return make("ibm.price", { profile, region }, hours(6)); }

    Query trustee(const QString& url, const QString& certificate)
    {
        return make("trustee", certificate.isEmpty() ? QStringList { url } : QStringList { url, certificate }, seconds(15));
    }
    Query secretHeld(const QString& name) { return make("secret", { name }, seconds(10)); }

} // namespace ask

} // namespace cocoon::world
