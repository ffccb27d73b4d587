// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/preflight_checks.h"

#include "models/setup/changes.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using words::tr;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    constexpr std::chrono::minutes kSeldom { 1 }; // what is only looked at beforehand is not followed as closely as what a run waits for
}

void checkWorkers(Look& look, Report& report)
{
    const QList<QJsonObject> pool = look.poolNodes();
    report.check(!pool.isEmpty(), u"workers-exist"_s, tr("There are workers"), tr("%1 workers in the pool").arg(pool.size()), Severity::Blocker, tr("Kata is installed on workers."),
        tr("Add workers, or correct configuration.poolSelector."));
    QStringList notCoreOs;
    QStringList otherArch;
    QStringList notReady;
    QStringList cordoned;
    QStringList noZone;
    for (const QJsonObject& node : pool) {
        const QString name = kube::nameOf(node);
        const QString os = str(node, { u"status", u"nodeInfo", u"osImage" });
        if (!os.contains("CoreOS"_L1)) {
            notCoreOs.append(name + u": "_s + os);
        }
        QString arch = str(node, { u"status", u"nodeInfo", u"architecture" });
        if (arch.isEmpty()) {
            arch = kube::label(node, u"kubernetes.io/arch"_s);
        }
        if (!arch.isEmpty() && arch != "amd64"_L1) {
            otherArch.append(name + u": "_s + arch);
        }
        const bool ours = !kube::annotation(node, coco::kRebootAnnotation).isEmpty();
        if (!kube::isReady(node) && !ours) {
            notReady.append(name);
        }
        if (at(node, { u"spec", u"unschedulable" }).toBool() && !ours) {
            cordoned.append(name);
        }
        if (kube::label(node, u"topology.kubernetes.io/zone"_s).isEmpty()) {
            noZone.append(name);
        }
    }
    const auto list = [&pool](const QStringList& bad) { return bad.isEmpty() ? tr("all %1 workers").arg(pool.size()) : bad.join(u", "_s); };
    // G8: any ROKS cluster will not do.
    report.check(notCoreOs.isEmpty(), u"G8-workers-coreos"_s, tr("All workers run Red Hat CoreOS"), list(notCoreOs), Severity::Blocker, tr("Kata is installed with rpm-ostree, which RHEL workers do not have (TS-13)."),
        tr("Use a cluster or worker pool with RHCOS."));
    report.check(otherArch.isEmpty(), u"workers-x86"_s, tr("All workers are x86_64"), list(otherArch), Severity::Blocker, tr("Intel TDX needs x86_64."), tr("Leave other architectures out by configuration.poolSelector."));
    report.check(notReady.isEmpty(), u"workers-ready"_s, tr("All workers are Ready"), list(notReady), Severity::Warning, tr("The installation ends only when every worker of the pool has finished."), tr("Repair these workers, or leave them out."));
    report.check(cordoned.isEmpty(), u"workers-schedulable"_s, tr("No worker is cordoned"), list(cordoned), Severity::Warning, tr("Somebody works on it; Cocoon will not uncordon what it did not cordon."), tr("Uncordon it when the work is done."));
    report.check(noZone.isEmpty(), u"workers-zone"_s, tr("All workers name their zone"), list(noZone), Severity::Warning, tr("The adaptor makes the VM in its worker's zone (TS-37)."), tr("Check the node labels."));
    report.check(pool.size() >= 2, u"workers-count"_s, tr("There are at least two workers"), tr("%1 workers").arg(pool.size()), Severity::Info, tr("With one worker its reboot stops everything that runs on it."), tr("Add a worker to keep workloads running."));

    if (look.clusterId().isEmpty()) {
        return;
    }
    world::Query workersQuery = ask::workers(look.clusterId());
    workersQuery.maxAge = kSeldom;
    report.optional(workersQuery);
    QStringList unhealthy;
    for (const QJsonObject& worker : look.asker().objects(workersQuery)) {
        const QString state = str(worker, { u"lifecycle", u"actualState" });
        const QString health = str(worker, { u"health", u"state" });
        if ((!state.isEmpty() && state != "deployed"_L1) || (!health.isEmpty() && health != "normal"_L1)) {
            unhealthy.append(str(worker, { u"id" }) + u": "_s + state + u'/' + health);
        }
    }
    report.check(unhealthy.isEmpty(), u"workers-healthy"_s, tr("The service calls all workers healthy"), list(unhealthy), Severity::Warning, tr("An unhealthy worker may not come back from a reboot."), tr("Repair or replace it first."));
    const world::Query infrastructure = ask::object(res::infrastructures, {}, u"cluster"_s);
    report.optional(infrastructure);
    const QString platform = str(look.asker().object(infrastructure), { u"status", u"platformStatus", u"type" });
    report.check(platform.isEmpty() || platform == "IBMCloud"_L1, u"platform"_s, tr("The cluster knows that it runs on IBM Cloud"), platform, Severity::Warning,
        tr("The operator mounts the token for trusted profiles only there."), tr("Use an API key as credential."));
    const world::Query version = ask::object(res::clusterVersions, {}, u"version"_s);
    report.optional(version);
    const QJsonObject clusterVersion = look.asker().object(version);
    const QString openshift = str(clusterVersion, { u"status", u"desired", u"version" });
    report.check(!kube::conditionIsTrue(clusterVersion, u"Progressing"_s), u"openshift-version"_s, tr("OpenShift %1 is not being updated").arg(openshift), openshift, Severity::Warning,
        tr("An update replaces or reboots workers by itself."), tr("Wait until the update has ended."));
    // IBM lists machine configs as unsupported; where the API exists all the same the fallback mode would use it (TS-09).
    const QJsonArray served = look.asker().array(ask::served());
    const bool hasMachineConfig = served.contains(res::machineConfigs.qualified());
    report.info(u"machineconfig-api"_s, hasMachineConfig ? tr("The MachineConfig API is served") : tr("The MachineConfig API is not served"), {}, hasMachineConfig ? tr("deploymentMode DaemonSet is proposed instead of DaemonSetFallback.") : QString());
}

void checkRights(Look& look, Report& report)
{
    struct Right {
        const char* id;
        const char* purpose;
        const char* verb;
        const char* group;
        const char* resource;
        const char* subresource;
        bool inOperatorNamespace;
    };
    static const Right rights[] = {
        { "rbac-operatorhub", QT_TRANSLATE_NOOP("cocoon::words", "enable OperatorHub"), "patch", "config.openshift.io", "operatorhubs", "", false },
        { "rbac-namespaces", QT_TRANSLATE_NOOP("cocoon::words", "create the operator's namespace"), "create", "", "namespaces", "", false },
        { "rbac-operatorgroups", QT_TRANSLATE_NOOP("cocoon::words", "create the OperatorGroup"), "create", "operators.coreos.com", "operatorgroups", "", true },
        { "rbac-subscriptions", QT_TRANSLATE_NOOP("cocoon::words", "create the Subscription"), "create", "operators.coreos.com", "subscriptions", "", true },
        { "rbac-installplans", QT_TRANSLATE_NOOP("cocoon::words", "approve the InstallPlan"), "patch", "operators.coreos.com", "installplans", "", true },
        { "rbac-csvs", QT_TRANSLATE_NOOP("cocoon::words", "watch the installation"), "list", "operators.coreos.com", "clusterserviceversions", "", true },
        { "rbac-configmaps", QT_TRANSLATE_NOOP("cocoon::words", "write the settings"), "patch", "", "configmaps", "", true },
        { "rbac-secrets", QT_TRANSLATE_NOOP("cocoon::words", "write the credential"), "patch", "", "secrets", "", true },
        { "rbac-kataconfigs", QT_TRANSLATE_NOOP("cocoon::words", "create the KataConfig"), "create", "kataconfiguration.openshift.io", "kataconfigs", "", false },
        { "rbac-nodes", QT_TRANSLATE_NOOP("cocoon::words", "cordon workers"), "patch", "", "nodes", "", false },
        { "rbac-eviction", QT_TRANSLATE_NOOP("cocoon::words", "drain workers"), "create", "", "pods", "eviction", false },
        { "rbac-delete-pods", QT_TRANSLATE_NOOP("cocoon::words", "restart adaptor pods"), "delete", "", "pods", "", true },
        { "rbac-peerpods", QT_TRANSLATE_NOOP("cocoon::words", "see confidential pods"), "list", "confidentialcontainers.org", "peerpods", "", false },
        { "rbac-runtimeclasses", QT_TRANSLATE_NOOP("cocoon::words", "see runtime classes"), "list", "node.k8s.io", "runtimeclasses", "", false },
        { "rbac-daemonsets", QT_TRANSLATE_NOOP("cocoon::words", "watch the adaptor"), "list", "apps", "daemonsets", "", true },
        { "rbac-logs", QT_TRANSLATE_NOOP("cocoon::words", "read the adaptor's log"), "get", "", "pods", "log", true },
        { "rbac-leases", QT_TRANSLATE_NOOP("cocoon::words", "keep two desks from running at once"), "patch", "coordination.k8s.io", "leases", "", true },
    };
    for (const Right& right : rights) {
        const QString ns = right.inOperatorNamespace ? coco::kNamespace : QString();
        const world::Query query = ask::canI(QString::fromLatin1(right.verb), QString::fromLatin1(right.group), QString::fromLatin1(right.resource), QString::fromLatin1(right.subresource), ns);
        report.optional(query);
        const world::Answer answer = look.asker().answer(query);
        if (answer.state != world::Answer::State::Known) {
            continue;
        }
        const QString what = QString::fromLatin1(right.verb) + u' ' + QString::fromLatin1(right.resource) + (right.subresource[0] ? u'/' + QString::fromLatin1(right.subresource) : QString());
        report.check(answer.value.toBool(), QString::fromLatin1(right.id), tr("You may %1").arg(tr(right.purpose)), what, Severity::Blocker, tr("The API server would refuse it half-way through."),
            tr("Ask a cluster administrator for this right, or use an administrator's kubeconfig."));
    }
    const QString ns = look.intent().workload.ns;
    // An exec over WebSocket is a GET: old servers ask for the right to get, 1.36 for get and create.
    for (const auto& [id, verb, sub, purpose] : { std::tuple { "rbac-workload", "patch", "", QT_TRANSLATE_NOOP("cocoon::words", "create the test pod") }, std::tuple { "rbac-exec", "create", "exec", QT_TRANSLATE_NOOP("cocoon::words", "run the attestation check") },
             std::tuple { "rbac-exec-get", "get", "exec", "run the attestation check" } }) {
        const world::Query query = ask::canI(QString::fromLatin1(verb), {}, u"pods"_s, QString::fromLatin1(sub), ns);
        report.optional(query);
        const world::Answer answer = look.asker().answer(query);
        if (answer.state == world::Answer::State::Known) {
            report.check(answer.value.toBool(), QString::fromLatin1(id), tr("You may %1").arg(tr(purpose)), u"%1 pods%2 -n %3"_s.arg(QString::fromLatin1(verb), sub[0] ? u"/exec"_s : QString(), ns), Severity::Warning, tr("The last step needs it."), tr("Ask for this right in the namespace, or set workload.skip."));
        }
    }
}

bool checkNetwork(Look& look, Report& report)
{
    if (look.vpcId().isEmpty()) {
        return true;
    }
    const QString region = look.region();
    // G15: the guide computes the resource group from a VPC id that may be empty; here both come from the cluster.
    const QString group = look.resourceGroupId();
    report.check(!group.isEmpty(), u"G15-resource-group"_s, tr("The VPC's resource group is known"), group.isEmpty() ? tr("none is named by VPC %1").arg(look.vpcId()) : group, Severity::Blocker, tr("VMs are made in it."), tr("Give the credential Viewer on the VPC."));

    const QJsonObject securityGroup = look.securityGroup();
    const QString groupName = u"kube-"_s + look.clusterId();
    report.check(!securityGroup.isEmpty(), u"security-group"_s, tr("The cluster's security group exists"), str(securityGroup, { u"name" }) + u' ' + str(securityGroup, { u"id" }), Severity::Blocker,
        tr("Workers and VMs talk through it (TCP 15150, UDP 4789)."), tr("Recreate %1 with the Kubernetes Service tools.").arg(groupName));
    int userProvided = 0;
    for (const QJsonObject& candidate : look.asker().objects(ask::clusterSecurityGroups(look.clusterId()))) {
        userProvided += candidate.value("userProvided"_L1).toBool() ? 1 : 0;
    }
    if (userProvided > 0) {
        report.info(u"security-group-choice"_s, tr("The cluster has security groups of its own; the managed one is used"), tr("%1 user-provided").arg(userProvided));
    }
    bool isOpen = false;
    bool hasItself = false;
    for (const QJsonObject& candidate : look.asker().objects(ask::securityGroups(region, look.vpcId()))) {
        if (str(candidate, { u"id" }) != str(securityGroup, { u"id" })) {
            continue;
        }
        for (const QJsonValue& value : candidate.value("rules"_L1).toArray()) {
            const bool out = str(value, { u"direction" }) == "outbound"_L1;
            isOpen = isOpen || (out && str(value, { u"remote", u"cidr_block" }) == "0.0.0.0/0"_L1);
            hasItself = hasItself || (!out && str(value, { u"remote", u"id" }) == str(securityGroup, { u"id" }));
        }
    }
    report.check(isOpen, u"outbound-open"_s, tr("Workers and VMs may reach the Internet"), isOpen ? tr("outbound rule to 0.0.0.0/0") : tr("no outbound rule to 0.0.0.0/0 in %1").arg(groupName), Severity::Warning,
        tr("The operator, its installer and your container images come from registries outside (TS-02)."), tr("Disable outbound protection of the cluster, or allow the registries."));
    report.check(hasItself, u"security-group-itself"_s, tr("Members of the group may talk to each other"), groupName, Severity::Warning, tr("Worker and VM use TCP 15150 and UDP 4789."), tr("Restore the rule that allows the group itself."));

    // A VM takes an address of its worker's subnet.
    const int perNode = look.intent().sizing.podsPerNode;
    QStringList full, none;
    QStringList noGateway;
    QStringList seen;
    for (const QJsonObject& subnet : look.subnets()) {
        bool used = false;
        for (const QJsonObject& node : look.poolNodes()) {
            const QString subnetId = kube::label(node, u"ibm-cloud.kubernetes.io/subnet-id"_s);
            used = used || subnetId.isEmpty() || subnetId == str(subnet, { u"id" });
        }
        if (!used) {
            continue;
        }
        const int free = at(subnet, { u"available_ipv4_address_count" }).toInt();
        const QString text = str(subnet, { u"name" }) + u": "_s + QString::number(free);
        seen.append(text);
        if (free < perNode) {
            full.append(text);
        }
        if (!subnet.value("public_gateway"_L1).isObject()) {
            noGateway.append(str(subnet, { u"name" }));
        }
        if (free == 0) {
            none.append(str(subnet, { u"name" }));
        }
    }
    if (!none.isEmpty()) {
        report.blocker(u"TS-47-subnet-full"_s, none.size() == 1 ? tr("Subnet %1 has no free address").arg(none.first()) : tr("These subnets have no free address: %1").arg(none.join(u", "_s)),
            seen.join(u", "_s), tr("Each confidential VM takes one address of its worker's subnet."), tr("Free addresses in it, or use workers in a larger subnet."));
    }
    report.check(full.isEmpty(), u"subnet-addresses"_s, tr("The subnets have addresses for the VMs"), (full.isEmpty() ? seen : full).join(u", "_s), Severity::Warning, tr("One per confidential pod, up to %1 per worker.").arg(perNode),
        tr("Free addresses, lower sizing.podsPerNode, or use larger subnets."));
    report.check(noGateway.isEmpty(), u"public-gateway"_s, tr("The subnets have a public gateway"), noGateway.join(u", "_s), Severity::Warning, tr("VMs pull container images by themselves (TS-59)."), tr("Attach a public gateway, or use registries in the private network."));

    // The profile: a known TDX one, offered in each zone.
    const QString profileName = look.intent().sizing.profile;
    QStringList tdxHere;
    for (const QJsonObject& profile : look.asker().objects(ask::instanceProfiles(region))) {
        if (look.facts().tdxProfiles.contains(str(profile, { u"name" }))) {
            tdxHere.append(str(profile, { u"name" }));
        }
    }
    const QString offer = tdxHere.isEmpty() ? tr("no TDX profile in %1").arg(region) : tr("TDX profiles in %1: %2").arg(region, tdxHere.join(u", "_s));
    report.check(look.facts().tdxProfiles.contains(profileName), u"profile-tdx"_s, tr("Profile %1 is a TDX profile").arg(profileName), offer, Severity::Warning, tr("Other profiles make VMs that are not confidential."), tr("Choose one of %1 …").arg(look.facts().tdxProfiles.mid(0, 3).join(u", "_s)));
    bool exists = false;
    QStringList missingZones;
    int vcpu = 2;
    for (const QJsonObject& profile : look.asker().objects(ask::instanceProfiles(region))) {
        if (str(profile, { u"name" }) != profileName) {
            continue;
        }
        exists = true;
        vcpu = at(profile, { u"vcpu_count", u"value" }).toInt(2);
        QStringList offered;
        for (const QJsonValue& zone : profile.value("zones"_L1).toArray()) {
            offered.append(zone.isObject() ? str(zone, { u"name" }) : zone.toString());
        }
        for (const QString& zone : look.zones()) {
            if (!offered.isEmpty() && !offered.contains(zone)) {
                missingZones.append(zone);
            }
        }
        QStringList modes;
        for (const QJsonValue& mode : at(profile, { u"confidential_compute_modes", u"values" }).toArray()) {
            modes.append(mode.toString());
        }
        report.check(modes.isEmpty() || modes.contains(u"tdx"_s), u"profile-mode"_s, tr("It offers the mode tdx"), modes.join(u", "_s), Severity::Blocker, tr("The adaptor asks for this mode."), tr("Choose a TDX profile."));
    }
    report.check(exists, u"profile-offered"_s, tr("%1 is offered in %2").arg(profileName, region), offer, Severity::Blocker, tr("The adaptor looks it up when it starts (TS-27)."), tr("Choose a profile of this region."));
    report.check(missingZones.isEmpty(), u"profile-zones"_s, tr("Every worker's zone offers it"), missingZones.isEmpty() ? look.zones().join(u", "_s) : missingZones.join(u", "_s), Severity::Warning, tr("A VM is made in its worker's zone."), tr("Use workers in other zones, or another profile."));
    const int quota = at(look.facts().defaults, { u"regions", u"defaultVcpuQuotaPerRegion" }).toInt(200);
    int usedVcpu = 0;
    world::Query instances = ask::instances(region, look.vpcId());
    instances.maxAge = kSeldom;
    report.optional(instances);
    for (const QJsonObject& instance : look.asker().objects(instances)) {
        usedVcpu += at(instance, { u"vcpu", u"count" }).toInt(2);
    }
    const int possible = perNode * static_cast<int>(look.poolNodes().size()) * vcpu;
    report.check(usedVcpu + possible <= quota, u"vcpu-quota"_s, tr("The default vCPU quota is enough"), tr("%1 in use by VMs of this VPC, up to %2 more, default quota %3 (workers count too)").arg(usedVcpu).arg(possible).arg(quota), Severity::Info,
        tr("The real quota cannot be read."), tr("Ask for a higher quota if you need all pods at once."));
    return isOpen;
}

void checkPackage(Look& look, Report& report, const QJsonObject& package)
{
    if (package.isEmpty()) {
        report.info(u"package-available"_s, tr("The catalog does not list the operator yet"), coco::kPackage);
        return;
    }
    report.ok(u"package-available"_s, tr("The catalog lists the operator"), str(package, { u"status", u"catalogSource" }));
    const Intent& intent = look.intent();
    QStringList channels;
    QJsonObject channel;
    for (const QJsonValue& value : at(package, { u"status", u"channels" }).toArray()) {
        channels.append(str(value, { u"name" }));
        if (channels.last() == intent.op.channel) {
            channel = value.toObject();
        }
    }
    report.check(!channel.isEmpty(), u"channel-available"_s, tr("It has the channel %1").arg(intent.op.channel), channels.join(u", "_s), Severity::Blocker, tr("OLM resolves within one channel (TS-03)."), tr("Set operator.channel to one of these."));
    if (channel.isEmpty()) {
        return;
    }
    const QString csv = coco::kPackage + u".v"_s + look.plannedVersion();
    QStringList versions { str(channel, { u"currentCSV" }) };
    for (const QJsonValue& entry : channel.value("entries"_L1).toArray()) {
        versions.append(str(entry, { u"name" }));
    }
    QStringList shown;
    for (const QString& version : std::as_const(versions)) {
        shown.append(version.section(u".v"_s, 1));
    }
    shown.removeDuplicates();
    report.check(versions.contains(csv), u"TS-03-version-available"_s, tr("It offers version %1").arg(look.plannedVersion()), shown.join(u", "_s), Severity::Blocker, tr("OLM cannot start with a version that the catalog does not carry."), tr("Set operator.version to one of these."));
    report.info(u"G1-channel-head"_s, tr("The channel's head is %1").arg(str(channel, { u"currentCSV" }).section(u".v"_s, 1)), tr("wanted: %1").arg(look.plannedVersion()), tr("Default selections would install the head."));
}

Change openOutbound(Look& look)
{
    const QString id = look.clusterId();
    Change change = cloudChange(u"containers.setOutboundProtection"_s, u"open outbound "_s + id, id, { { u"cluster"_s, id }, { u"enabled"_s, false } }, QJsonValue::Null, tr("Disable outbound traffic protection of %1").arg(look.clusterName()),
        tr("The catalog cannot be pulled; this also resets custom rules of the cluster's security group."), { u"ibmcloud oc vpc outbound-traffic-protection disable --cluster "_s + id });
    change.risk = Risk::Disruptive;
    change.allow = u"outbound"_s;
    change.refreshes = { ask::securityGroups(look.region(), look.vpcId()).key() };
    return change;
}

} // namespace cocoon::setup
