// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/profile_rights.h"

#include "models/setup/changes.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"

#include <algorithm>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;

namespace {
    /// IAM wants the value of a condition as JSON text inside a JSON string.
    QJsonObject condition(const QString& claim, const QString& value)
    {
        return { { u"claim"_s, claim }, { u"operator"_s, u"EQUALS"_s }, { u"value"_s, QString(u'"' + value + u'"') } };
    }

    struct Grant {
        QString id;
        QString what;
        QStringList roles; ///< "Editor" platform, "service:Writer"
        QList<QPair<QString, QString>> attributes; ///< besides accountId
    };

    QString roleCrn(const QString& role)
    {
        return role.startsWith("service:"_L1) ? u"crn:v1:bluemix:public:iam::::serviceRole:"_s + role.mid(8) : u"crn:v1:bluemix:public:iam::::role:"_s + role;
    }

    QJsonObject policyBody(const Grant& grant, const QJsonValue& iamId, const QString& account)
    {
        QJsonArray roles;
        for (const QString& role : grant.roles) {
            roles.append(QJsonObject { { u"role_id"_s, roleCrn(role) } });
        }
        const auto attribute = [](const QString& key, const QJsonValue& value) { return QJsonObject { { u"key"_s, key }, { u"operator"_s, u"stringEquals"_s }, { u"value"_s, value } }; };
        QJsonArray resource { attribute(u"accountId"_s, account) };
        for (const auto& [key, value] : grant.attributes) {
            resource.append(attribute(key, value));
        }
        return { { u"type"_s, u"access"_s }, { u"description"_s, u"Cocoon: peer pods, "_s + grant.roles.join(u", "_s) },
            { u"control"_s, QJsonObject { { u"grant"_s, QJsonObject { { u"roles"_s, roles } } } } },
            { u"subject"_s, QJsonObject { { u"attributes"_s, QJsonArray { attribute(u"iam_id"_s, iamId) } } } },
            { u"resource"_s, QJsonObject { { u"attributes"_s, resource } } } };
    }

    /// A role and those that may do more, as CRNs.
    QStringList atLeast(const QString& role)
    {
        static const QStringList platform { u"Viewer"_s, u"Operator"_s, u"Editor"_s, u"Administrator"_s };
        static const QStringList service { u"service:Reader"_s, u"service:Writer"_s, u"service:Manager"_s };
        QStringList enough;
        for (const QStringList& ranks : { platform, service }) {
            for (qsizetype rank = ranks.indexOf(role); rank >= 0 && rank < ranks.size(); ++rank) {
                enough.append(roleCrn(ranks.at(rank)));
            }
        }
        return enough;
    }

    /// Does an existing policy give all roles on at least these resources? A policy with fewer attributes covers more.
    bool covers(const QJsonObject& policy, const Grant& grant)
    {
        const QJsonArray given = at(policy, { u"control", u"grant", u"roles" }).toArray();
        for (const QString& role : grant.roles) {
            const QStringList enough = atLeast(role);
            if (std::none_of(given.begin(), given.end(), [&enough](const QJsonValue& one) { return enough.contains(str(one, { u"role_id" })); })) {
                return false;
            }
        }
        for (const QJsonValue& value : at(policy, { u"resource", u"attributes" }).toArray()) {
            const QString key = str(value, { u"key" });
            const bool matches = key == "accountId"_L1
                || std::any_of(grant.attributes.begin(), grant.attributes.end(), [&](const auto& wanted) { return wanted.first == key && wanted.second == str(value, { u"value" }); });
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    QString policyCommand(const Grant& grant, const QString& profile)
    {
        QStringList roles;
        for (const QString& role : grant.roles) {
            roles.append(role.section(u':', -1));
        }
        QString line = u"ibmcloud iam trusted-profile-policy-create %1 --roles %2"_s.arg(shellQuote(profile), roles.join(u','));
        for (const auto& [key, value] : grant.attributes) {
            if (key == "serviceName"_L1) {
                line += u" --service-name "_s + value;
            } else if (key == "resourceGroupId"_L1) {
                line += u" --resource-group-id "_s + value;
            } else if (key == "resourceType"_L1) {
                line += u" --resource-type "_s + value;
            } else if (key == "resource"_L1) {
                line += u" --resource "_s + value;
            } else if (key == "serviceInstance"_L1) {
                line += u" --service-instance "_s + value;
            }
        }
        return line;
    }
}

void assessProfile(Look& look, const CredentialView& view, Report& report)
{
    const bool exists = !view.profile.isEmpty();
    const QString profileId = str(view.profile, { u"id" });
    const QString iamId = str(view.profile, { u"iam_id" });
    const QJsonValue idRef = exists ? QJsonValue(profileId) : QJsonValue(ref(u"profile.id"_s));
    const QJsonValue iamRef = exists ? QJsonValue(iamId) : QJsonValue(ref(u"profile.iamId"_s));
    if (exists) {
        report.ok(u"profile-exists"_s, tr("The trusted profile exists"), profileId);
    } else {
        Change create = cloudChange(u"iam.createTrustedProfile"_s, u"create trusted profile "_s + view.name, view.name, {},
            QJsonObject { { u"name"_s, view.name }, { u"description"_s, u"Made by Cocoon for the peer pods of cluster "_s + look.clusterName() } }, tr("Create trusted profile %1").arg(view.name), tr("The adaptor makes and removes VMs as this profile, without a stored secret."),
            { u"ibmcloud iam trusted-profile-create "_s + shellQuote(view.name), u"PROFILE_ID=$(ibmcloud iam trusted-profile %1 --output json | jq -r .id)"_s.arg(shellQuote(view.name)),
                u"PROFILE_ID_BASE64=$(printf %s \"$PROFILE_ID\" | base64 -w0)"_s });
        create.risk = Risk::Notice;
        create.refreshes = { ask::trustedProfiles().key() };
        report.change(create);
    }

    // Who may become it: pods of the operator's namespace, and only in this cluster when bound.
    const bool bound = look.intent().credential.bindToCluster;
    bool hasRule = false;
    bool isBound = false;
    if (exists) {
        for (const QJsonObject& rule : look.asker().objects(ask::profileRules(profileId))) {
            bool forNamespace = false;
            bool forCluster = false;
            for (const QJsonValue& value : rule.value("conditions"_L1).toArray()) {
                const QString quoted = str(value, { u"value" });
                forNamespace = forNamespace || (str(value, { u"claim" }) == "namespace"_L1 && quoted == u'"' + coco::kNamespace + u'"');
                forCluster = forCluster || str(value, { u"claim" }) == "service_instance"_L1;
                if (str(value, { u"claim" }) == "service_instance"_L1 && quoted != u'"' + look.clusterId() + u'"') {
                    forNamespace = false; // another cluster's rule
                    break;
                }
            }
            if (forNamespace && str(rule, { u"cr_type" }) == "ROKS_SA"_L1) {
                hasRule = true;
                isBound = isBound || forCluster;
            }
        }
    }
    if (hasRule) {
        report.check(isBound || !bound, u"profile-rule"_s, tr("Its rule names this cluster"), view.name, Severity::Warning, tr("Any OpenShift cluster of the account with that namespace may assume the profile."), tr("Replace the rule by one with the condition service_instance."));
    } else {
        QJsonArray conditions { condition(u"namespace"_s, coco::kNamespace) };
        QString cli = u"ibmcloud iam trusted-profile-rule-create %1 --name cocoon-rule --type Profile-CR --cr-type ROKS_SA --conditions claim:namespace,operator:EQUALS,value:%2"_s.arg(shellQuote(view.name), coco::kNamespace);
        if (bound) {
            conditions.append(condition(u"service_instance"_s, look.clusterId()));
            cli += u" --conditions claim:service_instance,operator:EQUALS,value:"_s + look.clusterId();
        }
        Change rule = cloudChange(u"iam.createProfileRule"_s, u"create profile rule "_s + view.name, u"cocoon-rule"_s, { { u"profileId"_s, idRef } },
            QJsonObject { { u"type"_s, u"Profile-CR"_s }, { u"cr_type"_s, u"ROKS_SA"_s }, { u"name"_s, u"cocoon-rule"_s }, { u"conditions"_s, conditions } }, tr("Let the operator's namespace assume %1").arg(view.name), tr("Without a rule nobody can become the profile."), { cli });
        rule.risk = Risk::Notice;
        if (exists) {
            rule.refreshes = { ask::profileRules(profileId).key() };
        } else {
            rule.waitsFor = tr("after the profile is created");
        }
        report.change(rule);
    }

    // What it may do. G20: Viewer on the resource group alone cannot make VMs.
    const bool narrow = look.intent().credential.scope == "resource-group"_L1;
    const QString group = look.resourceGroupId();
    const QString account = str(look.asker().object(ask::me()), { u"accountId" });
    QList<Grant> grants;
    Grant vpc { u"G20-profile-vpc"_s, tr("make and remove VMs"), { u"Editor"_s, u"service:Writer"_s }, { { u"serviceName"_s, u"is"_s } } };
    if (narrow) {
        vpc.attributes.append({ u"resourceGroupId"_s, group });
    }
    grants.append(vpc);
    grants.append({ u"profile-resource-group"_s, tr("use the resource group"), { u"Viewer"_s }, { { u"resourceType"_s, u"resource-group"_s }, { u"resource"_s, group } } });
    if (look.operatorFacts().needsClusterId) {
        grants.append({ u"TS-35-profile-containers"_s, tr("read the cluster's security group"), { u"Viewer"_s }, { { u"serviceName"_s, u"containers-kubernetes"_s }, { u"serviceInstance"_s, look.clusterId() } } });
    }
    if (look.operatorFacts().tagsInstances) {
        grants.append({ u"TS-54-profile-tagging"_s, tr("tag VMs"), { u"Editor"_s }, { { u"serviceName"_s, u"global-search-tagging"_s } } });
    }
    const QList<QJsonObject> policies = exists ? look.asker().objects(ask::policies(iamId)) : QList<QJsonObject>();
    for (const Grant& grant : std::as_const(grants)) {
        const bool given = std::any_of(policies.begin(), policies.end(), [&grant](const QJsonObject& policy) { return covers(policy, grant); });
        if (given) {
            report.ok(grant.id, tr("It may %1").arg(grant.what));
            continue;
        }
        Change policy = cloudChange(u"iam.createPolicy"_s, u"create policy "_s + view.name + u' ' + grant.id, view.name, {}, policyBody(grant, iamRef, account), tr("Let %1 %2").arg(view.name, grant.what),
            tr("Roles %1, no more than needed.").arg(grant.roles.join(u", "_s)), { policyCommand(grant, view.name) });
        policy.risk = Risk::Notice;
        if (exists) {
            policy.refreshes = { ask::policies(iamId).key() };
        } else {
            policy.waitsFor = tr("after the profile is created");
        }
        report.change(policy);
    }
}

} // namespace cocoon::setup
