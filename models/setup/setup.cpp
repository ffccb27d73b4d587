// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/setup.h"

#include "models/setup/credential_view.h"
#include "models/setup/look.h"
#include "models/setup/steps/access_step.h"
#include "models/setup/steps/configuration_step.h"
#include "models/setup/steps/connect_step.h"
#include "models/setup/steps/credential_step.h"
#include "models/setup/steps/image_step.h"
#include "models/setup/steps/nodes_step.h"
#include "models/setup/steps/operator_step.h"
#include "models/setup/steps/prerequisites_step.h"
#include "models/setup/steps/ssh_key_step.h"
#include "models/setup/steps/trust_step.h"
#include "models/setup/steps/workload_step.h"
#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QSet>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

plan::Steps setupSteps(const coco::Facts& facts)
{
    plan::Steps steps;
    steps.push_back(std::make_unique<ConnectStep>(facts));
    steps.push_back(std::make_unique<PrerequisitesStep>(facts));
    steps.push_back(std::make_unique<OperatorStep>(facts));
    steps.push_back(std::make_unique<AccessStep>(facts));
    steps.push_back(std::make_unique<ImageStep>(facts));
    steps.push_back(std::make_unique<CredentialStep>(facts));
    steps.push_back(std::make_unique<SshKeyStep>(facts));
    steps.push_back(std::make_unique<ConfigurationStep>(facts));
    steps.push_back(std::make_unique<NodesStep>(facts));
    steps.push_back(std::make_unique<TrustStep>(facts));
    steps.push_back(std::make_unique<WorkloadStep>(facts));
    return steps;
}

QList<world::Query> proposeNeeds(const QString& cluster)
{
    Q_UNUSED(cluster);
    return { ask::clusters(), ask::list(res::subscriptions, coco::kNamespace), ask::list(res::csvs, coco::kNamespace), ask::list(res::kataConfigs),
        ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates),
        ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret) };
}

QList<world::Query> proposeNames(const plan::Intent& proposed, const world::World& world, const coco::Facts& facts)
{
    QList<world::Query> names;
    if (proposed.credential.kind == "trusted-profile"_L1) {
        names.append(ask::trustedProfiles());
    }
    world::Asker asker(world);
    Look look(asker, proposed, facts);
    if (!str(look.peerPodsConfig(), { u"data", u"IBMCLOUD_SSH_KEY_ID" }).isEmpty() && !look.region().isEmpty()) {
        names.append(ask::sshKeys(look.region()));
    }
    return names;
}

plan::Intent proposeIntent(const QString& cluster, const QString& trusteeUrl, const world::World& world, const coco::Facts& facts)
{
    plan::Intent intent;
    intent.cluster = cluster;
    intent.op.version = facts.validated().version;
    intent.trust.url = trusteeUrl;

    world::Asker asker(world);
    Look look(asker, intent, facts);
    // What is there is taken over, whoever made it.
    const QJsonObject subscription = look.subscription();
    QString version = look.installedVersion();
    if (version.isEmpty()) {
        version = str(subscription, { u"spec", u"startingCSV" }).section(u".v"_s, 1);
    }
    if (!version.isEmpty()) {
        intent.op.version = version;
    }
    if (!subscription.isEmpty()) {
        const auto take = [&subscription](QStringView key, QString* to) {
            const QString value = str(subscription, { u"spec", key });
            if (!value.isEmpty()) {
                *to = value;
            }
        };
        take(u"channel", &intent.op.channel);
        take(u"source", &intent.op.source);
        take(u"installPlanApproval", &intent.op.approval);
    }
    const QJsonObject kata = look.kataConfig();
    if (!kata.isEmpty()) {
        intent.configuration.kataConfig = kube::nameOf(kata);
        intent.configuration.poolSelector = at(kata, { u"spec", u"kataConfigPoolSelector", u"matchLabels" }).toObject();
    }
    const QString mode = str(asker.object(ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates)), { u"data", u"deploymentMode" });
    if (mode == "DaemonSet"_L1 || mode == "DaemonSetFallback"_L1) {
        intent.configuration.deploymentMode = mode;
    }
    const QJsonObject data = look.peerPodsConfig().value("data"_L1).toObject();
    const auto value = [&data](const QString& key) { return data.value(key).toString().trimmed(); };
    intent.image.id = value(u"IBMCLOUD_PODVM_IMAGE_ID"_s).section(u',', 0, 0).trimmed();
    if (!value(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s).isEmpty()) {
        intent.sizing.profile = value(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s);
        const QStringList listed = value(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_s).split(u',', Qt::SkipEmptyParts);
        for (const QString& profile : listed) {
            if (profile.trimmed() != intent.sizing.profile) {
                intent.sizing.profiles.append(profile.trimmed());
            }
        }
    }
    const int limit = value(u"PEERPODS_LIMIT_PER_NODE"_s).toInt();
    if (limit >= 1 && limit <= 110) {
        intent.sizing.podsPerNode = limit;
    }
    const QJsonObject credential = look.peerPodsSecret().value("data"_L1).toObject();
    if (credential.contains("IBMCLOUD_IAM_PROFILE_ID"_L1) && !credential.contains("IBMCLOUD_API_KEY"_L1)) {
        intent.credential.kind = u"trusted-profile"_s;
        intent.credential.name = str(profileInSecret(look), { u"name" });
    }
    const QString sshKey = value(u"IBMCLOUD_SSH_KEY_ID"_s);
    if (!sshKey.isEmpty() && !look.region().isEmpty()) {
        for (const QJsonObject& key : asker.objects(ask::sshKeys(look.region()))) {
            if (str(key, { u"id" }) == sshKey) {
                intent.sshKey.name = str(key, { u"name" });
            }
        }
    }
    const auto initdata = coco::decodeInitdata(value(u"INITDATA"_s).toUtf8());
    if (initdata && !initdata->trusteeUrl().isEmpty()) {
        intent.trust.url = initdata->trusteeUrl();
        intent.trust.algorithm = initdata->algorithm;
    }
    return intent;
}

QList<plan::Finding> preflight(const QList<plan::Assessment>& assessments)
{
    QList<plan::Finding> findings;
    QSet<QString> seen;
    for (const plan::Assessment& assessment : assessments) {
        for (const plan::Finding& finding : assessment.findings) {
            const QString identity = finding.id + u'\n' + finding.object;
            if (!seen.contains(identity)) {
                seen.insert(identity);
                findings.append(finding);
            }
        }
    }
    return findings;
}

} // namespace cocoon::setup
