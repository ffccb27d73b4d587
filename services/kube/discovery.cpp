// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/discovery.h"

#include "services/base/json.h"

namespace cocoon::kube::discovery {

QByteArray aggregatedAccept()
{
    return QByteArrayLiteral("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                             "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
                             "application/json");
}

bool isAggregated(const QJsonObject& document)
{
    return document.value(QLatin1String("kind")).toString() == QLatin1String("APIGroupDiscoveryList");
}

QString listIn(const QJsonObject& document)
{
    if (isAggregated(document)) {
        return QStringLiteral("items");
    }
    return document.value(QLatin1String("kind")).toString() == QLatin1String("APIVersions") ? QStringLiteral("versions") : QStringLiteral("groups");
}

Found fromAggregated(const QJsonObject& document)
{
    Found found;
    const QJsonArray groups = document.value(QLatin1String("items")).toArray();
    for (const QJsonValue& group : groups) {
        const QString groupName = str(group, { u"metadata", u"name" });
        const QJsonArray versions = at(group, { u"versions" }).toArray();
        for (const QJsonValue& version : versions) {
            const QString versionName = str(version, { u"version" });
            const QJsonArray resources = at(version, { u"resources" }).toArray();
            if (str(version, { u"freshness" }) == QLatin1String("Stale") && resources.isEmpty()
                && !found.failedGroups.contains(groupName)) {
                found.failedGroups.append(groupName);
            }
            for (const QJsonValue& resource : resources) {
                Resource one;
                one.group = groupName;
                one.version = versionName;
                one.plural = str(resource, { u"resource" });
                one.kind = str(resource, { u"responseKind", u"kind" });
                one.namespaced = str(resource, { u"scope" }) == QLatin1String("Namespaced");
                if (!one.plural.isEmpty()) {
                    found.resources.append(one);
                }
            }
        }
    }
    return found;
}

QString GroupVersion::path() const
{
    return group.isEmpty() ? QStringLiteral("/api/") + version : QStringLiteral("/apis/") + group + u'/' + version;
}

QList<GroupVersion> groupVersions(const QJsonObject& document)
{
    QList<GroupVersion> all;
    const QJsonArray core = document.value(QLatin1String("versions")).toArray();
    for (const QJsonValue& version : core) {
        all.append({ QString(), version.toString() });
    }
    const QJsonArray groups = document.value(QLatin1String("groups")).toArray();
    for (const QJsonValue& group : groups) {
        const QString name = str(group, { u"name" });
        const QString preferred = str(group, { u"preferredVersion", u"version" });
        if (!preferred.isEmpty()) {
            all.append({ name, preferred });
        }
        const QJsonArray versions = at(group, { u"versions" }).toArray();
        for (const QJsonValue& version : versions) {
            const QString versionName = str(version, { u"version" });
            if (!versionName.isEmpty() && versionName != preferred) {
                all.append({ name, versionName });
            }
        }
    }
    return all;
}

QList<Resource> fromResourceList(const GroupVersion& gv, const QJsonObject& document)
{
    QList<Resource> all;
    const QJsonArray resources = document.value(QLatin1String("resources")).toArray();
    for (const QJsonValue& resource : resources) {
        const QString plural = str(resource, { u"name" });
        if (plural.isEmpty() || plural.contains(u'/')) {
            continue;
        }
        all.append({ gv.group, gv.version, plural, str(resource, { u"kind" }), at(resource, { u"namespaced" }).toBool() });
    }
    return all;
}

} // namespace cocoon::kube::discovery
