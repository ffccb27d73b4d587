// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/wanted_config.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"

#include <QRegularExpression>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    /// Address, region and path of a VPC endpoint; the private address of a region is as good as the public one.
    QRegularExpressionMatch readEndpoint(const QString& endpoint)
    {
        static const QRegularExpression form(u"^(https://([a-z0-9-]+)(?:\\.private)?\\.iaas\\.cloud\\.ibm\\.com)(/v1)?/?$"_s);
        return form.match(endpoint);
    }

    /// What is there stays where it is of this region; the adaptor needs the path.
    QString endpointOf(const QString& region, const QString& live)
    {
        const QRegularExpressionMatch match = readEndpoint(live);
        if (!match.hasMatch() || match.captured(2) != region) {
            return u"https://"_s + region + u".iaas.cloud.ibm.com/v1"_s;
        }
        return match.hasCaptured(3) ? live : match.captured(1) + u"/v1"_s;
    }

    QStringList items(const QString& list)
    {
        QStringList trimmed;
        for (const QString& item : list.split(u',')) {
            trimmed.append(item.trimmed());
        }
        return trimmed;
    }
}

WantedData wantedFeatureGates(Look& look, const QJsonObject& live)
{
    WantedData wanted;
    QString mode = look.intent().configuration.deploymentMode;
    if (mode.isEmpty()) {
        const bool hasMachineConfig = look.asker().array(ask::served()).contains(res::machineConfigs.qualified());
        mode = hasMachineConfig ? u"DaemonSet"_s : u"DaemonSetFallback"_s;
        // Both do the same where there is no MachineConfig API: what somebody wrote stays.
        const QString current = str(live, { u"data", u"deploymentMode" });
        if (current == "DaemonSet"_L1 || (current == "DaemonSetFallback"_L1 && !hasMachineConfig)) {
            mode = current;
        }
    }
    wanted.apply = { { u"confidential"_s, u"true"_s }, { u"deploymentMode"_s, mode }, { u"layeredImageDeployment"_s, u"false"_s } };
    wanted.compare = wanted.apply;
    wanted.mayBeAbsent = { u"layeredImageDeployment"_s };
    if (mode == "DaemonSetFallback"_L1) {
        wanted.mayBeAbsent.append(u"deploymentMode"_s);
    }
    return wanted;
}

WantedData wantedPeerPodsConfig(Look& look, const QJsonObject& live)
{
    const Intent& intent = look.intent();
    const QJsonObject image = look.image();
    const QString imageId = str(image, { u"id" });
    QStringList profiles { intent.sizing.profile };
    for (const QString& profile : intent.sizing.profiles) {
        if (!profiles.contains(profile)) {
            profiles.append(profile);
        }
    }
    WantedData wanted;
    QJsonObject& data = wanted.apply;
    data.insert(u"CLOUD_PROVIDER"_s, u"ibmcloud"_s);
    // A list: whoever wrote this image among others meant the others too.
    const QString writtenImages = str(live, { u"data", u"IBMCLOUD_PODVM_IMAGE_ID" });
    data.insert(u"IBMCLOUD_PODVM_IMAGE_ID"_s, imageId.isEmpty() ? QJsonValue(ref(u"image.id"_s)) : QJsonValue(items(writtenImages).contains(imageId) ? writtenImages : imageId));
    data.insert(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s, intent.sizing.profile);
    // The adaptor sorts the list itself: whoever wrote the same profiles in another order meant the same.
    const QString writtenList = str(live, { u"data", u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST" });
    QStringList written = writtenList.split(u',');
    QStringList meant = profiles;
    written.sort();
    meant.sort();
    data.insert(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_s, written == meant ? writtenList : profiles.join(u','));
    data.insert(u"IBMCLOUD_RESOURCE_GROUP_ID"_s, look.resourceGroupId());
    data.insert(u"IBMCLOUD_VPC_ID"_s, look.vpcId());
    // G2: the guide's us-east is wrong elsewhere, and without the key the operator's own clean-up goes to us-south.
    data.insert(u"IBMCLOUD_VPC_ENDPOINT"_s, endpointOf(look.region(), str(live, { u"data", u"IBMCLOUD_VPC_ENDPOINT" })));
    // G6: ignored from 1.12 on, harmless there; the reference sources disagree, so both are written.
    data.insert(u"IBMCLOUD_VPC_SG_ID"_s, str(look.securityGroup(), { u"id" }));
    if (look.operatorFacts().needsClusterId) {
        data.insert(u"IBMCLOUD_CLUSTER_ID"_s, look.clusterId());
    }
    if (!intent.sshKey.name.isEmpty()) {
        QJsonValue key = ref(u"sshKey.id"_s);
        for (const QJsonObject& candidate : look.asker().objects(ask::sshKeys(look.region()))) {
            if (str(candidate, { u"name" }) == intent.sshKey.name) {
                key = str(candidate, { u"id" });
            }
        }
        data.insert(u"IBMCLOUD_SSH_KEY_ID"_s, key);
    }
    data.insert(u"PEERPODS_LIMIT_PER_NODE"_s, QString::number(intent.sizing.podsPerNode));
    data.insert(u"CLOUD_CONFIG_VERIFY"_s, u"false"_s);
    wanted.compare = data;
    if (intent.sizing.podsPerNode == 10) {
        wanted.mayBeAbsent.append(u"PEERPODS_LIMIT_PER_NODE"_s);
    }
    wanted.mayBeAbsent.append(u"CLOUD_CONFIG_VERIFY"_s);
    // DISABLECVM belongs to the operator, which derives it from the gate `confidential`. It is written once, into a map that
    // does not exist yet, and kept only as long as it is still ours (G7).
    const bool stillOurs = isOwnedByApply(live, { u"data"_s, u"DISABLECVM"_s }) && otherOwners(live, { u"data"_s, u"DISABLECVM"_s }).isEmpty();
    if (live.isEmpty() || (stillOurs && str(live, { u"data", u"DISABLECVM" }) == "false"_L1)) {
        data.insert(u"DISABLECVM"_s, u"false"_s);
    }
    return wanted;
}

void checkFeatureGates(const QJsonObject& live, Report& report)
{
    if (live.isEmpty()) {
        return;
    }
    const QString mode = str(live, { u"data", u"deploymentMode" });
    const QString gate = str(live, { u"data", u"confidential" });
    const bool known = mode.isEmpty() || mode == "DaemonSet"_L1 || mode == "DaemonSetFallback"_L1;
    report.check(known, u"TS-09-deployment-mode"_s, tr("deploymentMode fits this cluster"), mode, Severity::Warning, tr("MachineConfig is not available on this service, and the text is case sensitive (TS-10)."), tr("The configuration step writes the right value."));
    report.check(gate == "true"_L1, u"gate-confidential"_s, tr("The gate confidential is on"), gate.isEmpty() ? tr("%1 is not set").arg(u"confidential"_s) : gate, Severity::Warning, tr("Off, the operator makes VMs that are not confidential."), tr("The configuration step writes \"true\"."));
}

void checkPeerPodsConfig(Look& look, const QJsonObject& live, Report& report)
{
    const auto id = u"configmaps/"_s + coco::kPeerPodsConfig;
    if (live.isEmpty()) {
        report.info(u"G19-pods-per-node"_s, tr("Each worker takes %1 confidential pods").arg(look.intent().sizing.podsPerNode), {}, tr("sizing.podsPerNode"));
        return;
    }
    const QJsonObject data = live.value("data"_L1).toObject();
    const auto value = [&data](const QString& key) { return data.value(key).toString(); };
    const auto seen = [&value](const QString& key) { return value(key).isEmpty() ? tr("%1 is not set").arg(key) : value(key); };
    const QString endpoint = value(u"IBMCLOUD_VPC_ENDPOINT"_s);
    report.check(readEndpoint(endpoint).captured(2) == look.region(), u"G2-endpoint-region"_s, tr("The VPC endpoint is the cluster's region"), endpoint.isEmpty() ? tr("not set") : endpoint, Severity::Warning,
        endpoint.isEmpty() ? tr("The operator's clean-up would ask us-south.") : tr("The adaptor finds neither profile nor image there (TS-27)."), tr("The configuration step writes %1.").arg(endpointOf(look.region(), endpoint)), id);
    report.check(value(u"CLOUD_PROVIDER"_s) == "ibmcloud"_L1, u"TS-39-provider"_s, tr("CLOUD_PROVIDER is ibmcloud"), seen(u"CLOUD_PROVIDER"_s), Severity::Warning, tr("Any other text stops the adaptor."), tr("The configuration step writes it."), id);
    const QString disabled = value(u"DISABLECVM"_s);
    const bool off = disabled.isEmpty() ? look.operatorFacts().disableCvmDefault : disabled != "false"_L1;
    report.check(!off, u"G7-disablecvm"_s, tr("VMs are made confidential"), disabled.isEmpty() ? tr("DISABLECVM is not set") : u"DISABLECVM: "_s + disabled, Severity::Warning, tr("The operator writes this key from the gate confidential; until it has, VMs would not be confidential."),
        tr("Set the gate confidential to \"true\" and wait for the operator; the VM's own mode is checked later."), id);
    const QString group = value(u"IBMCLOUD_VPC_SG_ID"_s);
    if (look.operatorFacts().readsVpcSecurityGroupKey) {
        report.check(!group.isEmpty(), u"G6-security-group-key"_s, tr("The VMs' security group is set"), seen(u"IBMCLOUD_VPC_SG_ID"_s), Severity::Warning, tr("This version falls back to the VPC's default group, through which workers cannot reach the VMs."), tr("The configuration step writes it."), id);
    } else {
        report.info(u"G6-security-group-key"_s, tr("Operator %1 finds the security group itself; the key is ignored").arg(look.plannedVersion()), group);
        report.check(!value(u"IBMCLOUD_CLUSTER_ID"_s).isEmpty(), u"TS-23-cluster-id"_s, tr("The cluster id is set"), seen(u"IBMCLOUD_CLUSTER_ID"_s), Severity::Warning, tr("This version cannot find it by itself on every IBM cluster."), tr("The configuration step writes it."), id);
    }
    const QString limit = value(u"PEERPODS_LIMIT_PER_NODE"_s);
    report.info(u"G19-pods-per-node"_s, tr("Each worker takes %1 confidential pods").arg(limit.isEmpty() ? u"10"_s : limit), limit.isEmpty() ? tr("the default") : QString(), tr("sizing.podsPerNode"));
    report.check(value(u"IBMCLOUD_VPC_SUBNET_ID"_s).isEmpty() || look.zones().size() < 2, u"subnet-pinned"_s, tr("The subnet is not pinned"), value(u"IBMCLOUD_VPC_SUBNET_ID"_s), Severity::Warning, tr("A pinned subnet does not fit workers in other zones."), tr("Remove IBMCLOUD_VPC_SUBNET_ID."), id);
    report.check(value(u"CLOUD_CONFIG_VERIFY"_s) != "true"_L1, u"TS-43-verify"_s, tr("CLOUD_CONFIG_VERIFY is off"), value(u"CLOUD_CONFIG_VERIFY"_s), Severity::Warning, tr("With it the adaptor may end without a message."), tr("The configuration step writes \"false\"."), id);
    const QString profiles = value(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST"_s);
    report.check(!profiles.contains(u' '), u"profile-list-blanks"_s, tr("The profile list has no blanks"), profiles, Severity::Warning, tr("Up to 1.11 a blank after a comma becomes part of the name."), tr("Remove the blanks."), id);
}

} // namespace cocoon::setup
