// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/discovery.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    using Kind = ApiServer::Kind;

    struct Sub {
        QString group, version, kind;
        QStringList verbs;
    };
    Sub subresource(const Kind& owner, const QString& name)
    {
        const QStringList readWrite { u"get"_s, u"patch"_s, u"update"_s };
        const QStringList create { u"create"_s };
        const QStringList connect { u"create"_s, u"get"_s };
        if (name == "scale"_L1) {
            return { u"autoscaling"_s, u"v1"_s, u"Scale"_s, readWrite };
        }
        if (name == "log"_L1) {
            return { owner.group, owner.version, owner.kind, { u"get"_s } };
        }
        if (name == "exec"_L1) {
            return { owner.group, owner.version, u"PodExecOptions"_s, connect };
        }
        if (name == "attach"_L1) {
            return { owner.group, owner.version, u"PodAttachOptions"_s, connect };
        }
        if (name == "portforward"_L1) {
            return { owner.group, owner.version, u"PodPortForwardOptions"_s, connect };
        }
        if (name == "eviction"_L1) {
            return { u"policy"_s, u"v1"_s, u"Eviction"_s, create };
        }
        if (name == "binding"_L1) {
            return { owner.group, owner.version, u"Binding"_s, create };
        }
        if (name == "token"_L1) {
            return { u"authentication.k8s.io"_s, u"v1"_s, u"TokenRequest"_s, create };
        }
        if (name == "finalize"_L1 || name == "approve"_L1) {
            return { owner.group, owner.version, owner.kind, { u"update"_s } };
        }
        return { owner.group, owner.version, owner.kind, readWrite };
    }

    QStringList verbsOf(const Kind& kind)
    {
        if (kind.group.isEmpty() && kind.plural == "namespaces"_L1) { // never all at once
            return { u"create"_s, u"delete"_s, u"get"_s, u"list"_s, u"patch"_s, u"update"_s, u"watch"_s };
        }
        if (!kind.verbs.isEmpty()) {
            return kind.verbs;
        }
        return { u"create"_s, u"delete"_s, u"deletecollection"_s, u"get"_s, u"list"_s, u"patch"_s, u"update"_s, u"watch"_s };
    }

    Kind reviewKind(const QString& group, const QString& kind, const QString& plural, bool namespaced = false)
    {
        Kind k;
        k.group = group;
        k.version = u"v1"_s;
        k.kind = kind;
        k.plural = plural;
        k.singular = kind.toLower();
        k.namespaced = namespaced;
        k.verbs = QStringList { u"create"_s };
        return k;
    }

    QList<Kind> shellKinds()
    {
        const QString authn = u"authentication.k8s.io"_s;
        const QString authz = u"authorization.k8s.io"_s;
        QList<Kind> list {
            reviewKind(authn, u"SelfSubjectReview"_s, u"selfsubjectreviews"_s),
            reviewKind(authn, u"TokenReview"_s, u"tokenreviews"_s),
            reviewKind(authz, u"LocalSubjectAccessReview"_s, u"localsubjectaccessreviews"_s, true),
            reviewKind(authz, u"SelfSubjectAccessReview"_s, u"selfsubjectaccessreviews"_s),
            reviewKind(authz, u"SelfSubjectRulesReview"_s, u"selfsubjectrulesreviews"_s),
            reviewKind(authz, u"SubjectAccessReview"_s, u"subjectaccessreviews"_s),
            reviewKind(u"project.openshift.io"_s, u"Project"_s, u"projects"_s),
            reviewKind(u"user.openshift.io"_s, u"User"_s, u"users"_s),
        };
        list[6].verbs = QStringList { u"get"_s, u"list"_s, u"watch"_s };
        list[6].listKind = u"ProjectList"_s;
        list[7].verbs = QStringList { u"get"_s, u"list"_s };
        list[7].listKind = u"UserList"_s;
        return list;
    }

    QJsonObject versionEntry(const QString& group, const QString& version)
    {
        return { { u"groupVersion"_s, group + u'/' + version }, { u"version"_s, version } };
    }

    QJsonArray strings(const QStringList& list)
    {
        return QJsonArray::fromStringList(list);
    }
}

Discovery::Discovery(const QList<Kind>& kinds)
    : m_kinds(kinds)
{
    const QList<Kind> extra = shellKinds();
    for (const Kind& kind : extra) {
        const bool isServed = std::any_of(m_kinds.cbegin(), m_kinds.cend(),
            [&kind](const Kind& k) { return k.group == kind.group && k.plural == kind.plural; });
        if (!isServed) {
            m_kinds.append(kind);
        }
    }
    for (const Kind& kind : std::as_const(m_kinds)) {
        if (!kind.group.isEmpty() && !m_groups.contains(kind.group)) {
            m_groups.append(kind.group);
        }
    }
}

QStringList Discovery::versionsOf(const QString& group) const
{
    QStringList versions;
    for (const Kind& kind : m_kinds) {
        if (kind.group == group && !versions.contains(kind.version)) {
            versions.append(kind.version);
        }
    }
    // stable before beta before alpha; "v2" before "v1"
    std::stable_sort(versions.begin(), versions.end(), [](const QString& a, const QString& b) {
        const auto rank = [](const QString& v) { return v.contains("alpha"_L1) ? 0 : v.contains("beta"_L1) ? 1 : 2; };
        return rank(a) != rank(b) ? rank(a) > rank(b) : a > b;
    });
    return versions;
}

QJsonObject Discovery::groupObject(const QString& group) const
{
    QJsonArray versions;
    const QStringList names = versionsOf(group);
    for (const QString& version : names) {
        versions.append(versionEntry(group, version));
    }
    return { { u"name"_s, group }, { u"versions"_s, versions }, { u"preferredVersion"_s, versions.at(0) } };
}

QJsonObject Discovery::resourceList(const QString& group, const QString& version) const
{
    QJsonArray resources;
    for (const Kind& kind : m_kinds) {
        if (kind.group != group || kind.version != version) {
            continue;
        }
        QJsonObject entry { { u"name"_s, kind.plural }, { u"singularName"_s, kind.singular },
            { u"namespaced"_s, kind.namespaced }, { u"kind"_s, kind.kind }, { u"verbs"_s, strings(verbsOf(kind)) } };
        if (!kind.shortNames.isEmpty()) {
            entry.insert(u"shortNames"_s, strings(kind.shortNames));
        }
        if (!kind.categories.isEmpty()) {
            entry.insert(u"categories"_s, strings(kind.categories));
        }
        resources.append(entry);
        for (const QString& name : kind.subresources) {
            const Sub sub = subresource(kind, name);
            QJsonObject part { { u"name"_s, kind.plural + u'/' + name }, { u"singularName"_s, QString() },
                { u"namespaced"_s, kind.namespaced }, { u"kind"_s, sub.kind }, { u"verbs"_s, strings(sub.verbs) } };
            if (sub.group != kind.group || sub.version != kind.version) {
                part.insert(u"group"_s, sub.group);
                part.insert(u"version"_s, sub.version);
            }
            resources.append(part);
        }
    }
    if (resources.isEmpty()) {
        return {};
    }
    QJsonObject list { { u"kind"_s, u"APIResourceList"_s }, { u"groupVersion"_s, group.isEmpty() ? version : group + u'/' + version },
        { u"resources"_s, resources } };
    if (!group.isEmpty()) { // the core list has never had one
        list.insert(u"apiVersion"_s, u"v1"_s);
    }
    return list;
}

std::optional<QJsonObject> Discovery::legacy(const QString& path, const QString& serverAddress) const
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts == QStringList { u"api"_s }) {
        const QJsonArray addresses { QJsonObject {
            { u"clientCIDR"_s, u"0.0.0.0/0"_s }, { u"serverAddress"_s, serverAddress } } };
        return QJsonObject { { u"kind"_s, u"APIVersions"_s }, { u"versions"_s, QJsonArray { u"v1"_s } },
            { u"serverAddressByClientCIDRs"_s, addresses } };
    }
    if (parts == QStringList { u"apis"_s }) {
        QJsonArray groups;
        for (const QString& group : m_groups) {
            groups.append(groupObject(group));
        }
        return QJsonObject { { u"kind"_s, u"APIGroupList"_s }, { u"apiVersion"_s, u"v1"_s }, { u"groups"_s, groups } };
    }
    QJsonObject found;
    if (parts.size() == 2 && parts.at(0) == "api"_L1) {
        found = resourceList({}, parts.at(1));
    } else if (parts.size() == 2 && parts.at(0) == "apis"_L1 && m_groups.contains(parts.at(1))) {
        found = groupObject(parts.at(1));
        found.insert(u"kind"_s, u"APIGroup"_s);
        found.insert(u"apiVersion"_s, u"v1"_s);
    } else if (parts.size() == 3 && parts.at(0) == "apis"_L1) {
        found = resourceList(parts.at(1), parts.at(2));
    }
    return found.isEmpty() ? std::nullopt : std::optional<QJsonObject>(found);
}

QJsonObject Discovery::aggregated(const QString& path, const QString& version) const
{
    const auto resource = [](const Kind& kind) {
        const QString scope = kind.namespaced ? u"Namespaced"_s : u"Cluster"_s;
        const auto response = [](const QString& g, const QString& v, const QString& k) {
            return QJsonObject { { u"group"_s, g }, { u"version"_s, v }, { u"kind"_s, k } };
        };
        QJsonObject entry { { u"resource"_s, kind.plural }, { u"responseKind"_s, response(kind.group, kind.version, kind.kind) },
            { u"scope"_s, scope }, { u"singularResource"_s, kind.singular }, { u"verbs"_s, strings(verbsOf(kind)) } };
        if (!kind.shortNames.isEmpty()) {
            entry.insert(u"shortNames"_s, strings(kind.shortNames));
        }
        if (!kind.categories.isEmpty()) {
            entry.insert(u"categories"_s, strings(kind.categories));
        }
        QJsonArray subresources;
        for (const QString& name : kind.subresources) {
            const Sub sub = subresource(kind, name);
            subresources.append(QJsonObject { { u"subresource"_s, name },
                { u"responseKind"_s, response(sub.group, sub.version, sub.kind) }, { u"verbs"_s, strings(sub.verbs) } });
        }
        if (!subresources.isEmpty()) {
            entry.insert(u"subresources"_s, subresources);
        }
        return entry;
    };
    QJsonArray items;
    const QStringList groups = path == "/api"_L1 ? QStringList { QString() } : m_groups;
    for (const QString& group : groups) {
        QJsonArray versions;
        const QStringList names = versionsOf(group);
        for (const QString& v : names) {
            QJsonArray resources;
            for (const Kind& kind : m_kinds) {
                if (kind.group == group && kind.version == v) {
                    resources.append(resource(kind));
                }
            }
            versions.append(
                QJsonObject { { u"version"_s, v }, { u"freshness"_s, u"Current"_s }, { u"resources"_s, resources } });
        }
        QJsonObject metadata { { u"creationTimestamp"_s, QJsonValue::Null } };
        if (!group.isEmpty()) {
            metadata.insert(u"name"_s, group);
        }
        items.append(QJsonObject { { u"metadata"_s, metadata }, { u"versions"_s, versions } });
    }
    return { { u"kind"_s, u"APIGroupDiscoveryList"_s }, { u"apiVersion"_s, u"apidiscovery.k8s.io/"_s + version },
        { u"metadata"_s, QJsonObject() }, { u"items"_s, items } };
}

} // namespace cocoon::sandbox
