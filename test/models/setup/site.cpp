// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/models/setup/site.h"

#include "services/base/json.h"
#include "services/base/secret.h"
#include "services/coco/initdata.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QSet>

namespace cocoon::test {

using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    const QString kId = u"c1demo"_s;
    const QString kRegion = u"eu-de"_s;
    const QString kVpc = u"r010-vpc"_s;
    const QDateTime kNow(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);

    QJsonObject parsed(const char* json)
    {
        const auto value = parseJsonObject(json);
        Q_ASSERT(value);
        return *value;
    }

    QJsonObject owned(const QString& manager, const QString& operation, const QStringList& keys, const QDateTime& time)
    {
        QJsonObject fields;
        for (const QString& key : keys) {
            fields.insert(u"f:"_s + key, QJsonObject());
        }
        return { { u"manager"_s, manager }, { u"operation"_s, operation }, { u"time"_s, kube::timestamp(time) }, { u"fieldsType"_s, u"FieldsV1"_s }, { u"fieldsV1"_s, QJsonObject { { u"f:data"_s, fields } } } };
    }
}

Site::Site()
{
    world.setNow(kNow);
    intent.cluster = u"demo"_s;
    intent.trust.url = u"http://192.0.2.10:8080"_s;
    const QJsonObject cluster = parsed(R"({"id":"c1demo","name":"demo","region":"eu-de","type":"openshift","provider":"vpc-gen2","state":"normal","masterKubeVersion":"4.19.12_openshift",
        "resourceGroupName":"default","vpcs":["r010-vpc"],"lifecycle":{"masterHealth":"normal","masterState":"deployed"},"serviceEndpoints":{"publicServiceEndpointEnabled":true,"publicServiceEndpointURL":"https://c1.example:30000"}})");
    world.set(ask::me(), parsed(R"({"accountId":"acc1","iamId":"IBMid-1","name":"Kim","email":"kim@example.org"})"));
    world.set(ask::clusters(), QJsonArray { cluster });
    world.set(ask::cluster(kId), cluster);
    world.set(ask::connection(), parsed(R"({"server":"https://127.0.0.1:6443","context":"demo","user":"admin","source":"profile","warnings":[]})"));
    world.set(ask::serverVersion(), parsed(R"({"gitVersion":"v1.32.5","major":1,"minor":32})"));
    world.set(ask::served(), QJsonArray { u"nodes"_s, u"pods"_s });
    world.set(ask::vpc(kRegion, kVpc), parsed(R"({"id":"r010-vpc","name":"demo-vpc","resource_group":{"id":"rg1","name":"default"}})"));
    world.set(ask::clusterSecurityGroups(kId), QJsonArray { parsed(R"({"id":"r010-sg","name":"kube-c1demo","type":"cluster","userProvided":false})") });
    world.set(ask::securityGroups(kRegion, kVpc), QJsonArray { parsed(R"({"id":"r010-sg","name":"kube-c1demo","rules":[{"direction":"outbound","remote":{"cidr_block":"0.0.0.0/0"}},{"direction":"inbound","remote":{"id":"r010-sg"}}]})") });
    world.set(ask::subnets(kRegion, kVpc), QJsonArray { parsed(R"({"id":"sn1","name":"demo-1","available_ipv4_address_count":200,"public_gateway":{"id":"g1"}})") });
    world.set(ask::instanceProfiles(kRegion), QJsonArray { parsed(R"({"name":"bx3dc-2x10","vcpu_count":{"value":2},"zones":[{"name":"eu-de-1"}],"confidential_compute_modes":{"values":["disabled","tdx"]}})") });
    world.set(ask::price(u"bx3dc-2x10"_s, kRegion), parsed(R"({"usdPerHour":0.113,"listPriceOf":"2026-01-15","source":"catalog"})"));
    world.set(ask::trustee(intent.trust.url), parsed(R"({"reachable":true,"scheme":"http","status":401,"kbsProtocols":["0.2.0"]})"));
    world.set(ask::secretHeld(u"PEER_PODS_API_KEY"_s), parsed(R"({"held":false})"));
    world.set(ask::object(res::operatorHubs, {}, u"cluster"_s), parsed(R"({"metadata":{"name":"cluster"},"spec":{}})"));
    world.set(ask::object(res::catalogSources, coco::kMarketplace, u"redhat-operators"_s), parsed(R"({"metadata":{"name":"redhat-operators"},"status":{"connectionState":{"lastObservedState":"READY"}}})"));
    world.set(ask::object(res::packageManifests, coco::kMarketplace, coco::kPackage), parsed(R"({"status":{"catalogSource":"redhat-operators","channels":[{"name":"stable","currentCSV":"sandboxed-containers-operator.v1.12.1",
        "entries":[{"name":"sandboxed-containers-operator.v1.12.1"},{"name":"sandboxed-containers-operator.v1.10.3"}]}]}})"));
    nodesAt({ QString(), QString(), QString() });
}

void Site::nodesAt(const QStringList& labels)
{
    m_nodes.clear();
    QJsonArray all;
    for (int i = 0; i < labels.size(); ++i) {
        QJsonObject node = parsed(R"({"metadata":{"labels":{"node-role.kubernetes.io/worker":"","topology.kubernetes.io/zone":"eu-de-1","ibm-cloud.kubernetes.io/subnet-id":"sn1"}},
            "spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}],"allocatable":{},"nodeInfo":{"osImage":"Red Hat Enterprise Linux CoreOS 419","architecture":"amd64"}}})");
        node = with(node, { u"metadata"_s, u"name"_s }, u"10.240.0.%1"_s.arg(4 + i));
        node = with(node, { u"metadata"_s, u"labels"_s, coco::kWorkerIdLabel }, u"kube-c1demo-demo-default-0000000%1"_s.arg(i));
        node = with(node, { u"status"_s, u"nodeInfo"_s, u"bootID"_s }, u"boot-%1"_s.arg(i));
        if (!labels.at(i).isEmpty()) {
            node = with(node, { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, labels.at(i));
            node = with(node, { u"metadata"_s, u"labels"_s, coco::kPoolLabel }, QString(u""_s));
        }
        m_nodes.append(node);
        all.append(node);
    }
    world.set(ask::list(res::nodes), all);
}

QJsonObject Site::node(int index) const
{
    return m_nodes.at(index);
}

void Site::setNode(int index, const QJsonObject& node)
{
    m_nodes[index] = node;
    QJsonArray all;
    for (const QJsonObject& one : std::as_const(m_nodes)) {
        all.append(one);
    }
    world.set(ask::list(res::nodes), all);
}

void Site::operatorInstalled(const QString& version)
{
    const QString csv = coco::kPackage + u".v"_s + version;
    QJsonObject subscription = coco::subscription(u"stable"_s, csv, u"Manual"_s, u"redhat-operators"_s);
    subscription.insert(u"status"_s, QJsonObject { { u"installedCSV"_s, csv }, { u"state"_s, u"AtLatestKnown"_s } });
    world.set(ask::object(res::namespaces, {}, coco::kNamespace), coco::operatorNamespace());
    world.set(ask::list(res::operatorGroups, coco::kNamespace), QJsonArray { coco::operatorGroup() });
    world.set(ask::list(res::subscriptions, coco::kNamespace), QJsonArray { subscription });
    const QJsonObject object { { u"metadata"_s, QJsonObject { { u"name"_s, csv } } }, { u"spec"_s, QJsonObject { { u"version"_s, version } } }, { u"status"_s, QJsonObject { { u"phase"_s, u"Succeeded"_s } } } };
    world.set(ask::list(res::csvs, coco::kNamespace), QJsonArray { object });
    world.set(ask::list(res::deployments, coco::kNamespace), QJsonArray { parsed(R"({"metadata":{"name":"controller-manager"},"status":{"availableReplicas":1}})") });
}

void Site::imageImported(const QString& status)
{
    QJsonObject image = parsed(R"({"id":"r010-image","name":"cocoon-rhel9-podvm-latest","operating_system":{"name":"red-9-amd64"},"created_at":"2026-01-15T09:00:00Z"})");
    image.insert(u"status"_s, status);
    world.set(ask::images(kRegion), QJsonArray { image });
}

void Site::keyMade(bool held)
{
    world.set(ask::apiKeys(), QJsonArray { parsed(R"({"id":"ApiKey-1","name":"cocoon-demo","description":"Made by Cocoon for the peer pods of cluster demo","created_at":"2026-01-15T09:01+0000","locked":false})") });
    world.set(ask::secretHeld(u"PEER_PODS_API_KEY"_s), QJsonObject { { u"held"_s, held }, { u"digest"_s, u"x"_s } });
    journal(parsed(R"({"id":"s1","time":"2026-01-15T09:01:00.000Z","kind":"sent","key":"create api key cocoon-demo"})"));
    journal(parsed(R"({"id":"o1","of":"s1","time":"2026-01-15T09:01:01.000Z","kind":"outcome","key":"create api key cocoon-demo","ok":true,"reply":{"id":"ApiKey-1"}})"));
}

void Site::journal(const QJsonObject& entry)
{
    m_journal.append(entry);
    world.setJournal(m_journal);
}

void Site::configured()
{
    const QDateTime then = kNow.addSecs(-7200);
    QJsonObject gates = coco::configMap(coco::kFeatureGates, parsed(R"({"confidential":"true","deploymentMode":"DaemonSetFallback","layeredImageDeployment":"false"})"));
    world.set(ask::object(res::configMaps, coco::kNamespace, coco::kFeatureGates), gates);
    QJsonObject secret = coco::secret(coco::kPeerPodsSecret, { { u"IBMCLOUD_API_KEY"_s, QString(u"hmac:"_s + keyedDigest("key")) } }, { { coco::kApiKeyIdAnnotation, u"ApiKey-1"_s } });
    world.set(ask::object(res::secrets, coco::kNamespace, coco::kPeerPodsSecret), secret);
    QJsonObject config = coco::configMap(coco::kPeerPodsConfig, parsed(R"({"CLOUD_PROVIDER":"ibmcloud","IBMCLOUD_PODVM_IMAGE_ID":"r010-image","IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME":"bx3dc-2x10","IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST":"bx3dc-2x10",
        "IBMCLOUD_RESOURCE_GROUP_ID":"rg1","IBMCLOUD_VPC_ID":"r010-vpc","IBMCLOUD_VPC_ENDPOINT":"https://eu-de.iaas.cloud.ibm.com/v1","IBMCLOUD_VPC_SG_ID":"r010-sg","IBMCLOUD_CLUSTER_ID":"c1demo","DISABLECVM":"false"})"));
    const QStringList keys = config.value("data"_L1).toObject().keys();
    config = with(config, { u"metadata"_s, u"managedFields"_s }, QJsonArray { owned(u"cocoon"_s, u"Apply"_s, keys, then) });
    world.set(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), config);
    world.set(ask::list(res::kataConfigs), QJsonArray { coco::kataConfig(u"kata-runtime-settings"_s, {}) });
}

QJsonObject Site::configMap() const
{
    return world.answer(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig)).value.toObject();
}

void Site::setConfig(const QString& key, const QJsonValue& value, const QString& manager)
{
    QJsonObject config = with(configMap(), { u"data"_s, key }, value);
    QJsonArray fields = at(config, { u"metadata", u"managedFields" }).toArray();
    fields.append(owned(manager, u"Update"_s, { key }, kNow.addSecs(-3600)));
    world.set(ask::object(res::configMaps, coco::kNamespace, coco::kPeerPodsConfig), with(config, { u"metadata"_s, u"managedFields"_s }, fields));
}

void Site::installed()
{
    nodesAt({ u"installed"_s, u"installed"_s, u"installed"_s });
    QJsonArray pods;
    for (int i = 0; i < 3; ++i) {
        setNode(i, with(node(i), { u"status"_s, u"allocatable"_s, coco::kCapacity }, u"10"_s));
        QJsonObject pod = parsed(R"({"metadata":{"namespace":"openshift-sandboxed-containers-operator","labels":{"name":"osc-caa-ds"}},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})");
        pod = with(pod, { u"metadata"_s, u"name"_s }, u"osc-caa-ds-%1"_s.arg(i));
        pod = with(pod, { u"metadata"_s, u"uid"_s }, u"caa-uid-%1"_s.arg(i));
        pod = with(pod, { u"metadata"_s, u"creationTimestamp"_s }, kube::timestamp(kNow.addSecs(-600)));
        pod = with(pod, { u"spec"_s, u"nodeName"_s }, kube::nameOf(node(i)));
        pods.append(pod);
    }
    world.set(ask::list(res::pods, coco::kNamespace), pods);
    QJsonObject kata = coco::kataConfig(u"kata-runtime-settings"_s, {});
    kata.insert(u"status"_s, parsed(R"({"conditions":[{"type":"InProgress","status":"False","reason":""}],"runtimeClasses":["kata","kata-remote"]})"));
    world.set(ask::list(res::kataConfigs), QJsonArray { kata });
    world.set(ask::list(res::runtimeClasses), QJsonArray { parsed(R"({"metadata":{"name":"kata-remote"}})") });
    world.set(ask::list(res::daemonSets, coco::kNamespace), QJsonArray { parsed(R"({"metadata":{"name":"osc-caa-ds"},"status":{"desiredNumberScheduled":3,"numberAvailable":3}})") });
    world.set(ask::list(res::deployments, coco::kNamespace), QJsonArray { parsed(R"({"metadata":{"name":"controller-manager"},"status":{"availableReplicas":1}})"), parsed(R"({"metadata":{"name":"peer-pods-webhook"},"status":{"availableReplicas":2}})") });
}

void Site::trusted()
{
    setConfig(u"INITDATA"_s, QString::fromLatin1(coco::encodeInitdata(coco::initdataToml({ intent.trust.url, {}, u"sha384"_s, {} }))), u"cocoon"_s);
}

void Site::podRunning(const QString& mode)
{
    QJsonObject pod = coco::helloPod(u"default"_s, u"helloworld"_s, u"x"_s);
    pod = with(pod, { u"metadata"_s, u"uid"_s }, u"pod-uid"_s);
    pod = with(pod, { u"metadata"_s, u"creationTimestamp"_s }, kube::timestamp(kNow.addSecs(-500)));
    pod = with(pod, { u"spec"_s, u"nodeName"_s }, u"10.240.0.4"_s);
    pod.insert(u"status"_s, parsed(R"({"phase":"Running","conditions":[{"type":"Ready","status":"True"}]})"));
    world.set(ask::object(res::pods, u"default"_s, u"helloworld"_s), pod);
    world.set(ask::list(res::peerPods), QJsonArray { parsed(R"({"metadata":{"name":"helloworld-resource-abcde","namespace":"default","ownerReferences":[{"kind":"Pod","name":"helloworld","uid":"pod-uid"}]},"spec":{"instanceID":"vsi-1"}})") });
    QJsonObject vm = parsed(R"({"id":"vsi-1","name":"podvm-helloworld-12345678","status":"running","created_at":"2026-01-15T11:52:00Z","vpc":{"id":"r010-vpc"},"profile":{"name":"bx3dc-2x10"},"primary_network_interface":{"security_groups":[{"id":"r010-sg"}]}})");
    vm.insert(u"confidential_compute_mode"_s, mode);
    world.set(ask::instances(kRegion, kVpc), QJsonArray { vm });
}

void Site::answerDefaults(const QList<world::Query>& needs)
{
    static const QSet<QString> objects { u"kube.object"_s };
    for (const world::Query& query : needs) {
        if (world.answer(query).state != world::Answer::State::Unasked) {
            continue;
        }
        if (query.kind == "kube.canI"_L1) {
            world.set(query, true);
        } else if (query.kind == "kube.log"_L1) {
            world.set(query, QString());
        } else if (objects.contains(query.kind)) {
            world.set(query, QJsonValue(QJsonValue::Null));
        } else {
            world.set(query, QJsonArray());
        }
    }
}

plan::Assessment Site::assess(const QString& step)
{
    const plan::Steps steps = setup::setupSteps(coco::Facts::builtIn());
    for (const auto& candidate : steps) {
        if (candidate->id() != step) {
            continue;
        }
        for (int round = 0; round < 6; ++round) {
            const plan::Assessment assessment = candidate->assess(world, intent);
            if (assessment.state != plan::StepState::Unknown) {
                return assessment;
            }
            answerDefaults(assessment.needs);
        }
        return candidate->assess(world, intent);
    }
    return {};
}

QList<plan::Assessment> Site::assessAll()
{
    QList<plan::Assessment> all;
    for (const auto& step : setup::setupSteps(coco::Facts::builtIn())) {
        all.append(assess(step->id()));
    }
    return all;
}

plan::Finding finding(const plan::Assessment& assessment, const QString& id)
{
    for (const plan::Finding& one : assessment.findings) {
        if (one.id == id) {
            return one;
        }
    }
    plan::Finding none;
    none.severity = plan::Severity::Unknown;
    return none;
}

QStringList changeKeys(const plan::Assessment& assessment)
{
    QStringList keys;
    for (const plan::Change& change : assessment.changes) {
        keys.append(change.isConcrete() ? change.key : u'[' + change.key + u']');
    }
    return keys;
}

QJsonObject json(const char* text)
{
    return parsed(text);
}

Site ready()
{
    Site site;
    site.operatorInstalled(u"1.10.3"_s);
    site.imageImported();
    site.keyMade();
    site.configured();
    return site;
}

Site complete()
{
    Site site = ready();
    site.installed();
    site.trusted();
    site.podRunning();
    site.journal(json(R"({"id":"o9","of":"s9","time":"2026-01-15T11:55:00.000Z","kind":"outcome","key":"attest pod-uid","ok":true,"reply":{"exitCode":0}})"));
    return site;
}

} // namespace cocoon::test
