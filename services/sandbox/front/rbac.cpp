// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/rbac.h"

#include "services/base/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    const QString kRbac = u"rbac.authorization.k8s.io"_s;

    bool has(const QJsonObject& rule, const char16_t* field, const QString& value, bool star = true)
    {
        const QJsonArray list = rule.value(QStringView(field)).toArray();
        for (const QJsonValue& entry : list) {
            if ((star && entry.toString() == "*"_L1) || entry.toString() == value) {
                return true;
            }
        }
        return false;
    }

    bool isSubject(const QJsonObject& binding, const User& user, const QString& bindingNamespace)
    {
        const QJsonArray subjects = binding.value("subjects"_L1).toArray();
        for (const QJsonValue& subject : subjects) {
            const QString kind = str(subject, { u"kind" });
            const QString name = str(subject, { u"name" });
            if (kind == "User"_L1 && name == user.name) {
                return true;
            }
            if (kind == "Group"_L1 && user.groups.contains(name)) {
                return true;
            }
            if (kind == "ServiceAccount"_L1) {
                QString ns = str(subject, { u"namespace" });
                ns = ns.isEmpty() ? bindingNamespace : ns;
                if (user.name == u"system:serviceaccount:"_s + ns + u':' + name) {
                    return true;
                }
            }
        }
        return false;
    }

    bool ruleAllows(const QJsonObject& rule, const RequestInfo& what)
    {
        if (!has(rule, u"verbs", what.verb)) {
            return false;
        }
        if (!what.isResource) {
            const QJsonArray urls = rule.value("nonResourceURLs"_L1).toArray();
            for (const QJsonValue& entry : urls) {
                const QString url = entry.toString();
                if (url == "*"_L1 || url == what.path || (url.endsWith(u'*') && what.path.startsWith(url.chopped(1)))) {
                    return true;
                }
            }
            return false;
        }
        if (!has(rule, u"apiGroups", what.group)) {
            return false;
        }
        const QString combined
            = what.subresource.isEmpty() ? what.resource : what.resource + u'/' + what.subresource;
        if (!has(rule, u"resources", combined)
            && (what.subresource.isEmpty() || !has(rule, u"resources", u"*/"_s + what.subresource, false))) {
            return false;
        }
        return rule.value("resourceNames"_L1).toArray().isEmpty() || has(rule, u"resourceNames", what.name, false);
    }

    bool matchesLabels(const QJsonObject& object, const QJsonObject& wanted)
    {
        const QJsonObject labels = at(object, { u"metadata", u"labels" }).toObject();
        for (auto it = wanted.constBegin(); it != wanted.constEnd(); ++it) {
            if (labels.value(it.key()) != it.value()) {
                return false;
            }
        }
        return !wanted.isEmpty();
    }

    void append(QList<QJsonObject>& rules, const QJsonValue& list)
    {
        const QJsonArray array = list.toArray();
        for (const QJsonValue& rule : array) {
            rules.append(rule.toObject());
        }
    }
}

QList<QJsonObject> Rbac::rulesOf(const QJsonObject& roleRef, const QString& ns) const
{
    QList<QJsonObject> rules;
    const QString name = roleRef.value("name"_L1).toString();
    if (roleRef.value("kind"_L1) == "Role"_L1) {
        append(rules, m_api.find(kRbac, u"roles"_s, ns, name).value("rules"_L1));
        return rules;
    }
    const QJsonObject role = m_api.find(kRbac, u"clusterroles"_s, {}, name);
    append(rules, role.value("rules"_L1));
    const QJsonArray selectors = at(role, { u"aggregationRule", u"clusterRoleSelectors" }).toArray();
    if (!selectors.isEmpty()) {
        const QList<QJsonObject> all = m_api.findAll(kRbac, u"clusterroles"_s);
        for (const QJsonValue& selector : selectors) {
            for (const QJsonObject& other : all) {
                if (matchesLabels(other, at(selector, { u"matchLabels" }).toObject())) {
                    append(rules, other.value("rules"_L1));
                }
            }
        }
    }
    return rules;
}

QList<QJsonObject> Rbac::rules(const User& user, const QString& ns) const
{
    QList<QJsonObject> rules;
    if (user.isMaster()) {
        const QJsonArray all { u"*"_s };
        rules.append({ { u"verbs"_s, all }, { u"apiGroups"_s, all }, { u"resources"_s, all } });
        rules.append({ { u"verbs"_s, all }, { u"nonResourceURLs"_s, all } });
    }
    const QList<QJsonObject> clusterBindings = m_api.findAll(kRbac, u"clusterrolebindings"_s);
    for (const QJsonObject& binding : clusterBindings) {
        if (isSubject(binding, user, {})) {
            rules.append(rulesOf(binding.value("roleRef"_L1).toObject(), {}));
        }
    }
    if (!ns.isEmpty()) {
        const QList<QJsonObject> bindings = m_api.findAll(kRbac, u"rolebindings"_s, ns);
        for (const QJsonObject& binding : bindings) {
            if (isSubject(binding, user, ns)) {
                rules.append(rulesOf(binding.value("roleRef"_L1).toObject(), ns));
            }
        }
    }
    return rules;
}

bool Rbac::allows(const User& user, const RequestInfo& what) const
{
    if (user.isMaster()) {
        return true;
    }
    const QList<QJsonObject> all = rules(user, what.isResource ? what.ns : QString());
    return std::any_of(all.cbegin(), all.cend(), [&what](const QJsonObject& rule) { return ruleAllows(rule, what); });
}

QString Rbac::refusal(const User& user, const RequestInfo& what)
{
    if (!what.isResource) {
        return u"forbidden: User \"%1\" cannot %2 path \"%3\""_s.arg(user.name, what.verb, what.path);
    }
    const QString combined = what.subresource.isEmpty() ? what.resource : what.resource + u'/' + what.subresource;
    const QString object = what.name.isEmpty() ? what.qualified() : u"%1 \"%2\""_s.arg(what.qualified(), what.name);
    const QString scope
        = what.ns.isEmpty() ? u"at the cluster scope"_s : u"in the namespace \"%1\""_s.arg(what.ns);
    return u"%1 is forbidden: User \"%2\" cannot %3 resource \"%4\" in API group \"%5\" %6"_s.arg(
        object, user.name, what.verb, combined, what.group, scope);
}

QJsonObject Rbac::refusalDetails(const RequestInfo& what)
{
    QJsonObject details;
    if (!what.name.isEmpty()) {
        details.insert(u"name"_s, what.name);
    }
    if (!what.group.isEmpty()) {
        details.insert(u"group"_s, what.group);
    }
    if (!what.resource.isEmpty()) {
        details.insert(u"kind"_s, what.resource);
    }
    return details;
}

} // namespace cocoon::sandbox
