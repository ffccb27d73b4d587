// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/seeder.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/hand_made.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/seed_run.h"
#include "services/sandbox/actors/templates.h"

#include <QJsonArray>
#include <QUuid>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    const QString kPartOf = u"app.kubernetes.io/part-of"_s;
    const QString kManager = u"cluster-bootstrap"_s;

    /// The kubelet of this OpenShift (4.16 → 1.29, 4.19 → 1.32 …).
    QString kubeletVersion(const QString& openshift)
    {
        const int minor = openshift.section(u'.', 1, 1).toInt();
        return u"v1.%1.7"_s.arg(minor + 13);
    }

    QString minorOf(const QString& openshift)
    {
        return openshift.section(u'.', 0, 1);
    }

    QJsonObject labelled(QJsonObject object)
    {
        return with(object, { u"metadata"_s, u"labels"_s, kPartOf }, u"cocoon-sandbox"_s);
    }

    QJsonObject namespaceObject(const QString& name)
    {
        return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Namespace"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, name } } } };
    }

    QJsonObject operatorHub(const Scenario& scenario)
    {
        QJsonObject spec;
        if (scenario.fault(u"operatorhub"_s) == "disabled"_L1) {
            spec.insert(u"disableAllDefaultSources"_s, true);
        }
        return { { u"apiVersion"_s, u"config.openshift.io/v1"_s }, { u"kind"_s, u"OperatorHub"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, u"cluster"_s } } }, { u"spec"_s, spec } };
    }

    /// Filler has run for a while: starting tens of thousands of pods one by one would take the sandbox minutes.
    QJsonObject runningStatus(const Stage& stage, const QJsonObject& container, const QString& node, int number)
    {
        const QString now = kube::timestamp(stage.clock.now());
        const QString ip = u"172.%1.%2.%3"_s.arg(20 + number / 62500).arg(number / 250 % 250).arg(number % 250 + 1);
        const auto condition = [&now](const QString& type) {
            return QJsonObject { { u"type"_s, type }, { u"status"_s, u"True"_s }, { u"lastTransitionTime"_s, now } };
        };
        const QJsonObject state { { u"name"_s, container.value(u"name"_s) }, { u"image"_s, container.value(u"image"_s) }, { u"imageID"_s, QString() },
            { u"ready"_s, true }, { u"started"_s, true }, { u"restartCount"_s, 0 },
            { u"containerID"_s, u"cri-o://filler%1"_s.arg(number) },
            { u"state"_s, QJsonObject { { u"running"_s, QJsonObject { { u"startedAt"_s, now } } } } } };
        return { { u"phase"_s, u"Running"_s }, { u"hostIP"_s, node }, { u"podIP"_s, ip },
            { u"podIPs"_s, QJsonArray { QJsonObject { { u"ip"_s, ip } } } }, { u"startTime"_s, now },
            { u"containerStatuses"_s, QJsonArray { QJsonValue(state) } },
            { u"conditions"_s, QJsonArray { condition(u"PodScheduled"_s), condition(u"Initialized"_s), condition(u"ContainersReady"_s), condition(u"Ready"_s) } } };
    }

    QString fillerNamespace(int number)
    {
        return u"load-%1"_s.arg(number % 20);
    }

    /// Ids of the VSIs that the cloud made for the first filler pods, in their order.
    QJsonArray peerPodVms(const Stage& stage)
    {
        return stage.cluster.value(u"peerPodVms"_s).toArray();
    }

    QList<SeedRun::Item> peerPods(const Stage& stage)
    {
        QList<SeedRun::Item> items;
        const QJsonArray vms = peerPodVms(stage);
        for (int i = 0; i < vms.size(); ++i) {
            const QString pod = Scenario::fillerName(i);
            const QJsonObject peerPod { { u"apiVersion"_s, u"confidentialcontainers.org/v1alpha1"_s }, { u"kind"_s, u"PeerPod"_s },
                { u"metadata"_s, QJsonObject { { u"name"_s, pod + u"-resource-seeded"_s }, { u"namespace"_s, fillerNamespace(i) } } },
                { u"spec"_s, QJsonObject { { u"cloudProvider"_s, u"ibmcloud"_s }, { u"instanceID"_s, vms.at(i) } } } };
            items.append({ kube::res::peerPods, peerPod, u"cloud-api-adaptor"_s, pod });
        }
        return items;
    }

    QList<QJsonObject> fillerPods(const Stage& stage)
    {
        QList<QJsonObject> pods;
        const QJsonArray workers = stage.cluster.value(u"workers"_s).toArray();
        for (int i = 0; i < stage.scenario.pods && !workers.isEmpty(); ++i) {
            const QString name = Scenario::fillerName(i);
            const QString app = name.section(u'-', 0, 0);
            const QJsonObject container { { u"name"_s, app }, { u"image"_s, u"registry.sandbox.invalid/shop/%1:1.%2"_s.arg(app).arg(i % 9) } };
            const QString node = workers.at(i % workers.size()).toObject().value(u"ip"_s).toString();
            QJsonObject spec { { u"nodeName"_s, node }, { u"containers"_s, QJsonArray({ container }) } };
            if (i < peerPodVms(stage).size()) {
                spec.insert(u"runtimeClassName"_s, osc::kRuntimeClass);
            }
            pods.append(QJsonObject {
                { u"apiVersion"_s, u"v1"_s },
                { u"kind"_s, u"Pod"_s },
                { u"metadata"_s, QJsonObject { { u"name"_s, name }, { u"namespace"_s, fillerNamespace(i) },
                                     { u"labels"_s, QJsonObject { { u"app"_s, app }, { kPartOf, u"cocoon-sandbox"_s } } } } },
                { u"spec"_s, spec },
                { u"status"_s, runningStatus(stage, container, node, i) },
            });
        }
        return pods;
    }

    SeedRun::Item item(const QJsonObject& object, const QString& manager = kManager)
    {
        return { SeedRun::resourceOf(object), object, manager };
    }
}

QHash<QString, QString> seedValues(const Stage& stage)
{
    const QJsonObject& cluster = stage.cluster;
    const QJsonObject worker = cluster.value(u"workers"_s).toArray().at(0).toObject();
    const QString id = cluster.value(u"id"_s).toString();
    return {
        { u"REGION"_s, cluster.value(u"region"_s).toString(stage.scenario.region) },
        { u"CLUSTER_ID"_s, id },
        { u"CLUSTER_NAME"_s, cluster.value(u"name"_s).toString() },
        { u"CLUSTER_UUID"_s, QUuid::createUuidV5(QUuid(), id).toString(QUuid::WithoutBraces) },
        { u"VPC_ID"_s, cluster.value(u"vpcId"_s).toString() },
        { u"RESOURCE_GROUP_ID"_s, cluster.value(u"resourceGroupId"_s).toString() },
        { u"SECURITY_GROUP_ID"_s, cluster.value(u"securityGroupId"_s).toString() },
        { u"SUBNET_ID"_s, worker.value(u"subnetId"_s).toString() },
        { u"ZONE"_s, worker.value(u"zone"_s).toString() },
        { u"OPENSHIFT"_s, stage.scenario.openshift },
        { u"OPENSHIFT_MINOR"_s, minorOf(stage.scenario.openshift) },
        { u"NOW"_s, kube::timestamp(stage.clock.now()) },
        { u"WEB_MIN_AVAILABLE"_s, stage.scenario.fault(u"pdb"_s) == "blocking"_L1 ? u"3"_s : u"2"_s },
    };
}

QList<QJsonObject> seedNodes(const Stage& stage)
{
    QList<QJsonObject> nodes;
    const QString openshift = stage.scenario.openshift;
    const QString now = kube::timestamp(stage.clock.now());
    const QString region = stage.cluster.value(u"region"_s).toString(stage.scenario.region);
    const bool rhel = stage.scenario.fault(u"workers"_s) == "rhel"_L1;
    const QString osImage = rhel ? u"Red Hat Enterprise Linux 9.6 (Plow)"_s
                                 : u"Red Hat Enterprise Linux CoreOS %1.96.202510142216-0"_s.arg(minorOf(openshift).remove(u'.'));
    for (const QJsonValue& value : stage.cluster.value(u"workers"_s).toArray()) {
        const QJsonObject worker = value.toObject();
        const QString ip = worker.value(u"ip"_s).toString();
        const QString zone = worker.value(u"zone"_s).toString();
        const QString subnet = worker.value(u"subnetId"_s).toString();
        const QString flavor = worker.value(u"flavor"_s).toString(u"bx2.4x16"_s);
        const auto machine = [&ip](const char* salt) {
            return QString::fromLatin1(sha256Hex(ip.toUtf8() + salt).left(32));
        };
        const auto condition = [&now](const QString& type, const QString& status, const QString& reason, const QString& message) {
            return QJsonObject { { u"type"_s, type }, { u"status"_s, status }, { u"reason"_s, reason },
                { u"message"_s, message }, { u"lastHeartbeatTime"_s, now }, { u"lastTransitionTime"_s, now } };
        };
        const QJsonObject labels {
            { u"arch"_s, u"amd64"_s },
            { u"beta.kubernetes.io/os"_s, u"linux"_s },
            { u"ibm-cloud.kubernetes.io/iaas-provider"_s, u"g2"_s },
            { u"ibm-cloud.kubernetes.io/internal-ip"_s, ip },
            { u"ibm-cloud.kubernetes.io/machine-type"_s, flavor },
            { u"ibm-cloud.kubernetes.io/os"_s, rhel ? u"REDHAT_9_64"_s : u"RHCOS"_s },
            { u"ibm-cloud.kubernetes.io/region"_s, region },
            { u"ibm-cloud.kubernetes.io/subnet-id"_s, subnet },
            { u"ibm-cloud.kubernetes.io/vpc-instance-id"_s, worker.value(u"instanceId"_s).toString() },
            { u"ibm-cloud.kubernetes.io/worker-id"_s, worker.value(u"id"_s).toString() },
            { u"ibm-cloud.kubernetes.io/worker-pool-name"_s, u"default"_s },
            { u"ibm-cloud.kubernetes.io/worker-version"_s, u"%1_1534_openshift"_s.arg(openshift) },
            { u"ibm-cloud.kubernetes.io/zone"_s, zone },
            { u"kubernetes.io/arch"_s, u"amd64"_s },
            { u"kubernetes.io/hostname"_s, ip },
            { u"kubernetes.io/os"_s, u"linux"_s },
            { u"node-role.kubernetes.io/master"_s, QString() },
            { osc::kWorkerLabel, QString() },
            { u"node.kubernetes.io/instance-type"_s, flavor },
            { u"topology.kubernetes.io/region"_s, region },
            { u"topology.kubernetes.io/zone"_s, zone },
        };
        const QJsonObject capacity { { u"cpu"_s, u"4"_s }, { u"memory"_s, u"16380380Ki"_s }, { u"pods"_s, u"110"_s },
            { u"ephemeral-storage"_s, u"101917Mi"_s }, { u"hugepages-2Mi"_s, u"0"_s } };
        QJsonObject allocatable = capacity;
        allocatable.insert(u"cpu"_s, u"3910m"_s);
        allocatable.insert(u"memory"_s, u"13484476Ki"_s);
        if (stage.scenario.pods > 0) { // filler pods must fit
            const QString fit = QString::number(110 + 2 * stage.scenario.pods / std::max(1, stage.scenario.nodes));
            allocatable.insert(u"pods"_s, fit);
        }
        // Our own server knows that all kubelets are here; another one dials what the node says.
        const QString dialled = stage.isGuest ? u"127.0.0.1"_s : ip;
        nodes.append(QJsonObject {
            { u"apiVersion"_s, u"v1"_s },
            { u"kind"_s, u"Node"_s },
            { u"metadata"_s, QJsonObject { { u"name"_s, ip }, { u"labels"_s, labels } } },
            { u"spec"_s, QJsonObject { { u"providerID"_s, u"ibm://sandbox///%1/%2"_s.arg(stage.cluster.value(u"id"_s).toString(),
                                                              worker.value(u"id"_s).toString()) } } },
            { u"status"_s,
                QJsonObject {
                    { u"addresses"_s, QJsonArray { QJsonObject { { u"type"_s, u"InternalIP"_s }, { u"address"_s, dialled } },
                                          QJsonObject { { u"type"_s, u"Hostname"_s }, { u"address"_s, ip } } } },
                    { u"capacity"_s, capacity },
                    { u"allocatable"_s, allocatable },
                    { u"conditions"_s,
                        QJsonArray { condition(u"MemoryPressure"_s, u"False"_s, u"KubeletHasSufficientMemory"_s, u"kubelet has sufficient memory available"_s),
                            condition(u"DiskPressure"_s, u"False"_s, u"KubeletHasNoDiskPressure"_s, u"kubelet has no disk pressure"_s),
                            condition(u"PIDPressure"_s, u"False"_s, u"KubeletHasSufficientPID"_s, u"kubelet has sufficient PID available"_s),
                            condition(u"Ready"_s, u"True"_s, u"KubeletReady"_s, u"kubelet is posting ready status"_s) } },
                    { u"nodeInfo"_s,
                        QJsonObject { { u"architecture"_s, u"amd64"_s }, { u"operatingSystem"_s, u"linux"_s },
                            { u"bootID"_s, QUuid::createUuidV5(QUuid(), ip + u"boot"_s).toString(QUuid::WithoutBraces) },
                            { u"machineID"_s, machine("machine") }, { u"systemUUID"_s, QUuid::createUuidV5(QUuid(), ip).toString(QUuid::WithoutBraces) },
                            { u"osImage"_s, osImage }, { u"kernelVersion"_s, u"5.14.0-570.49.1.el9_6.x86_64"_s },
                            { u"containerRuntimeVersion"_s, u"cri-o://1.%1.9-2.rhaos%2.el9"_s.arg(minorOf(openshift).section(u'.', 1).toInt() + 13).arg(minorOf(openshift)) },
                            { u"kubeletVersion"_s, kubeletVersion(openshift) }, { u"kubeProxyVersion"_s, kubeletVersion(openshift) } } },
                } },
        });
    }
    return nodes;
}

Job<Done>* seed(Stage& stage)
{
    auto* job = new Job<Done>(&stage.kube);
    const QJsonObject marker { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"ConfigMap"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, kMarker }, { u"namespace"_s, u"kube-system"_s } } },
        { u"data"_s, QJsonObject { { u"scenario"_s, stage.scenario.name } } } };

    QList<SeedRun::Item> crds;
    for (const QJsonObject& crd : loadTemplates(u"platform_crds"_s)) {
        crds.append(item(labelled(crd)));
    }
    QList<SeedRun::Item> classes;
    if (!peerPodVms(stage).isEmpty()) { // what they need of an operator
        for (const QJsonObject& crd : loadTemplates(u"operator_crds"_s)) {
            crds.append(item(crd));
        }
        classes.append(item({ { u"apiVersion"_s, u"node.k8s.io/v1"_s }, { u"kind"_s, u"RuntimeClass"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, osc::kRuntimeClass } } }, { u"handler"_s, osc::kRuntimeClass } }));
    }
    QList<SeedRun::Item> namespaces;
    QStringList names { u"default"_s, u"kube-system"_s, u"kube-public"_s, u"kube-node-lease"_s, u"calico-system"_s,
        u"openshift-config"_s, u"openshift-ingress"_s, u"openshift-marketplace"_s, u"openshift-monitoring"_s,
        u"openshift-operators"_s, u"openshift-operator-lifecycle-manager"_s, u"shop"_s };
    for (int i = 0; i < std::min(20, stage.scenario.pods); ++i) {
        names.append(u"load-%1"_s.arg(i));
    }
    for (const QString& name : std::as_const(names)) {
        namespaces.append(item(labelled(namespaceObject(name))));
    }
    QList<SeedRun::Item> objects;
    for (const QJsonObject& node : seedNodes(stage)) {
        objects.append(item(labelled(node), u"kubelet"_s));
    }
    for (const QJsonObject& object : loadTemplates(u"platform"_s, seedValues(stage))) {
        objects.append(item(labelled(object)));
    }
    objects.append(item(labelled(operatorHub(stage.scenario))));
    QList<SeedRun::Item> filler;
    for (const QJsonObject& pod : fillerPods(stage)) {
        filler.append(item(pod));
    }

    stage.kube.get(kube::res::configMaps, u"kube-system"_s, kMarker)
        ->then(job, [&stage, job, marker, crds, classes, namespaces, objects, filler, owned = peerPods(stage)](const Result<QJsonObject>& r) {
            if (r) {
                job->resolve(Done {});
                return;
            }
            // The marker comes last: a seeding that was cut short is done again.
            auto* run = new SeedRun(stage, { crds, classes, namespaces, objects, filler, owned, { item(labelled(marker)) } }, job);
            run->start();
        });
    return job;
}

} // namespace cocoon::sandbox
