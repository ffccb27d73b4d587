// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/reviews.h"

#include "services/base/json.h"
#include "services/base/yaml.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    QStringList strings(const QJsonValue& list)
    {
        return list.toVariant().toStringList();
    }
    QJsonObject userInfo(const User& user)
    {
        QJsonObject info { { u"username"_s, user.name }, { u"groups"_s, QJsonArray::fromStringList(user.groups) } };
        if (!user.uid.isEmpty()) {
            info.insert(u"uid"_s, user.uid);
        }
        return info;
    }
    QJsonObject reviewFrom(const QByteArray& body)
    {
        if (const Result<QJsonObject> json = parseJsonObject(body)) {
            return *json;
        }
        const Result<YamlDocument> yaml = parseYaml(body);
        return yaml ? yaml->value.toObject() : QJsonObject();
    }
    QJsonObject projectOf(const QJsonObject& ns)
    {
        QJsonObject project = ns;
        project.insert(u"kind"_s, u"Project"_s);
        project.insert(u"apiVersion"_s, u"project.openshift.io/v1"_s);
        return project;
    }
}

QJsonObject Reviews::accessStatus(const User& user, const QJsonObject& spec) const
{
    RequestInfo what;
    const QJsonObject resource = spec.value("resourceAttributes"_L1).toObject();
    if (!resource.isEmpty()) {
        what.isResource = true;
        what.verb = resource.value("verb"_L1).toString();
        what.group = resource.value("group"_L1).toString();
        what.resource = resource.value("resource"_L1).toString();
        what.subresource = resource.value("subresource"_L1).toString();
        what.ns = resource.value("namespace"_L1).toString();
        what.name = resource.value("name"_L1).toString();
    } else {
        const QJsonObject plain = spec.value("nonResourceAttributes"_L1).toObject();
        what.path = plain.value("path"_L1).toString();
        what.verb = plain.value("verb"_L1).toString();
    }
    return { { u"allowed"_s, m_rbac.allows(user, what) } };
}

ApiReply Reviews::rulesReview(const User& user, QJsonObject review) const
{
    const QString ns = str(review, { u"spec", u"namespace" });
    if (ns.isEmpty()) {
        return ApiReply::failure(400, u"BadRequest"_s, u"no namespace on request"_s);
    }
    QJsonArray resourceRules;
    QJsonArray nonResourceRules;
    const QList<QJsonObject> rules = m_rbac.rules(user, ns);
    for (const QJsonObject& rule : rules) {
        (rule.contains("nonResourceURLs"_L1) ? nonResourceRules : resourceRules).append(rule);
    }
    review.insert(u"status"_s,
        QJsonObject { { u"resourceRules"_s, resourceRules }, { u"nonResourceRules"_s, nonResourceRules },
            { u"incomplete"_s, false } });
    return ApiReply::json(201, review);
}

ApiReply Reviews::userSelf(const RequestInfo& what, const User& user) const
{
    const QJsonObject self { { u"kind"_s, u"User"_s }, { u"apiVersion"_s, u"user.openshift.io/v1"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, user.name } } },
        { u"groups"_s, QJsonArray::fromStringList(user.groups) }, { u"identities"_s, QJsonValue::Null } };
    if (what.name == "~"_L1 || what.name == user.name) {
        return ApiReply::json(200, self);
    }
    if (!what.name.isEmpty()) {
        return ApiReply::failure(404, u"NotFound"_s, u"users.user.openshift.io \"%1\" not found"_s.arg(what.name),
            Rbac::refusalDetails(what));
    }
    return ApiReply::json(200,
        { { u"kind"_s, u"UserList"_s }, { u"apiVersion"_s, u"user.openshift.io/v1"_s }, { u"metadata"_s, QJsonObject() },
            { u"items"_s, QJsonArray { self } } });
}

ApiReply Reviews::projects(const RequestInfo& what, const User& user) const
{
    QJsonArray items;
    const QList<QJsonObject> namespaces = m_api.findAll({}, u"namespaces"_s);
    for (const QJsonObject& ns : namespaces) {
        RequestInfo read;
        read.isResource = true;
        read.verb = u"get"_s;
        read.resource = u"namespaces"_s;
        read.name = read.ns = str(ns, { u"metadata", u"name" });
        if (!m_rbac.allows(user, read)) {
            continue; // a project list shows only what one may read
        }
        if (read.name == what.name) {
            return ApiReply::json(200, projectOf(ns));
        }
        items.append(projectOf(ns));
    }
    if (!what.name.isEmpty()) {
        return ApiReply::failure(403, u"Forbidden"_s, Rbac::refusal(user, what), Rbac::refusalDetails(what));
    }
    const QJsonObject metadata { { u"resourceVersion"_s, QString::number(m_api.currentResourceVersion()) } };
    return ApiReply::json(200,
        { { u"kind"_s, u"ProjectList"_s }, { u"apiVersion"_s, u"project.openshift.io/v1"_s }, { u"metadata"_s, metadata },
            { u"items"_s, items } });
}

bool Reviews::isServed(const RequestInfo& what)
{
    static const QStringList kinds { u"users.user.openshift.io"_s, u"projects.project.openshift.io"_s,
        u"selfsubjectreviews.authentication.k8s.io"_s, u"tokenreviews.authentication.k8s.io"_s,
        u"selfsubjectrulesreviews.authorization.k8s.io"_s, u"selfsubjectaccessreviews.authorization.k8s.io"_s,
        u"subjectaccessreviews.authorization.k8s.io"_s, u"localsubjectaccessreviews.authorization.k8s.io"_s };
    return what.version == "v1"_L1 && kinds.contains(what.qualified());
}

std::optional<ApiReply> Reviews::answer(const RequestInfo& what, const User& user, const QByteArray& body) const
{
    if (!isServed(what)) {
        return std::nullopt;
    }
    if (what.resource == "users"_L1) {
        return userSelf(what, user);
    }
    if (what.resource == "projects"_L1 && (what.verb == "get"_L1 || what.verb == "list"_L1)) {
        return projects(what, user);
    }
    if (what.verb != "create"_L1) {
        return ApiReply::failure(405, u"MethodNotAllowed"_s, u"the server does not allow this method on the requested resource"_s);
    }
    QJsonObject review = reviewFrom(body);
    if (!review.contains("metadata"_L1)) {
        review.insert(u"metadata"_s, QJsonObject { { u"creationTimestamp"_s, QJsonValue::Null } });
    }
    const QJsonObject spec = review.value("spec"_L1).toObject();
    if (what.resource.endsWith("accessreviews"_L1) && spec.contains("resourceAttributes"_L1) == spec.contains("nonResourceAttributes"_L1)) {
        const QString why = u"Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified"_s;
        return ApiReply::failure(422, u"Invalid"_s, u".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: "_s + why,
            { { u"group"_s, what.group },
                { u"causes"_s,
                    QJsonArray { QJsonObject { { u"reason"_s, u"FieldValueInvalid"_s }, { u"message"_s, why },
                        { u"field"_s, u"spec.resourceAttributes"_s } } } } });
    }
    if (what.resource == "selfsubjectrulesreviews"_L1) {
        return rulesReview(user, review);
    }
    if (what.resource == "selfsubjectreviews"_L1) {
        review.insert(u"status"_s, QJsonObject { { u"userInfo"_s, userInfo(user) } });
    } else if (what.resource == "selfsubjectaccessreviews"_L1) {
        review.insert(u"status"_s, accessStatus(user, spec));
    } else if (what.resource != "tokenreviews"_L1) { // about somebody else
        const User other { spec.value("user"_L1).toString(), strings(spec.value("groups"_L1)), {} };
        review.insert(u"status"_s, accessStatus(other, spec));
    } else {
        const std::optional<User> owner = m_authenticator.byToken(spec.value("token"_L1).toString().toUtf8());
        QJsonObject status { { u"authenticated"_s, owner.has_value() } };
        status.insert(u"user"_s, owner ? userInfo(*owner) : QJsonObject());
        review.insert(u"status"_s, status);
    }
    return ApiReply::json(201, review);
}

} // namespace cocoon::sandbox
