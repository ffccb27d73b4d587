// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/sandbox/actors/peer_pod_world.h"

#include "services/sandbox/actors/cloud_api_adaptor.h"
#include "services/sandbox/actors/kubelet.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/peer_pod_controller.h"
#include "services/sandbox/actors/templates.h"

#include <QRegularExpression>

#include <algorithm>

namespace cocoon::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kOperatorSpace = QString(sandbox::osc::kNamespace);
    const QString kWorkSpace = u"default"_s;

    sandbox::Scenario storyOf(const QJsonObject& faults)
    {
        sandbox::Scenario story;
        story.faults = faults;
        return story;
    }

    sandbox::CloudSim::Options cloudOf(const QJsonObject& faults)
    {
        sandbox::CloudSim::Options options;
        options.baseUrl = CloudTransport::baseUrl();
        options.apiKey = Secret(PeerPodWorld::accountKey());
        options.faults = faults;
        return options;
    }

    ibm::Endpoints endpointsOf(const sandbox::CloudSim& cloud)
    {
        const QJsonObject urls = cloud.endpoints();
        const auto url = [&urls](const char* name) { return urls.value(QLatin1String(name)).toString(); };
        return { url("iam"), url("accounts"), url("resourceController"), url("containers"), url("vpc"), url("catalog"), url("search"), url("tagging") };
    }

    ibm::Login loginOfOwner()
    {
        ibm::Login login;
        login.apiKey = Secret(PeerPodWorld::accountKey());
        return login;
    }

    QJsonObject secretWith(const QByteArray& apiKey)
    {
        return { { u"data"_s, QJsonObject { { u"IBMCLOUD_API_KEY"_s, QString::fromLatin1(apiKey.toBase64()) } } } };
    }
}

PeerPodWorld::PeerPodWorld(const QJsonObject& faults, const QString& version)
    : ActorFixture(storyOf(faults))
    , sim(clock, cloudOf(faults))
    , inCloud { client, clock, coco::Facts::builtIn(), scenario, sim.clusterFacts(), endpointsOf(sim), wire, QRandomGenerator(7), { identity.certificate },
        identity.key, authority.certificatePem }
    , console(wire, clock, endpointsOf(sim), loginOfOwner())
    , worker(str(inCloud.cluster, { u"workers", u"0", u"ip" }))
{
    console.setRegion(u"eu-de"_s);
    const Result<QJsonObject> image = wait(console.createImage({ { u"name"_s, u"podvm"_s },
        { u"file"_s, QJsonObject { { u"href"_s, u"cos://us-south/podvm-image/rhel9-podvm.qcow2"_s } } },
        { u"operating_system"_s, QJsonObject { { u"name"_s, u"red-9-amd64"_s } } } }));
    clock.advance(4min); // its import
    wait(sandbox::seed(inCloud));
    const QList<QJsonObject> crds = sandbox::loadTemplates(u"operator_crds"_s);
    for (const QJsonObject& crd : crds) {
        wait(client.create(kube::res::crds, {}, crd));
    }
    make(kube::res::namespaces, {}, kOperatorSpace);
    make(kube::res::runtimeClasses, {}, QString(sandbox::osc::kRuntimeClass), { { u"handler"_s, QString(sandbox::osc::kRuntimeClass) } });
    make(kube::res::csvs, kOperatorSpace, u"sandboxed-containers-operator.v"_s + version);
    settings = QJsonObject { { u"CLOUD_PROVIDER"_s, u"ibmcloud"_s }, { u"DISABLECVM"_s, u"false"_s },
        { u"IBMCLOUD_VPC_ENDPOINT"_s, u"https://eu-de.iaas.cloud.ibm.com/v1"_s },
        { u"IBMCLOUD_VPC_ID"_s, inCloud.cluster.value("vpcId"_L1) },
        { u"IBMCLOUD_VPC_SG_ID"_s, inCloud.cluster.value("securityGroupId"_L1) },
        { u"IBMCLOUD_RESOURCE_GROUP_ID"_s, inCloud.cluster.value("resourceGroupId"_L1) },
        { u"IBMCLOUD_CLUSTER_ID"_s, inCloud.cluster.value("id"_L1) },
        { u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s, u"bx3dc-2x10"_s },
        { u"IBMCLOUD_PODVM_IMAGE_ID"_s, image ? image->value("id"_L1) : QJsonValue() } };
}

void PeerPodWorld::start(const QJsonObject& changes, const QByteArray& apiKey)
{
    QJsonObject data = settings;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        data.insert(it.key(), it.value());
    }
    make(kube::res::configMaps, kOperatorSpace, u"peer-pods-cm"_s, { { u"data"_s, data } });
    make(kube::res::secrets, kOperatorSpace, u"peer-pods-secret"_s, secretWith(apiKey));
    play<sandbox::Kubelet>(runtime);
    play<sandbox::CloudApiAdaptor>(runtime);
    makeAdaptorPod(u"osc-caa-ds-aaaaa"_s);
}

bool PeerPodWorld::isServing()
{
    return until([this] { return says(u"server started"_s); }, 2min);
}

void PeerPodWorld::correct(const QJsonObject& changes)
{
    QJsonObject data;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        data.insert(it.key(), settings.contains(it.key()) ? settings.value(it.key()) : QJsonValue(QJsonValue::Null));
    }
    merge(kube::res::configMaps, kOperatorSpace, u"peer-pods-cm"_s, { { u"data"_s, data } });
    merge(kube::res::secrets, kOperatorSpace, u"peer-pods-secret"_s, secretWith(accountKey()));
}

void PeerPodWorld::makeAdaptorPod(const QString& name)
{
    const QJsonObject container { { u"name"_s, u"caa-pod"_s }, { u"image"_s, u"adaptor"_s } };
    const Result<QJsonObject> made = make(kube::res::pods, kOperatorSpace, name,
        { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { u"name"_s, u"osc-caa-ds"_s } } } } },
            { u"spec"_s, QJsonObject { { u"nodeName"_s, worker }, { u"containers"_s, QJsonArray({ container }) } } } });
    m_adaptorName = name;
    m_adaptorUid = kube::uidOf(made.value_or(QJsonObject()));
}

bool PeerPodWorld::deleteAdaptorPod()
{
    wait(client.remove(kube::res::pods, kOperatorSpace, m_adaptorName));
    return until([this] { return adaptorPod().isEmpty(); }, 1min);
}

QJsonObject PeerPodWorld::adaptorPod() const
{
    return find(kube::res::pods, kOperatorSpace, m_adaptorName);
}

void PeerPodWorld::startController()
{
    const QJsonObject labels { { u"control-plane"_s, u"controller-manager"_s } };
    const QJsonObject container { { u"name"_s, u"manager"_s }, { u"image"_s, u"operator"_s } };
    make(kube::res::deployments, kOperatorSpace, u"controller-manager"_s,
        { { u"spec"_s, QJsonObject { { u"replicas"_s, 1 }, { u"selector"_s, QJsonObject { { u"matchLabels"_s, labels } } },
                           { u"template"_s, QJsonObject { { u"metadata"_s, QJsonObject { { u"labels"_s, labels } } },
                                                { u"spec"_s, QJsonObject { { u"containers"_s, QJsonArray({ container }) } } } } } } } });
    merge(kube::res::deployments, kOperatorSpace, u"controller-manager"_s,
        { { u"status"_s, QJsonObject { { u"replicas"_s, 1 }, { u"readyReplicas"_s, 1 }, { u"availableReplicas"_s, 1 } } } }, u"status"_s);
    play<sandbox::PeerPodController>();
}

QString PeerPodWorld::makePod(const QString& name, const QJsonObject& annotations)
{
    const QJsonObject container { { u"name"_s, u"app"_s }, { u"image"_s, u"app:1"_s } };
    const Result<QJsonObject> made = make(kube::res::pods, kWorkSpace, name,
        { { u"metadata"_s, QJsonObject { { u"annotations"_s, annotations } } },
            { u"spec"_s, QJsonObject { { u"nodeName"_s, worker }, { u"runtimeClassName"_s, QString(sandbox::osc::kRuntimeClass) },
                             { u"containers"_s, QJsonArray({ container }) } } } });
    return kube::uidOf(made.value_or(QJsonObject()));
}

void PeerPodWorld::deletePod(const QString& name, std::optional<int> grace)
{
    kube::DeleteOptions options;
    options.gracePeriodSeconds = grace;
    wait(client.remove(kube::res::pods, kWorkSpace, name, options));
}

bool PeerPodWorld::hasPod(const QString& name) const
{
    return exists(kube::res::pods, kWorkSpace, name);
}

QString PeerPodWorld::phaseOf(const QString& name) const
{
    return str(find(kube::res::pods, kWorkSpace, name), { u"status", u"phase" });
}

qsizetype PeerPodWorld::failedStarts(const QString& podUid) const
{
    const QList<QJsonObject> events = server.findAll(kube::res::events.group, kube::res::events.plural, kWorkSpace);
    return std::count_if(events.begin(), events.end(), [&podUid](const QJsonObject& event) {
        return str(event, { u"reason" }) == "FailedCreatePodSandBox"_L1 && str(event, { u"involvedObject", u"uid" }) == podUid;
    });
}

QList<QJsonObject> PeerPodWorld::peerPods() const
{
    return server.findAll(kube::res::peerPods.group, kube::res::peerPods.plural, kWorkSpace);
}

QString PeerPodWorld::vsiOf(const QString& podUid) const
{
    const QList<QJsonObject> all = peerPods();
    const auto it = std::find_if(all.begin(), all.end(), [&podUid](const QJsonObject& one) {
        return str(one, { u"metadata", u"ownerReferences", u"0", u"uid" }) == podUid;
    });
    return it == all.end() ? QString() : str(*it, { u"spec", u"instanceID" });
}

QMap<QString, QString> PeerPodWorld::vsis()
{
    const Result<QJsonArray> listed = wait(console.instances({}));
    QMap<QString, QString> ids;
    if (!listed) { // must not look like a cloud without VSIs
        ids.insert(u"no answer"_s, listed.error().message);
        return ids;
    }
    for (const QJsonValue& one : *listed) {
        ids.insert(str(one, { u"name" }), str(one, { u"id" }));
    }
    return ids;
}

QStringList PeerPodWorld::log() const
{
    QStringList texts;
    for (const sandbox::NodeRuntime::Line& line : runtime.lines(m_adaptorUid, u"caa-pod"_s)) {
        texts.append(line.text);
    }
    return texts;
}

QStringList PeerPodWorld::captured(const QString& pattern) const
{
    const QRegularExpression expression(pattern);
    const QStringList texts = log();
    QStringList found;
    for (const QString& text : texts) {
        const QRegularExpressionMatch match = expression.match(text);
        if (match.hasMatch()) {
            found.append(match.captured(match.lastCapturedIndex()));
        }
    }
    return found;
}

} // namespace cocoon::test
