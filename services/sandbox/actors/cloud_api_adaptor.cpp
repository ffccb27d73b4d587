// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/cloud_api_adaptor.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {
    const QString kNamespace = QStringLiteral("openshift-sandboxed-containers-operator");
    constexpr int kLookEverySeconds = 5;
    constexpr int kProxyTimeoutSeconds = 300; ///< PROXY_TIMEOUT

    bool isPeerPod(const QJsonObject& pod)
    {
        return str(pod, { u"spec", u"runtimeClassName" }) == u"kata-remote";
    }

    /// podvm-<pod name, 48 characters>-<8 of the sandbox id>
    QString instanceNameFor(const QString& podName, const QString& sandbox)
    {
        QString clean;
        for (const QChar c : podName.toLower()) {
            clean.append(c.isLetterOrNumber() && c.unicode() < 128 ? c : u'-');
        }
        return u"podvm-"_s + clean.left(48) + u'-' + sandbox.left(8);
    }
}

CloudApiAdaptor::CloudApiAdaptor(Stage& stage, NodeRuntime& runtime, QObject* parent)
    : Actor(stage, parent)
    , m_runtime(runtime)
{
    connect(&m_runtime, &NodeRuntime::changed, this, [this] { schedule(); });
}

void CloudApiAdaptor::start()
{
    m_pods = watch(kube::res::pods);
    m_nodes = watch(kube::res::nodes);
    m_configMaps = watch(kube::res::configMaps);
    m_secrets = watch(kube::res::secrets);
    m_csvs = watch(kube::res::csvs, {}, true);
}

const coco::OperatorFacts& CloudApiAdaptor::facts() const
{
    if (!m_csvs) {
        return m_stage.facts.validated();
    }
    for (const QJsonObject& csv : m_csvs->objects()) {
        if (kube::namespaceOf(csv) == kNamespace && kube::nameOf(csv).startsWith(u"sandboxed-containers-operator.v"_s)) {
            return m_stage.facts.forVersion(kube::nameOf(csv).section(u".v"_s, 1));
        }
    }
    return m_stage.facts.validated();
}

const QJsonObject* CloudApiAdaptor::podByUid(const QString& uid) const
{
    for (const QJsonObject& pod : m_pods->objects()) {
        if (kube::uidOf(pod) == uid) {
            return &pod;
        }
    }
    return nullptr;
}

AdaptorDaemon* CloudApiAdaptor::daemonOf(const QString& node) const
{
    for (AdaptorDaemon* daemon : m_daemons) {
        if (daemon->nodeName() == node && daemon->state() == AdaptorDaemon::State::Serving) {
            return daemon;
        }
    }
    return nullptr;
}

void CloudApiAdaptor::reconcile()
{
    reconcileDaemons();
    for (const QJsonObject& pod : m_pods->objects()) {
        const QString node = str(pod, { u"spec", u"nodeName" });
        if (isPeerPod(pod) && !node.isEmpty()) {
            reconcilePod(pod, daemonOf(node));
        }
    }
}

void CloudApiAdaptor::reconcileDaemons()
{
    QSet<QString> alive;
    for (const QJsonObject& pod : m_pods->objects()) {
        if (kube::namespaceOf(pod) != kNamespace || kube::label(pod, u"name"_s) != u"osc-caa-ds" || kube::isBeingDeleted(pod)
            || str(pod, { u"status", u"phase" }) != u"Running") {
            continue;
        }
        const int restarts = at(pod, { u"status", u"containerStatuses", u"0", u"restartCount" }).toInt();
        const QString key = u"%1/%2"_s.arg(kube::uidOf(pod)).arg(restarts);
        alive.insert(key);
        if (AdaptorDaemon* daemon = m_daemons.value(key)) {
            const QString retry = u"restart/"_s + key;
            if (daemon->state() == AdaptorDaemon::State::Crashed && waited(retry, seconds(30))) {
                forget(retry);
                m_daemons.remove(key); // the container starts again and reads its settings anew
                daemon->deleteLater();
                schedule();
            }
            continue;
        }
        const QJsonObject* node = m_nodes->find(str(pod, { u"spec", u"nodeName" }));
        const QJsonObject* map = m_configMaps->find(kNamespace + u"/peer-pods-cm"_s);
        const QJsonObject* secret = m_secrets->find(kNamespace + u"/peer-pods-secret"_s);
        if (!node || !map || !secret) {
            continue;
        }
        const auto fromSecret = [&](const QString& name) {
            return QByteArray::fromBase64(str(*secret, { u"data", name }).toLatin1());
        };
        auto* daemon = new AdaptorDaemon(m_stage, m_runtime, facts(), pod, *node, map->value(u"data"_s).toObject(),
            Secret(fromSecret(u"IBMCLOUD_API_KEY"_s)), QString::fromUtf8(fromSecret(u"IBMCLOUD_IAM_PROFILE_ID"_s)), this);
        connect(daemon, &AdaptorDaemon::changed, this, [this] { schedule(); });
        m_daemons.insert(key, daemon);
    }
    for (auto it = m_daemons.begin(); it != m_daemons.end();) {
        if (alive.contains(it.key())) {
            ++it;
            continue;
        }
        // The container is gone, and with it its memory of sandboxes.
        for (auto sandbox = m_sandboxes.begin(); sandbox != m_sandboxes.end();) {
            sandbox = sandbox->daemon == it.value()->podUid() ? m_sandboxes.erase(sandbox) : std::next(sandbox);
        }
        it.value()->deleteLater();
        it = m_daemons.erase(it);
    }
}

void CloudApiAdaptor::reconcilePod(const QJsonObject& pod, AdaptorDaemon* daemon)
{
    const QString uid = kube::uidOf(pod);
    if (kube::isBeingDeleted(pod)) {
        stop(pod, daemon);
        return;
    }
    if (!daemon || m_runtime.isSandboxReady(uid)) {
        return;
    }
    const auto known = m_sandboxes.constFind(uid);
    if (known == m_sandboxes.constEnd()) {
        makeSandbox(pod, *daemon, 1);
    } else if (known->phase == Phase::Failed && waited(u"retry/%1/%2"_s.arg(uid).arg(known->attempt), seconds(30))) {
        makeSandbox(pod, *daemon, known->attempt + 1);
    }
}

void CloudApiAdaptor::makeSandbox(const QJsonObject& pod, AdaptorDaemon& daemon, int attempt)
{
    const QString uid = kube::uidOf(pod);
    const QString podName = kube::nameOf(pod);
    const QString ns = kube::namespaceOf(pod);
    Sandbox sandbox;
    sandbox.id = QString::number(m_stage.random.generate64(), 16).rightJustified(16, u'0') + QString::number(m_stage.random.generate64(), 16).rightJustified(16, u'0');
    sandbox.daemon = daemon.podUid();
    sandbox.attempt = attempt;
    sandbox.instanceName = instanceNameFor(podName, sandbox.id);
    const QString annotated = kube::annotation(pod, daemon.facts().initdataAnnotation);
    sandbox.initdata = annotated.isEmpty() ? daemon.setting(u"INITDATA"_s) : annotated;
    m_sandboxes.insert(uid, sandbox);

    daemon.log(u"[adaptor/cloud] create a sandbox %1 for pod %2 in namespace %3 (netns: /var/run/netns/%4)"_s.arg(sandbox.id, podName, ns, sandbox.id.left(12)));
    daemon.log(u"[adaptor/cloud] stored /run/peerpod/pods/%1/%2"_s.arg(sandbox.id, daemon.facts().daemonConfigFile));
    const QString image = daemon.images().value(0);
    QJsonArray groups;
    const QStringList groupIds = daemon.securityGroups();
    for (const QString& id : groupIds) {
        groups.append(QJsonObject { { u"id"_s, id } });
    }
    QJsonObject prototype {
        { u"name"_s, sandbox.instanceName },
        { u"image"_s, QJsonObject { { u"id"_s, image } } },
        { u"profile"_s, QJsonObject { { u"name"_s, daemon.setting(u"IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME"_s) } } },
        { u"zone"_s, QJsonObject { { u"name"_s, daemon.zone() } } },
        { u"vpc"_s, QJsonObject { { u"id"_s, daemon.setting(u"IBMCLOUD_VPC_ID"_s) } } },
        { u"resource_group"_s, QJsonObject { { u"id"_s, daemon.setting(u"IBMCLOUD_RESOURCE_GROUP_ID"_s) } } },
        { u"user_data"_s, QString(u"#cloud-config\n# initdata: "_s + sandbox.initdata) },
        { u"primary_network_interface"_s,
            QJsonObject { { u"subnet"_s, QJsonObject { { u"id"_s, daemon.subnetId() } } }, { u"security_groups"_s, groups } } },
        { u"metadata_service"_s, QJsonObject { { u"enabled"_s, true }, { u"protocol"_s, u"http"_s } } },
        { u"confidential_compute_mode"_s, daemon.isConfidential() ? u"tdx"_s : u"disabled"_s },
        { u"enable_secure_boot"_s, daemon.isConfidential() },
    };
    const QString sshKey = daemon.setting(u"IBMCLOUD_SSH_KEY_ID"_s);
    if (!sshKey.isEmpty()) {
        prototype.insert(u"keys"_s, QJsonArray { QJsonObject { { u"id"_s, sshKey } } });
    }
    daemon.log(u"[adaptor/cloud/ibmcloud] selected image with ID <%1> out of %2 images"_s.arg(image).arg(daemon.images().size()));
    daemon.log(u"[adaptor/cloud/ibmcloud] CreateInstance: name: \"%1\""_s.arg(sandbox.instanceName));
    QPointer<AdaptorDaemon> guard(&daemon);
    daemon.cloud().createInstance(prototype)->then(this, [this, guard, uid](const Result<QJsonObject>& r) {
        const QJsonObject* now = podByUid(uid);
        if (!guard || !m_sandboxes.contains(uid)) {
            return;
        }
        if (!r) {
            guard->log(u"[adaptor/cloud/ibmcloud] failed to create an instance : %1 and the response is %2"_s.arg(r.error().message, r.error().detail.left(400)));
            failSandbox(uid, u"failed to create an instance : %1"_s.arg(r.error().message));
        } else if (now) {
            instanceMade(*now, *guard, *r);
        }
    });
}

void CloudApiAdaptor::instanceMade(const QJsonObject& pod, AdaptorDaemon& daemon, const QJsonObject& instance)
{
    const QString uid = kube::uidOf(pod);
    const QString podName = kube::nameOf(pod);
    Sandbox& sandbox = m_sandboxes[uid];
    sandbox.instanceId = instance.value(u"id"_s).toString();
    sandbox.instanceCrn = instance.value(u"crn"_s).toString();
    sandbox.peerPod = podName + u"-resource-"_s + randomSuffix();
    sandbox.phase = Phase::Booting;
    const QString address = str(instance, { u"primary_network_interface", u"primary_ip", u"address" });
    daemon.log(u"[adaptor/cloud/ibmcloud] podNodeIP[0]=%1"_s.arg(address));
    const QJsonObject owner { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s }, { u"name"_s, podName }, { u"uid"_s, uid },
        { u"controller"_s, true }, { u"blockOwnerDeletion"_s, true } };
    const QJsonObject peerPod {
        { u"apiVersion"_s, u"confidentialcontainers.org/v1alpha1"_s },
        { u"kind"_s, u"PeerPod"_s },
        { u"metadata"_s,
            QJsonObject { { u"name"_s, sandbox.peerPod }, { u"finalizers"_s, QJsonArray { u"peer.pod/finalizer"_s } },
                { u"ownerReferences"_s, QJsonArray { QJsonValue(owner) } } } },
        { u"spec"_s, QJsonObject { { u"cloudProvider"_s, u"ibmcloud"_s }, { u"instanceID"_s, sandbox.instanceId } } },
    };
    QPointer<AdaptorDaemon> guard(&daemon);
    kube::WriteOptions options;
    options.fieldManager = u"cloud-api-adaptor"_s;
    m_stage.kube.create(kube::res::peerPods, kube::namespaceOf(pod), peerPod, options)->then(this, [guard, podName](const Result<QJsonObject>& r) {
        if (guard) {
            guard->log(r ? u"[util/k8sops] %1 is now owning a PeerPod object"_s.arg(podName)
                         : u"[util/k8sops] failed to create PeerPod: %1"_s.arg(r.error().message));
        }
    });
    if (daemon.facts().tagsInstances) {
        daemon.cloud().attachTag(sandbox.instanceCrn, u"coco-pod-vm:"_s + daemon.setting(u"IBMCLOUD_CLUSTER_ID"_s))->then(this, [this, guard, uid](const Result<Done>& r) {
            if (guard) {
                guard->log(r ? u"[adaptor/cloud/ibmcloud] successfully attached tags: "_s
                             : u"[adaptor/cloud/ibmcloud] failed to attach tags: %1"_s.arg(r.error().message));
                if (!r) {
                    failSandbox(uid, u"failed to attach tags: %1"_s.arg(r.error().message));
                }
            }
        });
    }
    daemon.log(u"[adaptor/cloud] created an instance %1 for sandbox %2"_s.arg(sandbox.instanceName, sandbox.id));
    daemon.log(u"[adaptor/proxy] Listening on /run/peerpod/pods/%1/agent.ttrpc"_s.arg(sandbox.id));
    daemon.log(u"[adaptor/proxy] Trying to establish agent proxy connection to %1:15150"_s.arg(address));
    m_stage.clock.after(seconds(kLookEverySeconds), this, [this, uid] { look(uid); });
    schedule(); // the pod may have been deleted while its instance was asked for
}

void CloudApiAdaptor::look(const QString& podUid)
{
    const auto it = m_sandboxes.find(podUid);
    const QJsonObject* pod = podByUid(podUid);
    AdaptorDaemon* daemon = pod ? daemonOf(str(*pod, { u"spec", u"nodeName" })) : nullptr;
    if (it == m_sandboxes.end() || it->phase != Phase::Booting || !daemon || kube::isBeingDeleted(*pod)) {
        return;
    }
    const int look = ++it->looks;
    daemon->cloud().instance(it->instanceId)->then(this, [this, podUid, look](const Result<QJsonObject>& r) {
        const auto sandbox = m_sandboxes.find(podUid);
        const QJsonObject* now = podByUid(podUid);
        AdaptorDaemon* serving = now ? daemonOf(str(*now, { u"spec", u"nodeName" })) : nullptr;
        if (sandbox == m_sandboxes.end() || sandbox->phase != Phase::Booting || !serving) {
            return;
        }
        const QString status = r ? r->value(u"status"_s).toString() : QString();
        if (status == u"failed" || status == u"stopped") {
            const QString code = str(*r, { u"status_reasons", u"0", u"code" });
            failSandbox(podUid, u"instance %1 is %2 (%3)"_s.arg(sandbox->instanceName, status, code));
            return;
        }
        const bool reachable = m_stage.scenario.fault(u"guest"_s) != u"unreachable";
        if (status == u"running" && reachable) {
            const QString address = str(*r, { u"primary_network_interface", u"primary_ip", u"address" });
            serving->log(u"[adaptor/proxy] established agent proxy connection to %1:15150"_s.arg(address));
            serving->log(u"[adaptor/cloud] agent proxy is ready"_s);
            sandbox->phase = Phase::Ready;
            m_runtime.setSandboxReady(podUid, true);
            return;
        }
        if (look % 6 == 0) {
            serving->log(u"[adaptor/proxy] Retrying failed agent proxy connection: dial tcp: i/o timeout"_s);
        }
        if (look * kLookEverySeconds > kProxyTimeoutSeconds) {
            serving->log(u"[adaptor/proxy] failed to establish agent proxy connection to %1: context deadline exceeded"_s.arg(sandbox->instanceName));
            failSandbox(podUid, u"error running agent proxy: error connecting to agent: context deadline exceeded"_s);
            return;
        }
        m_stage.clock.after(seconds(kLookEverySeconds), this, [this, podUid] { this->look(podUid); });
    });
}

void CloudApiAdaptor::failSandbox(const QString& podUid, const QString& line)
{
    const auto it = m_sandboxes.find(podUid);
    if (it == m_sandboxes.end()) {
        return;
    }
    it->phase = Phase::Failed;
    const QJsonObject* pod = podByUid(podUid);
    AdaptorDaemon* daemon = pod ? daemonOf(str(*pod, { u"spec", u"nodeName" })) : nullptr;
    if (daemon) {
        daemon->log(u"[adaptor/cloud] error starting instance: %1"_s.arg(line));
        if (!it->instanceId.isEmpty() && daemon->facts().deletesFailedInstances) {
            daemon->log(u"[adaptor/cloud] cleaning up instance %1 due to error: %2"_s.arg(it->instanceId, line));
            daemon->cloud().deleteInstance(it->instanceId);
        }
    }
    if (pod) {
        const bool isLate = line.endsWith("deadline exceeded"_L1);
        emitEvent(*pod, u"Warning"_s, u"FailedCreatePodSandBox"_s,
            u"Failed to create pod sandbox: rpc error: code = %1: %2"_s.arg(isLate ? u"DeadlineExceeded desc = context deadline exceeded"_s : u"Unknown desc = shim"_s, line), u"kubelet"_s);
    }
    schedule();
}

void CloudApiAdaptor::stop(const QJsonObject& pod, AdaptorDaemon* daemon)
{
    const QString uid = kube::uidOf(pod);
    if (m_runtime.isSandboxReleased(uid)) {
        return;
    }
    const auto it = m_sandboxes.find(uid);
    if (it == m_sandboxes.end()) {
        // Either nothing was ever made here, or the adaptor restarted and forgot: the operator's controller cleans up then.
        if (daemon) {
            daemon->log(u"[adaptor/cloud] stopping VM: sandbox of pod %1 does not exist"_s.arg(kube::nameOf(pod)));
        }
        if (daemon || waited(u"giveup/"_s + uid, seconds(30))) {
            m_runtime.setSandboxReleased(uid);
        }
        return;
    }
    if (!daemon || it->phase == Phase::Stopping) {
        return;
    }
    const QString instanceId = it->instanceId;
    if (instanceId.isEmpty()) {
        if (it->phase != Phase::Creating) {
            m_sandboxes.erase(it);
            m_runtime.setSandboxReleased(uid);
        }
        return;
    }
    it->phase = Phase::Stopping;
    QPointer<AdaptorDaemon> guard(daemon);
    const QString ns = kube::namespaceOf(pod);
    const QString podName = kube::nameOf(pod);
    daemon->log(u"[adaptor/proxy] shutting down socket forwarder"_s);
    daemon->cloud().deleteInstance(instanceId)->then(this, [this, guard, uid, ns, podName, instanceId](const Result<Done>& r) {
        if (!guard) {
            return;
        }
        if (!r) {
            guard->log(u"[adaptor/cloud] Error deleting an instance %1: %2"_s.arg(instanceId, r.error().message));
            m_sandboxes.remove(uid);
        } else {
            guard->log(u"[adaptor/cloud/ibmcloud] deleted an instance %1"_s.arg(instanceId));
            releasePeerPod(uid, ns);
            guard->log(u"[util/k8sops] %1's owned PeerPod object can now be deleted"_s.arg(podName));
        }
        m_runtime.setSandboxReleased(uid);
    });
}

void CloudApiAdaptor::releasePeerPod(const QString& podUid, const QString& ns)
{
    const QString name = m_sandboxes.take(podUid).peerPod;
    if (!name.isEmpty()) {
        const QJsonObject patch { { u"metadata"_s, QJsonObject { { u"finalizers"_s, QJsonValue::Null } } } };
        write(u"release/"_s + podUid, m_stage.kube.patch(kube::res::peerPods, ns, name, kube::PatchType::Merge, patch));
    }
}

CloudApiAdaptor::GuestFacts CloudApiAdaptor::guestOf(const QJsonObject& pod) const
{
    const auto it = m_sandboxes.constFind(kube::uidOf(pod));
    AdaptorDaemon* daemon = daemonOf(str(pod, { u"spec", u"nodeName" }));
    if (it == m_sandboxes.constEnd() || !daemon) {
        return {};
    }
    return { it->instanceId, it->initdata, &daemon->facts(), &daemon->cloud() };
}

} // namespace cocoon::sandbox
