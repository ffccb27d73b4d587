// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/cloud/seed_world.h"

#include "services/sandbox/cloud/cloud_names.h"

#include <QCryptographicHash>

namespace cocoon::sandbox {

namespace {

    using J = QJsonObject;

    QString s(const char* text)
    {
        return QString::fromLatin1(text);
    }

    J rule(CloudState& state, const QString& region, const QString& groupId, const QString& direction, const QString& protocol, const J& remote)
    {
        const QString id = regionPrefix(region) + state.uuid();
        return {
            { s("id"), id },
            { s("name"), s("rule-") + id.right(8) },
            { s("href"), state.url(QStringLiteral("/vpc/%1/v1/security_groups/%2/rules/%3").arg(region, groupId, id)) },
            { s("direction"), direction },
            { s("ip_version"), s("ipv4") },
            { s("protocol"), protocol },
            { s("local"), J { { s("cidr_block"), s("0.0.0.0/0") } } },
            { s("remote"), remote },
        };
    }

    J cidr(const char* block)
    {
        return { { s("cidr_block"), s(block) } };
    }

    /// Puts a group and returns its id.
    QString addGroup(CloudState& state, const QString& region, const J& vpc, const QString& name)
    {
        const QString id = regionPrefix(region) + state.uuid();
        const J self { { s("id"), id }, { s("name"), name } };
        QJsonArray rules;
        rules.append(rule(state, region, id, s("inbound"), s("icmp_tcp_udp"), self));
        rules.append(rule(state, region, id, s("outbound"), s("icmp_tcp_udp"), self));
        if (name.startsWith(s("kube-")) && !name.startsWith(s("kube-vpegw-"))) {
            rules.append(rule(state, region, id, s("inbound"), s("icmp_tcp_udp"), cidr("172.17.0.0/18")));
            rules.append(rule(state, region, id, s("inbound"), s("icmp"), cidr("0.0.0.0/0")));
            rules.append(rule(state, region, id, s("outbound"), s("icmp_tcp_udp"), cidr("172.17.0.0/18")));
            rules.append(rule(state, region, id, s("outbound"), s("icmp_tcp_udp"), cidr("161.26.0.0/16")));
            rules.append(rule(state, region, id, s("outbound"), s("icmp_tcp_udp"), cidr("166.8.0.0/14")));
        }
        state.put(s("security_groups/") + region,
            J {
                { s("id"), id },
                { s("crn"), vpcCrn(region, state.fact(s("accountId")), s("security-group"), id) },
                { s("name"), name },
                { s("href"), state.url(QStringLiteral("/vpc/%1/v1/security_groups/%2").arg(region, id)) },
                { s("created_at"), state.stamp() },
                { s("resource_group"), vpc.value(u"resource_group") },
                { s("vpc"), J { { s("id"), vpc.value(u"id") }, { s("name"), vpc.value(u"name") } } },
                { s("rules"), rules },
                { s("targets"), QJsonArray() },
            });
        return id;
    }

    /// A VPC with its default group; returns it.
    J addVpc(CloudState& state, const QString& region, const QString& name, const J& group)
    {
        const QString id = regionPrefix(region) + state.uuid();
        J vpc {
            { s("id"), id },
            { s("crn"), vpcCrn(region, state.fact(s("accountId")), s("vpc"), id) },
            { s("href"), state.url(QStringLiteral("/vpc/%1/v1/vpcs/%2").arg(region, id)) },
            { s("name"), name },
            { s("status"), s("available") },
            { s("health_state"), s("ok") },
            { s("resource_group"), group },
            { s("created_at"), state.stamp() },
        };
        const QString defaultGroup = addGroup(state, region, vpc, name + s("-default"));
        vpc.insert(s("default_security_group"), J { { s("id"), defaultGroup }, { s("name"), name + s("-default") } });
        state.put(s("vpcs/") + region, vpc);
        return vpc;
    }

    J addSubnet(CloudState& state, const QString& region, const QString& zone, const J& vpc, int index)
    {
        const QString id = zonePrefix(zone) + state.uuid();
        const bool hasGateway = state.faultText(s("subnet.gateway")) != s("none");
        const bool isFull = state.faultText(s("subnet")) == s("full");
        J subnet {
            { s("id"), id },
            { s("crn"), vpcCrn(zone, state.fact(s("accountId")), s("subnet"), id) },
            { s("href"), state.url(QStringLiteral("/vpc/%1/v1/subnets/%2").arg(region, id)) },
            { s("name"), QStringLiteral("%1-subnet-%2").arg(vpc.value(u"name").toString()).arg(index + 1) },
            { s("status"), s("available") },
            { s("zone"), J { { s("name"), zone } } },
            { s("vpc"), J { { s("id"), vpc.value(u"id") }, { s("name"), vpc.value(u"name") } } },
            { s("resource_group"), vpc.value(u"resource_group") },
            { s("ipv4_cidr_block"), QStringLiteral("10.243.%1.0/18").arg(index * 64) },
            { s("total_ipv4_address_count"), 16384 },
            { s("available_ipv4_address_count"), isFull ? 0 : 16300 },
            { s("created_at"), state.stamp() },
        };
        if (hasGateway) {
            subnet.insert(s("public_gateway"),
                J { { s("id"), regionPrefix(region) + state.uuid() }, { s("name"), QStringLiteral("gateway-%1").arg(zone) } });
        }
        state.put(s("subnets/") + region, subnet);
        return subnet;
    }

    QString clusterId(CloudState& state)
    {
        // "c" and 19 characters of base 32, as the containers API makes them
        static const QString alphabet = s("0123456789abcdefghijklmnopqrstuv");
        QString id = s("c");
        for (int i = 0; i < 19; ++i) {
            id += alphabet.at(static_cast<qsizetype>(state.number(32)));
        }
        return id;
    }

    J cluster(CloudState& state, const QString& name, const QString& region, const QString& provider, const J& group)
    {
        const QString id = clusterId(state);
        const QString publicUrl = QStringLiteral("https://c100-e.%1.containers.cloud.ibm.com:31000").arg(region);
        return {
            { s("id"), id },
            { s("name"), name },
            { s("crn"), QStringLiteral("crn:v1:bluemix:public:containers-kubernetes:%1:a/%2:%3::").arg(region, state.fact(s("accountId")), id) },
            { s("region"), region },
            { s("location"), region },
            { s("dataCenter"), region },
            { s("workerZones"), QJsonArray::fromStringList(zonesOf(region)) },
            { s("resourceGroup"), group.value(u"id") },
            { s("resourceGroupName"), group.value(u"name") },
            { s("type"), s("openshift") },
            { s("provider"), provider },
            { s("masterKubeVersion"), s("4.19.12_1560_openshift") },
            { s("targetVersion"), s("4.19.12_1560_openshift") },
            { s("masterURL"), publicUrl },
            { s("serverURL"), QString() },
            { s("serviceEndpoints"),
                J { { s("privateServiceEndpointEnabled"), true }, { s("publicServiceEndpointEnabled"), true },
                    { s("privateServiceEndpointURL"), QStringLiteral("https://c100.private.%1.containers.cloud.ibm.com:31000").arg(region) },
                    { s("publicServiceEndpointURL"), publicUrl } } },
            { s("virtualPrivateEndpointURL"), QStringLiteral("https://%1.vpe.private.%2.containers.cloud.ibm.com:31000").arg(id, region) },
            { s("vpcs"), QJsonArray() },
            { s("workerCount"), 3 },
            { s("podSubnet"), s("172.17.0.0/18") },
            { s("serviceSubnet"), s("172.21.0.0/16") },
            { s("state"), s("normal") },
            { s("status"), s("All Workers Normal") },
            { s("createdDate"), state.stamp() },
            { s("ingress"), J { { s("hostname"), QStringLiteral("%1-0000.%2.containers.appdomain.cloud").arg(name, region) }, { s("status"), s("healthy") } } },
            { s("lifecycle"),
                J { { s("masterHealth"), s("normal") }, { s("masterState"), s("deployed") }, { s("masterStatus"), s("Ready") },
                    { s("masterStatusModifiedDate"), state.stamp() }, { s("modifiedDate"), state.stamp() } } },
        };
    }

    void addWorkers(CloudState& state, const J& of, const QList<J>& subnets, int count, const QString& os)
    {
        const QString id = of.value(u"id").toString();
        for (int i = 0; i < count; ++i) {
            const QString zone = zonesOf(of.value(u"region").toString()).at(i % 3);
            const J subnet = subnets.value(i % 3);
            const int k = i / 3;
            const QString ip = QStringLiteral("10.%1.%2.%3").arg(subnets.isEmpty() ? 250 : 243).arg((i % 3) * 64 + k / 250).arg(4 + k % 250);
            state.put(s("workers/") + id,
                J {
                    { s("id"), QStringLiteral("kube-%1-%2-default-%3").arg(id, of.value(u"name").toString(), state.hex(8)) },
                    { s("provider"), of.value(u"provider") },
                    { s("flavor"), s("bx2.4x16") },
                    { s("location"), zone },
                    { s("poolID"), id + s("-pool0") },
                    { s("poolName"), s("default") },
                    { s("health"), J { { s("state"), s("normal") }, { s("message"), s("Ready") } } },
                    { s("lifecycle"),
                        J { { s("desiredState"), s("deployed") }, { s("actualState"), s("deployed") }, { s("message"), QString() },
                            { s("actualOperatingSystem"), os }, { s("desiredOperatingSystem"), os } } },
                    { s("kubeVersion"),
                        J { { s("actual"), of.value(u"masterKubeVersion") }, { s("desired"), of.value(u"masterKubeVersion") },
                            { s("target"), of.value(u"masterKubeVersion") } } },
                    { s("networkInterfaces"),
                        QJsonArray({ J { { s("cidr"), subnet.value(u"ipv4_cidr_block") },
                            { s("ipAddress"), ip }, { s("primary"), true },
                            { s("subnetID"), subnet.value(u"id") } } }) },
                });
        }
    }

    void addSshKey(CloudState& state, const QString& region, const J& group)
    {
        QByteArray blob = QByteArray::fromHex("0000000b") + "ssh-ed25519" + QByteArray::fromHex("00000020");
        blob += QByteArray::fromHex(state.hex(64).toLatin1());
        const QString id = regionPrefix(region) + state.uuid();
        const QByteArray digest = QCryptographicHash::hash(blob, QCryptographicHash::Sha256);
        state.put(s("keys/") + region,
            J {
                { s("id"), id },
                { s("crn"), vpcCrn(region, state.fact(s("accountId")), s("key"), id) },
                { s("href"), state.url(QStringLiteral("/vpc/%1/v1/keys/%2").arg(region, id)) },
                { s("name"), s("operator-laptop") },
                { s("type"), s("ed25519") },
                { s("length"), 256 },
                { s("public_key"), QString::fromLatin1("ssh-ed25519 " + blob.toBase64() + " operator@laptop") },
                { s("fingerprint"), QString::fromLatin1("SHA256:" + digest.toBase64(QByteArray::OmitTrailingEquals)) },
                { s("resource_group"), group },
                { s("created_at"), state.stamp() },
            });
    }

    J addResourceGroup(CloudState& state, const QString& name, bool isDefault)
    {
        const QString id = state.hex(32);
        state.put(s("resource_groups"),
            J {
                { s("id"), id },
                { s("crn"), QStringLiteral("crn:v1:bluemix:public:resource-controller::a/%1::resource-group:%2").arg(state.fact(s("accountId")), id) },
                { s("account_id"), state.fact(s("accountId")) },
                { s("name"), name },
                { s("state"), s("ACTIVE") },
                { s("default"), isDefault },
                { s("created_at"), state.stamp() },
                { s("updated_at"), state.stamp() },
            });
        return { { s("id"), id }, { s("name"), name } };
    }

    void addOthers(CloudState& state, const J& group)
    {
        const QString region = state.options().region;
        J classic = cluster(state, s("demo-classic"), region, s("classic"), group);
        state.put(s("clusters"), classic);
        J satellite = cluster(state, s("demo-edge"), region, s("satellite"), group);
        state.put(s("clusters"), satellite);
        J tokyo = cluster(state, s("demo-tok"), s("jp-tok"), s("vpc-gen2"), group);
        const J tokyoVpc = addVpc(state, s("jp-tok"), s("tok-vpc"), group);
        tokyo.insert(s("vpcs"), QJsonArray({ tokyoVpc.value(u"id") }));
        state.put(s("clusters"), tokyo);
        addWorkers(state, tokyo, {}, 3, s("RHCOS"));
        J rhel = cluster(state, s("demo-rhel"), region, s("vpc-gen2"), group);
        const J rhelVpc = addVpc(state, region, s("rhel-vpc"), group);
        rhel.insert(s("vpcs"), QJsonArray({ rhelVpc.value(u"id") }));
        state.put(s("clusters"), rhel);
        addWorkers(state, rhel, {}, 2, s("RHEL_9_64"));
        J kubernetes = cluster(state, s("demo-iks"), region, s("vpc-gen2"), group);
        kubernetes.insert(s("type"), s("kubernetes"));
        kubernetes.insert(s("masterKubeVersion"), s("1.33.4_1540"));
        kubernetes.insert(s("vpcs"), QJsonArray({ rhelVpc.value(u"id") }));
        state.put(s("clusters"), kubernetes);
    }

    void addOwner(CloudState& state)
    {
        state.setFact(s("accountId"), state.hex(32));
        state.setFact(s("ownerIamId"), s("IBMid-") + state.hex(10).toUpper());
        state.put(s("accounts"), J { { s("id"), state.fact(s("accountId")) }, { s("name"), s("Example Works") } });
        state.put(s("accounts"), J { { s("id"), state.hex(32) }, { s("name"), s("Olga Operator's Account") } });
        const QString id = s("ApiKey-") + state.uuid();
        state.put(s("apikeys"),
            J {
                { s("id"), id },
                { s("entity_tag"), s("1-") + state.hex(32) },
                { s("crn"), QStringLiteral("crn:v1:bluemix:public:iam-identity::a/%1::apikey:%2").arg(state.fact(s("accountId")), id) },
                { s("locked"), false },
                { s("disabled"), false },
                { s("name"), s("console") },
                { s("description"), s("The operator's own key") },
                { s("iam_id"), state.fact(s("ownerIamId")) },
                { s("account_id"), state.fact(s("accountId")) },
                { s("created_at"), state.stamp() },
                { s("modified_at"), state.stamp() },
                { s("_owner"), true },
            });
    }

} // namespace

QJsonObject outboundEverywhere(CloudState& state, const QString& region, const QString& groupId)
{
    return rule(state, region, groupId, s("outbound"), s("icmp_tcp_udp"), cidr("0.0.0.0/0"));
}

void seedWorld(CloudState& state)
{
    const QString region = state.options().region;
    addOwner(state);
    const J group = addResourceGroup(state, s("Default"), true);
    const J confidential = addResourceGroup(state, s("confidential"), false);
    if (state.fault(s("cluster.twin")).toBool()) {
        state.put(s("clusters"), cluster(state, state.options().clusterName, region, s("vpc-gen2"), confidential));
    }
    addSshKey(state, region, group);

    const J vpc = addVpc(state, region, state.options().clusterName + s("-vpc"), group);
    QList<J> subnets;
    for (int i = 0; i < 3; ++i) {
        subnets.append(addSubnet(state, region, zonesOf(region).at(i), vpc, i));
    }
    J demo = cluster(state, state.options().clusterName, region, s("vpc-gen2"), group);
    demo.insert(s("vpcs"), QJsonArray({ vpc.value(u"id") }));
    demo.insert(s("workerCount"), state.options().workers);
    for (const char* key : { "masterKubeVersion", "targetVersion" }) {
        demo.insert(s(key), state.options().openshift + s("_1560_openshift"));
    }
    if (const QString wrong = state.faultText(s("cluster.state")); !wrong.isEmpty()) {
        demo.insert(s("state"), wrong);
    }
    if (const QString wrong = state.faultText(s("cluster.masterHealth")); !wrong.isEmpty()) {
        J lifecycle = demo.value(u"lifecycle").toObject();
        lifecycle.insert(s("masterHealth"), wrong);
        demo.insert(s("lifecycle"), lifecycle);
    }
    state.put(s("clusters"), demo);
    state.setFact(s("clusterId"), demo.value(u"id").toString());
    state.setFact(s("vpcId"), vpc.value(u"id").toString());
    state.setFact(s("resourceGroupId"), group.value(u"id").toString());
    const bool isRhel = state.faultText(s("workers")) == s("rhel");
    addWorkers(state, demo, subnets, state.options().workers, isRhel ? s("RHEL_9_64") : s("RHCOS"));

    const QString id = demo.value(u"id").toString();
    const QString own = addGroup(state, region, vpc, s("kube-") + id);
    state.setFact(s("securityGroupId"), own);
    addGroup(state, region, vpc, s("kube-vpegw-") + id);
    addGroup(state, region, vpc, s("kube-lbaas-") + id);
    state.setFact(s("userGroupId"), addGroup(state, region, vpc, s("team-extra")));
    if (state.faultText(s("containers.outbound")) != s("blocked")) {
        J ownGroup = state.get(s("security_groups/") + region, own);
        QJsonArray rules = ownGroup.value(u"rules").toArray();
        rules.append(outboundEverywhere(state, region, own));
        ownGroup.insert(s("rules"), rules);
        state.put(s("security_groups/") + region, ownGroup);
    }
    addOthers(state, group);
}

} // namespace cocoon::sandbox
