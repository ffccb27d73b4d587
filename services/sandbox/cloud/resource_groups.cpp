// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/resource_groups.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

namespace {
    const QString kGroups = QStringLiteral("resource_groups");

    Reply refusal(int status, const QString& code, const QString& message)
    {
        return Reply::json(status,
            QJsonObject { { QStringLiteral("error_code"), code }, { QStringLiteral("message"), message }, { QStringLiteral("status_code"), status } });
    }

    bool isNameTaken(const CloudState& state, const QString& name, const QString& exceptId = {})
    {
        for (const QJsonObject& group : state.all(kGroups)) {
            if (group.value(u"name").toString() == name && group.value(u"id").toString() != exceptId) {
                return true;
            }
        }
        return false;
    }

    bool isInUse(const CloudState& state, const QString& id)
    {
        for (const QString& collection : state.collections()) {
            for (const QJsonObject& object : state.all(collection)) {
                if (str(object, { u"resource_group", u"id" }) == id || object.value(u"resourceGroup").toString() == id) {
                    return true;
                }
            }
        }
        return false;
    }

    Reply create(CloudState& state, const Call& call)
    {
        const QString name = call.json.value(u"name").toString();
        const QString account = state.fact(QStringLiteral("accountId"));
        if (name.isEmpty() || (call.json.contains(u"account_id") && call.json.value(u"account_id").toString() != account)) {
            return refusal(400, QStringLiteral("not_valid"), QStringLiteral("name and the account's own account_id are required."));
        }
        if (isNameTaken(state, name)) {
            return refusal(409, QStringLiteral("conflict"), QStringLiteral("There is a resource group of this name."));
        }
        const QString id = state.hex(32);
        const QString crn = QStringLiteral("crn:v1:bluemix:public:resource-controller::a/%1::resource-group:%2").arg(account, id);
        state.put(kGroups,
            QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("crn"), crn }, { QStringLiteral("account_id"), account },
                { QStringLiteral("name"), name }, { QStringLiteral("state"), QStringLiteral("ACTIVE") }, { QStringLiteral("default"), false },
                { QStringLiteral("created_at"), state.stamp() }, { QStringLiteral("updated_at"), state.stamp() } });
        return Reply::json(201, QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("crn"), crn } });
    }

    Reply one(CloudState& state, const Call& call)
    {
        QJsonObject group = state.get(kGroups, call.parts.at(2));
        const QString id = group.value(u"id").toString();
        if (group.isEmpty()) {
            return refusal(404, QStringLiteral("not_found"), QStringLiteral("The resource group was not found."));
        }
        if (call.is("DELETE")) {
            if (group.value(u"default").toBool() || isInUse(state, id)) {
                return refusal(400, QStringLiteral("not_empty"), QStringLiteral("The default resource group, and one that is in use, cannot be deleted."));
            }
            state.remove(kGroups, id);
            return Reply::empty(204);
        }
        if (call.is("PATCH")) {
            const QString name = call.json.value(u"name").toString();
            if (!name.isEmpty() && isNameTaken(state, name, id)) {
                return refusal(409, QStringLiteral("conflict"), QStringLiteral("There is a resource group of this name."));
            }
            for (const QString& key : { QStringLiteral("name"), QStringLiteral("state") }) {
                if (call.json.contains(key)) {
                    group.insert(key, call.json.value(key));
                }
            }
            group.insert(QStringLiteral("updated_at"), state.stamp());
            state.put(kGroups, group);
        }
        return Reply::json(200, group);
    }

    Reply list(const CloudState& state, const Call& call)
    {
        QJsonArray found;
        for (const QJsonObject& group : state.all(kGroups)) {
            if ((call.has("name") && group.value(u"name").toString() != call.arg("name"))
                || (call.arg("default") == QLatin1String("true") && !group.value(u"default").toBool())
                || (call.has("account_id") && group.value(u"account_id").toString() != call.arg("account_id"))) {
                continue;
            }
            found.append(group);
        }
        return Reply::json(200, QJsonObject { { QStringLiteral("resources"), found } });
    }
}

Reply resourceGroupReply(CloudState& state, const Call& call)
{
    if (call.caller.iamId.isEmpty()) {
        return refusal(401, QStringLiteral("not_authorized"), QStringLiteral("The token is missing or not valid."));
    }
    const bool isOne = call.at({ u"v2", u"resource_groups", u"*" });
    if (!isOne && !call.at({ u"v2", u"resource_groups" })) {
        return refusal(404, QStringLiteral("not_found"), QStringLiteral("The path is not known."));
    }
    const bool isKnown = isOne ? call.is("GET") || call.is("PATCH") || call.is("DELETE") : call.is("GET") || call.is("POST");
    if (!isKnown) {
        return refusal(405, QStringLiteral("method_not_allowed"), QStringLiteral("The method is not allowed here."));
    }
    if (!call.is("GET") && !call.caller.isOwner) {
        return refusal(403, QStringLiteral("forbidden"), QStringLiteral("You may not change resource groups."));
    }
    return isOne ? one(state, call) : call.is("POST") ? create(state, call) : list(state, call);
}

} // namespace cocoon::sandbox
