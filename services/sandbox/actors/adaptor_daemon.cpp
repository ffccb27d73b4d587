// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/adaptor_daemon.h"

#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

namespace {
    QStringList items(const QString& commaList)
    {
        return commaList.split(u',', Qt::SkipEmptyParts);
    }
}

AdaptorDaemon::AdaptorDaemon(Stage& stage, NodeRuntime& runtime, const coco::OperatorFacts& facts, QJsonObject pod, QJsonObject node,
    QJsonObject settings, Secret apiKey, QString trustedProfile, QObject* parent)
    : QObject(parent)
    , m_stage(stage)
    , m_runtime(runtime)
    , m_facts(facts)
    , m_pod(std::move(pod))
    , m_node(std::move(node))
    , m_settings(std::move(settings))
{
    ibm::Login login;
    if (!apiKey.isEmpty()) {
        login.apiKey = std::move(apiKey); // wins when both are set
    } else if (!trustedProfile.isEmpty()) {
        login.profileId = trustedProfile;
        // The projected service-account token of the pod; the simulated IAM reads its claims.
        const QByteArray header = QByteArray(R"({"alg":"none"})").toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        const QByteArray claims = toJson(QJsonObject { { u"namespace"_s, kube::namespaceOf(m_pod) }, { u"name"_s, u"default"_s },
                                             { u"service_instance"_s, m_stage.cluster.value(u"id"_s) }, { u"aud"_s, u"iam"_s } })
                                      .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        login.crToken = Secret(header + '.' + claims + ".c2FuZGJveA");
    }
    const bool hasCredential = !login.apiKey.isEmpty() || !login.profileId.isEmpty();
    m_cloud = new ibm::Cloud(m_stage.transport, m_stage.clock, m_stage.endpoints, login, this);

    log(u"cloud-api-adaptor: starting Cloud API Adaptor daemon for \"%1\""_s.arg(setting(u"CLOUD_PROVIDER"_s)));
    if (setting(u"CLOUD_PROVIDER"_s) != u"ibmcloud") {
        crash(u"Unsupported cloud provider: %1"_s.arg(setting(u"CLOUD_PROVIDER"_s)));
        return;
    }
    if (!hasCredential) {
        crash(u"At least one of these must be SET: IBMCLOUD_API_KEY IBMCLOUD_IAM_PROFILE_ID"_s);
        return;
    }
    const QString initdata = setting(u"INITDATA"_s);
    if (!initdata.isEmpty()) {
        const Result<coco::Initdata> parsed = coco::decodeInitdata(initdata.toLatin1());
        if (!parsed) {
            crash(u"failed to parse global initdata: %1"_s.arg(parsed.error().message));
            return;
        }
    }
    // The endpoint of the map, else the one of the node's region.
    const QString region = kube::label(m_node, u"topology.kubernetes.io/region"_s);
    QString endpointRegion = region;
    const QString endpoint = setting(u"IBMCLOUD_VPC_ENDPOINT"_s);
    if (endpoint.startsWith(u"https://"_s) && endpoint.contains(u".iaas.cloud.ibm.com"_s)) {
        endpointRegion = endpoint.mid(8).section(u'.', 0, 0);
    }
    m_cloud->setRegion(endpointRegion);
    checkProfile();
}

QString AdaptorDaemon::podUid() const
{
    return kube::uidOf(m_pod);
}

QString AdaptorDaemon::nodeName() const
{
    return kube::nameOf(m_node);
}

QString AdaptorDaemon::zone() const
{
    const QString set = setting(u"IBMCLOUD_ZONE"_s);
    return set.isEmpty() ? kube::label(m_node, u"topology.kubernetes.io/zone"_s) : set;
}

QString AdaptorDaemon::subnetId() const
{
    const QString set = setting(u"IBMCLOUD_VPC_SUBNET_ID"_s);
    return set.isEmpty() ? kube::label(m_node, u"ibm-cloud.kubernetes.io/subnet-id"_s) : set;
}

bool AdaptorDaemon::isConfidential() const
{
    const QString set = setting(u"DISABLECVM"_s);
    return set.isEmpty() ? !m_facts.disableCvmDefault : set != u"true";
}

void AdaptorDaemon::log(const QString& text)
{
    m_runtime.log(podUid(), u"caa-pod"_s, m_stage.clock.now().toString(u"yyyy/MM/dd HH:mm:ss "_s) + text);
}

void AdaptorDaemon::crash(const QString& text)
{
    log(text);
    m_state = State::Crashed;
    m_runtime.setHealth(podUid(), { false, u"CrashLoopBackOff"_s, u"back-off restarting failed container caa-pod"_s });
    Q_EMIT changed();
}

void AdaptorDaemon::checkProfile()
{
    const QString profile = setting(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s);
    m_cloud->instanceProfile(profile)->then(this, [this, profile](const Result<QJsonObject>& r) {
        if (!r) {
            crash(u"[adaptor/cloud/ibmcloud] instance profile name %1 not found, due to %2"_s.arg(profile, r.error().message));
            return;
        }
        log(u"[adaptor/cloud/ibmcloud] instanceProfileSpecList (%1)"_s.arg(profile));
        m_images.clear();
        checkImages(items(setting(u"IBMCLOUD_PODVM_IMAGE_ID"_s)));
    });
}

void AdaptorDaemon::checkImages(const QStringList& rest)
{
    if (rest.isEmpty()) {
        if (m_images.isEmpty()) {
            crash(u"[adaptor/cloud/ibmcloud] no images valid images found"_s);
        } else {
            findGroups();
        }
        return;
    }
    const QString id = rest.first();
    m_cloud->image(id)->then(this, [this, id, rest](const Result<QJsonObject>& r) {
        if (r) {
            m_images.append(id);
        } else {
            log(u"[adaptor/cloud/ibmcloud] skipping image (%1), due to %2"_s.arg(id, r.error().message));
        }
        checkImages(rest.mid(1));
    });
}

void AdaptorDaemon::findGroups()
{
    if (m_facts.readsVpcSecurityGroupKey) {
        const QString group = setting(u"IBMCLOUD_VPC_SG_ID"_s);
        if (!group.isEmpty()) {
            m_groups = { group };
            serve();
            return;
        }
        m_cloud->vpc(setting(u"IBMCLOUD_VPC_ID"_s))->then(this, [this](const Result<QJsonObject>& r) {
            if (!r) {
                crash(u"[adaptor/cloud/ibmcloud] warning, unable to automatically populate VPC details, due to: %1"_s.arg(r.error().message));
                return;
            }
            m_groups = { str(*r, { u"default_security_group", u"id" }) };
            serve();
        });
        return;
    }
    m_groups = items(setting(u"IBMCLOUD_SECURITY_GROUP_IDS"_s));
    const QString cluster = setting(u"IBMCLOUD_CLUSTER_ID"_s);
    if (cluster.isEmpty()) {
        crash(u"[adaptor/cloud/ibmcloud] could not automatically find cluster ID: could not find cluster_id key"_s);
        return;
    }
    m_cloud->clusterSecurityGroups(cluster)->then(this, [this, cluster](const Result<QJsonArray>& r) {
        if (!r) {
            crash(u"[adaptor/cloud/ibmcloud] cluster error with: %1 %2"_s.arg(r.error().httpStatus).arg(r.error().message));
            return;
        }
        for (const QJsonValue& group : *r) {
            if (str(group, { u"name" }) == u"kube-"_s + cluster) {
                m_groups.append(str(group, { u"id" }));
                serve();
                return;
            }
        }
        crash(u"[adaptor/cloud/ibmcloud] could not find default cluster security group kube-%1"_s.arg(cluster));
    });
}

void AdaptorDaemon::serve()
{
    log(u"[adaptor/cloud/ibmcloud] ibmcloud-vpc config: ApiKey:\"**********\" VpcID:\"%1\" ZoneName:\"%2\""_s.arg(setting(u"IBMCLOUD_VPC_ID"_s), zone()));
    log(u"[util/k8sops] initialized PeerPodService"_s);
    const QString limit = setting(u"PEERPODS_LIMIT_PER_NODE"_s);
    const int room = limit.isEmpty() ? 10 : limit.toInt();
    const QString value = QString::number(qMax(0, room));
    if (room >= 0) {
        log(u"[util/k8sops] set up extended resources"_s);
        const QJsonObject amount { { u"kata.peerpods.io/vm"_s, value } };
        const QJsonObject patch { { u"status"_s, QJsonObject { { u"capacity"_s, amount }, { u"allocatable"_s, amount } } } };
        m_stage.kube.patch(kube::res::nodes, {}, nodeName(), kube::PatchType::Merge, patch, {}, u"status"_s)
            ->then(this, [this](const Result<QJsonObject>& r) {
                log(r ? u"[util/k8sops] Successfully set extended resource for node %1"_s.arg(nodeName())
                      : u"[util/k8sops] Failed to set extended resource for node: %1"_s.arg(r.error().message));
            });
    }
    log(u"[adaptor] server started"_s);
    m_state = State::Serving;
    m_runtime.setHealth(podUid(), {});
    Q_EMIT changed();
}

} // namespace cocoon::sandbox
