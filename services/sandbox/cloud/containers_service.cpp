// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/containers_service.h"

#include "services/base/json.h"
#include "services/sandbox/cloud/kubeconfig_answer.h"
#include "services/sandbox/cloud/rights.h"
#include "services/sandbox/cloud/seed_world.h"

#include <algorithm>

namespace cocoon::sandbox {

namespace {

    bool letsEverythingOut(const QJsonValue& rule)
    {
        return str(rule, { u"direction" }) == QLatin1String("outbound") && str(rule, { u"remote", u"cidr_block" }) == QLatin1String("0.0.0.0/0");
    }

    constexpr int kNewClusterRefusals = 8;
    const QString kService = QStringLiteral("containers-kubernetes");

    Reply noCluster()
    {
        return containersError(404, QStringLiteral("G0004"),
            QStringLiteral("The specified cluster could not be found. If applicable, make sure that you target the correct account and resource group."),
            QStringLiteral("General"), QStringLiteral("Run 'ibmcloud ks cluster ls' to list the clusters of the targeted account and resource group."));
    }

    Reply notPermitted()
    {
        return containersError(400, QStringLiteral("G3917"), QStringLiteral("Cluster provider not permitted for given operation."),
            QStringLiteral("Cluster"));
    }

    Reply missingRight()
    {
        return containersError(401, QStringLiteral("A0007"),
            QStringLiteral("You don't have the required permissions for this operation."), QStringLiteral("Authentication"));
    }

} // namespace

ContainersService::ContainersService(CloudState& state)
    : m_state(state)
{
}

QJsonObject ContainersService::findCluster(const QString& idOrName) const
{
    const QJsonObject byId = m_state.get(QStringLiteral("clusters"), idOrName);
    return byId.isEmpty() ? m_state.find(QStringLiteral("clusters"), u"name", idOrName) : byId;
}

Reply ContainersService::handle(const Call& call)
{
    if (call.at({ u"v2", u"getVersions" })) {
        return versions();
    }
    if (call.caller.iamId.isEmpty()) {
        return containersError(401, QStringLiteral("E0026"), QStringLiteral("The access token is missing, wrong or expired."), QStringLiteral("Authentication"));
    }
    if (m_state.faultText(QStringLiteral("containers.clusters")) == QLatin1String("down")) {
        return containersError(503, QStringLiteral("G0003"), QStringLiteral("The service is temporarily unavailable."));
    }
    if (!may(m_state, call.caller, { kService, readers() })) {
        return missingRight();
    }
    const QString path = call.parts.join(u'/');
    if (m_state.faultText(QStringLiteral("containers.lookup")) == QLatin1String("flaky") && !path.endsWith(QLatin1String("getClusters"))
        && !m_missedOnce.contains(path)) {
        m_missedOnce.insert(path);
        return noCluster();
    }
    if (call.at({ u"v2", u"vpc", u"getClusters" }) || call.at({ u"v2", u"getClusters" })) {
        return clusters(call, call.parts.size() == 3);
    }
    if (call.at({ u"v2", u"vpc", u"getCluster" }) || call.at({ u"v2", u"getCluster" })) {
        return cluster(call, call.parts.size() == 3);
    }
    if (call.at({ u"v2", u"vpc", u"getWorkers" }) || call.at({ u"v2", u"getWorkers" })) {
        return workers(call, false);
    }
    if (call.at({ u"v2", u"vpc", u"getWorker" }) || call.at({ u"v2", u"getWorker" })) {
        return workers(call, true);
    }
    if (call.at({ u"v1", u"clusters", u"*", u"workers", u"*" }) && call.is("PUT")) {
        return reboot(call);
    }
    if (call.parts.size() >= 4 && call.parts.mid(0, 2) == QStringList({ QStringLiteral("v1"), QStringLiteral("clusters") })
        && call.parts.at(3) == QLatin1String("config")) {
        const QJsonObject found = findCluster(call.parts.at(2));
        return found.isEmpty() ? noCluster() : notPermitted();
    }
    if (call.at({ u"v2", u"applyRBACAndGetKubeconfig" }) && call.is("POST")) {
        if (!may(m_state, call.caller, { kService, { QStringLiteral("Administrator") } })
            || m_state.faultText(QStringLiteral("containers.kubeconfig")) == QLatin1String("forbidden")) {
            return containersError(403, QStringLiteral("A0006"), QStringLiteral("You need the Administrator role on the cluster."),
                QStringLiteral("Authentication"));
        }
        return kubeconfig(call.json.value(u"cluster").toString(), call.json.value(u"admin").toBool(), call.json.value(u"format").toString());
    }
    if (call.at({ u"v2", u"getKubeconfig" })) {
        return kubeconfig(call.arg("cluster"), call.arg("admin") == QLatin1String("true"), call.arg("format"));
    }
    if (call.at({ u"v2", u"getRBACStatus" })) {
        return Reply::json(200, QJsonObject { { QStringLiteral("synchronized"), true }, { QStringLiteral("error"), QString() } });
    }
    if (call.at({ u"network", u"v2", u"security-group", u"getSecurityGroups" })) {
        return securityGroups(call);
    }
    if (call.at({ u"network", u"v2", u"outbound-traffic-protection" }) && call.is("POST")) {
        return outboundProtection(call);
    }
    return vpcThings(call);
}

Reply ContainersService::clusters(const Call& call, bool isVpc)
{
    const QString provider = call.arg("provider");
    QJsonArray list;
    for (const QJsonObject& known : m_state.all(QStringLiteral("clusters"))) {
        if (!provider.isEmpty() && known.value(u"provider").toString() != provider) {
            continue;
        }
        if (isVpc && provider.isEmpty() && known.value(u"provider").toString() == QLatin1String("classic")) {
            continue;
        }
        list.append(known);
    }
    return Reply::json(200, list);
}

Reply ContainersService::cluster(const Call& call, bool isVpc)
{
    const QJsonObject found = findCluster(call.arg("cluster"));
    if (found.isEmpty()) {
        return noCluster();
    }
    if (isVpc && found.value(u"provider").toString() != QLatin1String("vpc-gen2")) {
        return notPermitted();
    }
    return Reply::json(200, found);
}

Reply ContainersService::workers(const Call& call, bool isOne)
{
    const QJsonObject found = findCluster(call.arg("cluster"));
    if (found.isEmpty()) {
        return noCluster();
    }
    const QString collection = QStringLiteral("workers/") + found.value(u"id").toString();
    if (isOne) {
        const QJsonObject worker = m_state.get(collection, call.arg("worker"));
        return worker.isEmpty() ? containersError(404, QStringLiteral("G0005"), QStringLiteral("The specified worker node could not be found."))
                                : Reply::json(200, worker);
    }
    QJsonArray list;
    for (const QJsonObject& worker : m_state.all(collection)) {
        list.append(worker);
    }
    return Reply::json(200, list);
}

Reply ContainersService::reboot(const Call& call)
{
    const QJsonObject found = findCluster(call.parts.at(2));
    if (found.isEmpty()) {
        return noCluster();
    }
    const QString collection = QStringLiteral("workers/") + found.value(u"id").toString();
    const QString workerId = call.parts.at(4);
    QJsonObject worker = m_state.get(collection, workerId);
    if (worker.isEmpty()) {
        return containersError(404, QStringLiteral("G0005"), QStringLiteral("The specified worker node could not be found."));
    }
    if (!may(m_state, call.caller, { kService, { QStringLiteral("Operator"), QStringLiteral("Administrator") } })) {
        return missingRight();
    }
    if (call.json.value(u"action").toString() != QLatin1String("os_reboot")) {
        return notPermitted(); // update and reload are classic or bare metal only
    }
    const int only = m_state.fault(QStringLiteral("containers.rebootWorker")).toInt(0);
    const bool isMeant = only == 0 || m_state.all(collection).value(only - 1).value(u"id").toString() == workerId;
    const QString fault = isMeant ? m_state.faultText(QStringLiteral("containers.reboot")) : QString();
    if (fault == QLatin1String("G3917")) {
        return notPermitted();
    }
    if (fault == QLatin1String("A0007")) {
        return missingRight();
    }
    QJsonObject health { { QStringLiteral("state"), QStringLiteral("normal") }, { QStringLiteral("message"), QStringLiteral("Reboot initiated") } };
    if (fault == QLatin1String("hang")) {
        health.insert(QStringLiteral("state"), QStringLiteral("warning"));
        health.insert(QStringLiteral("message"), QStringLiteral("Worker did not respond to the soft reboot request"));
    }
    worker.insert(QStringLiteral("health"), health);
    m_state.put(collection, worker);
    if (fault != QLatin1String("hang")) {
        if (rebootRequested) {
            rebootRequested(workerId);
        }
        // actualState stays "deployed" all the time: only the node's boot id tells
        m_state.clock().after(milliseconds(180 * 1000), &m_state, [this, collection, workerId] {
            QJsonObject again = m_state.get(collection, workerId);
            again.insert(QStringLiteral("health"),
                QJsonObject { { QStringLiteral("state"), QStringLiteral("normal") }, { QStringLiteral("message"), QStringLiteral("Ready") } });
            m_state.put(collection, again);
        });
    }
    return Reply::empty(204);
}

Reply ContainersService::kubeconfig(const QString& clusterName, bool isAdmin, QString format)
{
    const QJsonObject found = findCluster(clusterName);
    if (found.isEmpty()) {
        return noCluster();
    }
    ++m_kubeconfigRequests;
    const QString fault = m_state.faultText(QStringLiteral("containers.kubeconfig"));
    if (fault == QLatin1String("never") || (fault == QLatin1String("new") && m_kubeconfigRequests <= kNewClusterRefusals)) {
        return noCluster();
    }
    if (m_state.faultText(QStringLiteral("containers.kubeconfig")) == QLatin1String("slow") && m_kubeconfigRequests <= 2) {
        return m_kubeconfigRequests == 1 ? noCluster()
                                         : containersError(503, QStringLiteral("G0003"), QStringLiteral("The cluster is not ready yet."));
    }
    const bool isDemo = found.value(u"id").toString() == m_state.fact(QStringLiteral("clusterId"));
    if (m_kubeconfig.isEmpty() || !isDemo) {
        return containersError(503, QStringLiteral("G0003"), QStringLiteral("The cluster master does not answer."));
    }
    if (const QString forced = m_state.faultText(QStringLiteral("containers.kubeconfigFormat")); !forced.isEmpty()) {
        format = forced;
    }
    return kubeconfigAnswer(m_kubeconfig, format, isAdmin, found.value(u"name").toString());
}

Reply ContainersService::securityGroups(const Call& call)
{
    if (m_state.faultText(QStringLiteral("containers.securityGroups")) == QLatin1String("A0007")) {
        return missingRight();
    }
    const QJsonObject found = findCluster(call.arg("cluster"));
    if (found.isEmpty()) {
        return noCluster();
    }
    const QString id = found.value(u"id").toString();
    const QString region = found.value(u"region").toString();
    const auto group = [](const QString& groupId, const QString& name, const QString& type, bool isUserProvided) {
        return QJsonObject { { QStringLiteral("id"), groupId }, { QStringLiteral("name"), name }, { QStringLiteral("type"), type },
            { QStringLiteral("userProvided"), isUserProvided }, { QStringLiteral("shared"), false }, { QStringLiteral("workerPoolID"), QString() } };
    };
    QJsonArray list;
    if (id == m_state.fact(QStringLiteral("clusterId"))) {
        // The user's own group comes first: who takes the first one takes the wrong one.
        list.append(group(m_state.fact(QStringLiteral("userGroupId")), QStringLiteral("team-extra"), QStringLiteral("cluster"), true));
        list.append(group(m_state.fact(QStringLiteral("securityGroupId")), QStringLiteral("kube-") + id, QStringLiteral("cluster"), false));
        for (const QString& prefix : { QStringLiteral("kube-vpegw-"), QStringLiteral("kube-lbaas-") }) {
            const QJsonObject known = m_state.find(QStringLiteral("security_groups/") + region, u"name", prefix + id);
            list.append(group(known.value(u"id").toString(), prefix + id,
                prefix == QLatin1String("kube-lbaas-") ? QStringLiteral("load-balancer") : QStringLiteral("vpe-gateway"), false));
        }
    }
    const QString type = call.arg("type");
    QJsonArray wanted;
    for (const QJsonValue& value : list) {
        if (type.isEmpty() || str(value, { u"type" }) == type) {
            wanted.append(value);
        }
    }
    return Reply::json(200, wanted);
}

bool ContainersService::isOutboundOpen() const
{
    const QJsonObject group = m_state.get(QStringLiteral("security_groups/") + m_state.options().region, m_state.fact(QStringLiteral("securityGroupId")));
    const QJsonArray rules = group.value(u"rules").toArray();
    return std::any_of(rules.begin(), rules.end(), letsEverythingOut);
}

Reply ContainersService::outboundProtection(const Call& call)
{
    const QJsonObject found = findCluster(call.json.value(u"cluster").toString());
    if (found.isEmpty()) {
        return noCluster();
    }
    const QString region = found.value(u"region").toString();
    const QString collection = QStringLiteral("security_groups/") + region;
    QJsonObject group = m_state.find(collection, u"name", QStringLiteral("kube-") + found.value(u"id").toString());
    QJsonArray kept;
    for (const QJsonValue& rule : group.value(u"rules").toArray()) {
        if (!letsEverythingOut(rule)) {
            kept.append(rule);
        }
    }
    const QString operation = call.json.value(u"operation").toString();
    if (operation == QLatin1String("disable-outbound-protection")) {
        kept.append(outboundEverywhere(m_state, region, group.value(u"id").toString()));
    } else if (operation != QLatin1String("enable-outbound-protection")) {
        return containersError(400, QStringLiteral("G0001"), QStringLiteral("The operation is not known."));
    }
    if (!group.isEmpty()) {
        group.insert(QStringLiteral("rules"), kept);
        m_state.put(collection, group);
    }
    if (outboundChanged) {
        outboundChanged();
    }
    return Reply::json(200, QJsonObject());
}

Reply ContainersService::vpcThings(const Call& call)
{
    if (call.at({ u"v2", u"vpc", u"getVPCs" }) || call.at({ u"v2", u"vpc", u"getVPC" })) {
        QJsonArray list;
        for (const QString& collection : m_state.collections()) {
            if (collection.startsWith(QLatin1String("vpcs/"))) {
                for (const QJsonObject& vpc : m_state.all(collection)) {
                    list.append(QJsonObject { { QStringLiteral("id"), vpc.value(u"id") }, { QStringLiteral("name"), vpc.value(u"name") },
                        { QStringLiteral("crn"), vpc.value(u"crn") }, { QStringLiteral("region"), collection.mid(5) } });
                }
            }
        }
        if (call.parts.at(2) == QLatin1String("getVPCs")) {
            return Reply::json(200, QJsonObject { { QStringLiteral("vpcs"), list } });
        }
        for (const QJsonValue& vpc : list) {
            if (str(vpc, { u"id" }) == call.arg("vpc")) {
                return Reply::json(200, vpc);
            }
        }
        return containersError(404, QStringLiteral("G0006"), QStringLiteral("The VPC could not be found."));
    }
    if (call.at({ u"v2", u"vpc", u"getSubnets" })) {
        QJsonArray list;
        for (const QJsonObject& subnet : m_state.all(QStringLiteral("subnets/") + m_state.options().region)) {
            const QString zone = str(subnet, { u"zone", u"name" });
            if (str(subnet, { u"vpc", u"id" }) != call.arg("vpc") || (call.has("zone") && zone != call.arg("zone"))) {
                continue;
            }
            list.append(QJsonObject { { QStringLiteral("id"), subnet.value(u"id") }, { QStringLiteral("name"), subnet.value(u"name") },
                { QStringLiteral("availableIPv4AddressCount"), subnet.value(u"available_ipv4_address_count") },
                { QStringLiteral("totalIPv4AddressCount"), subnet.value(u"total_ipv4_address_count") },
                { QStringLiteral("ipv4CIDRBlock"), subnet.value(u"ipv4_cidr_block") }, { QStringLiteral("zone"), zone },
                { QStringLiteral("publicGatewayID"), str(subnet, { u"public_gateway", u"id" }) }, { QStringLiteral("vpcID"), call.arg("vpc") } });
        }
        return Reply::json(200, list);
    }
    return containersError(404, QStringLiteral("G0002"), QStringLiteral("The path is not known."));
}

Reply ContainersService::versions() const
{
    QJsonArray openshift;
    for (int minor = 16; minor <= 19; ++minor) {
        openshift.append(QJsonObject { { QStringLiteral("major"), 4 }, { QStringLiteral("minor"), minor }, { QStringLiteral("patch"), 12 },
            { QStringLiteral("default"), minor == 18 }, { QStringLiteral("end_of_service"), QString() } });
    }
    return Reply::json(200, QJsonObject { { QStringLiteral("openshift"), openshift }, { QStringLiteral("kubernetes"), QJsonArray() } });
}

} // namespace cocoon::sandbox
