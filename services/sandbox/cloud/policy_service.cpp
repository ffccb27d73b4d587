// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/policy_service.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

namespace {

    const QString kPolicies = QStringLiteral("policies");
    const QString kTag = QStringLiteral("_etag"); ///< another one after every change, however soon

    QJsonArray renamed(const QJsonArray& attributes, const QString& from, const QString& to)
    {
        QJsonArray out;
        for (const QJsonValue& value : attributes) {
            QJsonObject attribute = value.toObject();
            attribute.insert(to, attribute.take(from));
            if (!attribute.contains(u"operator")) {
                attribute.insert(QStringLiteral("operator"), QStringLiteral("stringEquals"));
            }
            out.append(attribute);
        }
        return out;
    }

    QJsonObject attributesOf(const QJsonValue& list, const QString& from, const QString& to)
    {
        return { { QStringLiteral("attributes"), renamed(at(list, { u"0", u"attributes" }).toArray(), from, to) } };
    }

    QJsonObject fromV1(const QJsonObject& v1)
    {
        const QString name = QStringLiteral("name");
        const QString key = QStringLiteral("key");
        return {
            { QStringLiteral("type"), v1.value(u"type") },
            { QStringLiteral("description"), v1.value(u"description").toString() },
            { QStringLiteral("subject"), attributesOf(v1.value(u"subjects"), name, key) },
            { QStringLiteral("resource"), attributesOf(v1.value(u"resources"), name, key) },
            { QStringLiteral("control"),
                QJsonObject { { QStringLiteral("grant"), QJsonObject { { QStringLiteral("roles"), v1.value(u"roles") } } } } },
        };
    }

    QJsonObject shown(QJsonObject policy, bool isV1)
    {
        policy.remove(QStringLiteral("_effective"));
        policy.remove(kTag);
        if (!isV1) {
            return policy;
        }
        const auto list = [&policy](const QString& part) {
            const QJsonArray attributes
                = renamed(at(policy, { part, u"attributes" }).toArray(), QStringLiteral("key"), QStringLiteral("name"));
            return QJsonArray({ QJsonObject { { QStringLiteral("attributes"), attributes } } });
        };
        policy.insert(QStringLiteral("subjects"), list(QStringLiteral("subject")));
        policy.insert(QStringLiteral("resources"), list(QStringLiteral("resource")));
        policy.insert(QStringLiteral("roles"), at(policy, { u"control", u"grant", u"roles" }));
        for (const QString& key : { QStringLiteral("subject"), QStringLiteral("resource"), QStringLiteral("control") }) {
            policy.remove(key);
        }
        return policy;
    }

    QJsonObject core(const QJsonObject& policy)
    {
        QJsonObject same;
        for (const QString& key :
            { QStringLiteral("type"), QStringLiteral("subject"), QStringLiteral("resource"), QStringLiteral("control") }) {
            same.insert(key, policy.value(key));
        }
        return same;
    }

    QString subjectOf(const QJsonObject& policy)
    {
        for (const QJsonValue& attribute : at(policy, { u"subject", u"attributes" }).toArray()) {
            if (str(attribute, { u"key" }) == QLatin1String("iam_id")) {
                return str(attribute, { u"value" });
            }
        }
        return {};
    }

    Reply withTag(int status, const QJsonObject& policy, bool isV1)
    {
        Reply reply = Reply::json(status, shown(policy, isV1));
        reply.headers.add("ETag", policy.value(kTag).toString().toLatin1());
        return reply;
    }

    QJsonObject role(const QString& name, const QString& kind)
    {
        return {
            { QStringLiteral("display_name"), name },
            { QStringLiteral("crn"), QStringLiteral("crn:v1:bluemix:public:iam::::%1:%2").arg(kind, name) },
            { QStringLiteral("description"), QStringLiteral("As %1.").arg(name) },
            { QStringLiteral("actions"), QJsonArray() },
        };
    }

} // namespace

PolicyService::PolicyService(CloudState& state)
    : m_state(state)
{
}

Reply PolicyService::handle(const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return policyError(401, QStringLiteral("invalid_token"), QStringLiteral("The token is missing or not valid."));
    }
    if (!call.caller.isOwner) {
        return policyError(403, QStringLiteral("insufficent_permissions"), QStringLiteral("You may not manage access."));
    }
    if (call.at({ u"v2", u"roles" })) {
        return roles(call);
    }
    const bool isV1 = call.parts.at(0) == QLatin1String("v1");
    if (call.parts.size() == 2) {
        return call.is("POST") ? create(call, isV1) : list(call, isV1);
    }
    return one(call, isV1);
}

Reply PolicyService::list(const Call& call, bool isV1)
{
    if (!call.has("account_id")) {
        return policyError(400, QStringLiteral("missing_required_query_parameter"), QStringLiteral("account_id is required."));
    }
    const QString iamId = call.arg("iam_id");
    const QString type = call.arg("type");
    QList<QJsonObject> all = m_state.all(kPolicies);
    all.removeIf([&](const QJsonObject& policy) {
        return (!iamId.isEmpty() && subjectOf(policy) != iamId) || (!type.isEmpty() && policy.value(u"type").toString() != type);
    });
    const int limit = call.has("limit") ? qBound(1, call.arg("limit").toInt(), 100) : 50;
    const qsizetype start = call.arg("start").toInt();
    QJsonArray items;
    for (const QJsonObject& policy : all.mid(start, limit)) {
        items.append(shown(policy, isV1));
    }
    QJsonObject body { { kPolicies, items }, { QStringLiteral("limit"), limit } };
    if (start + limit < all.size()) {
        const QString token = QString::number(start + limit);
        body.insert(QStringLiteral("next"),
            QJsonObject {
                { QStringLiteral("href"), m_state.url(QStringLiteral("/iam") + call.path + QStringLiteral("?start=") + token) },
                { QStringLiteral("start"), token },
            });
    }
    return Reply::json(200, body);
}

Reply PolicyService::create(const Call& call, bool isV1)
{
    QJsonObject policy = isV1 ? fromV1(call.json) : call.json;
    const QString type = policy.value(u"type").toString();
    const QJsonArray roles = at(policy, { u"control", u"grant", u"roles" }).toArray();
    if ((type != QLatin1String("access") && type != QLatin1String("authorization")) || roles.isEmpty()
        || at(policy, { u"resource", u"attributes" }).toArray().isEmpty()) {
        return policyError(400, QStringLiteral("invalid_body"), QStringLiteral("type, control, subject and resource are required."));
    }
    for (const QJsonValue& role : roles) {
        if (!str(role, { u"role_id" }).startsWith(QLatin1String("crn:v1:bluemix:public:iam::::"))) {
            return policyError(400, QStringLiteral("role_not_found"), QStringLiteral("A role is not known."));
        }
    }
    for (const QJsonObject& known : m_state.all(kPolicies)) {
        if (core(known) == core(policy)) {
            return policyError(409, QStringLiteral("policy_conflict_error"), QStringLiteral("The policy wasn't created because an access policy with identical attributes and roles already exists."),
                QJsonObject { { QStringLiteral("conflicts_with"),
                    QJsonObject { { QStringLiteral("etag"), known.value(kTag) }, { QStringLiteral("policy"), known.value(u"id") } } } });
        }
    }
    const QString id = m_state.uuid();
    const qint64 delay = m_state.fault(QStringLiteral("iam.policyDelay")).toInteger(0);
    policy.insert(QStringLiteral("id"), id);
    policy.insert(QStringLiteral("state"), QStringLiteral("active"));
    policy.insert(QStringLiteral("href"), m_state.url(QStringLiteral("/iam/v2/policies/") + id));
    policy.insert(QStringLiteral("created_at"), m_state.stamp());
    policy.insert(QStringLiteral("created_by_id"), call.caller.iamId);
    policy.insert(QStringLiteral("last_modified_at"), m_state.stamp());
    policy.insert(kTag, QStringLiteral("1-") + m_state.hex(32));
    policy.insert(QStringLiteral("_effective"), delay == 0);
    m_state.put(kPolicies, policy);
    if (delay > 0) {
        m_state.clock().after(milliseconds(delay * 1000), &m_state, [this, id] {
            QJsonObject known = m_state.get(kPolicies, id);
            if (!known.isEmpty()) {
                known.insert(QStringLiteral("_effective"), true);
                m_state.put(kPolicies, known);
            }
        });
    }
    return withTag(201, policy, isV1);
}

Reply PolicyService::one(const Call& call, bool isV1)
{
    const QString id = call.parts.at(2);
    QJsonObject policy = m_state.get(kPolicies, id);
    if (policy.isEmpty()) {
        return policyError(404, QStringLiteral("policy_not_found"), QStringLiteral("Policy with ID %1 not found.").arg(id));
    }
    if (call.is("DELETE")) {
        m_state.remove(kPolicies, id);
        return Reply::empty(204);
    }
    if (call.is("PUT")) {
        if (call.headers.value("If-Match") != policy.value(kTag).toString().toLatin1()) {
            return policyError(412, QStringLiteral("policy_conflict_error"), QStringLiteral("The policy was changed by somebody else."));
        }
        const QJsonObject body = isV1 ? fromV1(call.json) : call.json;
        for (auto it = body.begin(); it != body.end(); ++it) {
            policy.insert(it.key(), it.value());
        }
        policy.insert(QStringLiteral("last_modified_at"), m_state.stamp());
        policy.insert(kTag, QStringLiteral("2-") + m_state.hex(32));
        m_state.put(kPolicies, policy);
    }
    return withTag(200, policy, isV1);
}

Reply PolicyService::roles(const Call& call) const
{
    if (!call.has("account_id")) {
        return policyError(400, QStringLiteral("missing_required_query_parameter"), QStringLiteral("account_id is required."));
    }
    QJsonArray system;
    for (const QString& name : { QStringLiteral("Viewer"), QStringLiteral("Operator"), QStringLiteral("Editor"), QStringLiteral("Administrator") }) {
        system.append(role(name, QStringLiteral("role")));
    }
    QJsonArray service;
    for (const QString& name : { QStringLiteral("Reader"), QStringLiteral("Writer"), QStringLiteral("Manager") }) {
        service.append(role(name, QStringLiteral("serviceRole")));
    }
    return Reply::json(200,
        QJsonObject {
            { QStringLiteral("custom_roles"), QJsonArray() },
            { QStringLiteral("service_roles"), service },
            { QStringLiteral("system_roles"), system },
        });
}

} // namespace cocoon::sandbox
