// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/rights.h"

#include "services/base/json.h"

namespace cocoon::sandbox {

namespace {

    QString attribute(const QJsonObject& of, QStringView key)
    {
        for (const QJsonValue& attribute : of.value(u"attributes").toArray()) {
            if (str(attribute, { u"key" }) == key) {
                return str(attribute, { u"value" });
            }
        }
        return {};
    }

    bool covers(const QJsonObject& resource, const NeededRight& wanted)
    {
        const QString group = attribute(resource, u"resourceGroupId");
        const bool isGroupRight = attribute(resource, u"resourceType") == QLatin1String("resource-group");
        if (wanted.service.isEmpty()) {
            const QString named = isGroupRight ? attribute(resource, u"resource") : group;
            return attribute(resource, u"serviceName").isEmpty() && (named.isEmpty() || named == wanted.resourceGroup);
        }
        const QString service = attribute(resource, u"serviceName");
        if (isGroupRight || (!service.isEmpty() && service != wanted.service)) {
            return false;
        }
        return group.isEmpty() || wanted.resourceGroup.isEmpty() || group == wanted.resourceGroup;
    }

} // namespace

QStringList readers()
{
    return { QStringLiteral("Viewer"), QStringLiteral("Operator"), QStringLiteral("Editor"), QStringLiteral("Administrator") };
}

QStringList editors()
{
    return { QStringLiteral("Editor"), QStringLiteral("Administrator") };
}

bool may(const CloudState& state, const Caller& caller, const NeededRight& wanted)
{
    if (caller.isOwner) {
        return true;
    }
    if (state.faultText(QStringLiteral("iam.policies")) == QLatin1String("ignored")) {
        return false;
    }
    for (const QJsonObject& policy : state.all(QStringLiteral("policies"))) {
        if (policy.value(u"type").toString() != QLatin1String("access") || !policy.value(u"_effective").toBool()
            || attribute(policy.value(u"subject").toObject(), u"iam_id") != caller.iamId
            || !covers(policy.value(u"resource").toObject(), wanted)) {
            continue;
        }
        for (const QJsonValue& role : at(policy, { u"control", u"grant", u"roles" }).toArray()) {
            if (wanted.roles.contains(str(role, { u"role_id" }).section(u':', -1))) {
                return true;
            }
        }
    }
    return false;
}

} // namespace cocoon::sandbox
