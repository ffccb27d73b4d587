// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/kubelet.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/kube/object.h"

#include <QUuid>

namespace cocoon::sandbox {

using std::chrono::seconds;

namespace {
    const QString kStartedAt = QStringLiteral("startedAt");

    QJsonObject condition(const QString& type, bool is, const QString& since, const QString& reason = {}, const QString& message = {})
    {
        QJsonObject object { { QStringLiteral("type"), type },
            { QStringLiteral("status"), is ? QStringLiteral("True") : QStringLiteral("False") },
            { QStringLiteral("lastTransitionTime"), since } };
        if (!reason.isEmpty()) {
            object.insert(QStringLiteral("reason"), reason);
        }
        if (!message.isEmpty()) {
            object.insert(QStringLiteral("message"), message);
        }
        return object;
    }

    /// The host's systemd is told to reboot: nobody simulates more of what runs in a host's namespaces.
    bool asksForReboot(const QJsonObject& pod)
    {
        const QJsonValue container = at(pod, { u"spec", u"containers", u"0" });
        const QJsonArray command = at(container, { u"command" }).toArray();
        return at(pod, { u"spec", u"hostPID" }).toBool() && at(container, { u"securityContext", u"privileged" }).toBool()
            && command.contains(QStringLiteral("nsenter")) && command.contains(QStringLiteral("systemctl")) && command.contains(QStringLiteral("reboot"));
    }

    QString statusKey(const QString& podUid)
    {
        return QStringLiteral("pod/") + podUid;
    }
}

Kubelet::Kubelet(Stage& stage, NodeRuntime& runtime, QObject* parent)
    : Actor(stage, parent)
    , m_runtime(runtime)
{
    connect(&m_runtime, &NodeRuntime::changed, this, [this] { schedule(); });
}

Kubelet::~Kubelet() = default;

void Kubelet::start()
{
    net::HttpServer::Options options;
    options.chain = m_stage.serverChain;
    options.key = m_stage.serverKey;
    m_server = std::make_unique<net::HttpServer>(options);
    m_server->setHandler([this](net::Exchange& exchange) { serve(exchange); });
    const Result<quint16> port = m_server->listen();
    if (!port) {
        qCWarning(lcSandbox) << "The kubelet endpoint cannot listen:" << port.error().message;
    } else {
        m_port = *port;
    }
    kube::Reflector::Options ours;
    ours.labelSelector = m_stage.isGuest ? kOwnNodes : QString();
    m_nodes = watch(kube::res::nodes, ours);
    m_pods = watch(kube::res::pods);
    m_configMaps = watch(kube::res::configMaps);
    m_secrets = watch(kube::res::secrets);
}

bool Kubelet::isUp(const QString& node) const
{
    return m_nodes->find(node) && m_machines.value(node).power == Power::Up;
}

void Kubelet::reboot(const QString& workerId)
{
    for (const QJsonObject& node : m_nodes->objects()) {
        if (kube::label(node, QStringLiteral("ibm-cloud.kubernetes.io/worker-id")) == workerId) {
            goDown(kube::nameOf(node));
        }
    }
}

void Kubelet::goDown(const QString& node)
{
    Machine& machine = m_machines[node];
    if (machine.power == Power::Up) {
        machine.power = Power::GoingDown;
        ++machine.reboots;
        schedule();
    }
}

void Kubelet::reconcile()
{
    for (const QJsonObject& node : m_nodes->objects()) {
        reconcileNode(node);
    }
    for (const QJsonObject& pod : m_pods->objects()) {
        const QString node = str(pod, { u"spec", u"nodeName" });
        if (!node.isEmpty() && isUp(node)) {
            reconcilePod(pod);
        }
    }
}

void Kubelet::reconcileNode(const QJsonObject& node)
{
    const QString name = kube::nameOf(node);
    const QString key = QStringLiteral("node/") + name;
    if (isInFlight(key)) {
        return;
    }
    Machine& machine = m_machines[name];
    const QString now = kube::timestamp(m_stage.clock.now());
    const auto patchStatus = [&](const QJsonObject& status) {
        write(key, m_stage.kube.patch(kube::res::nodes, {}, name, kube::PatchType::Strategic,
                       QJsonObject { { QStringLiteral("status"), status } }, {}, QStringLiteral("status")));
    };
    const QString wait = QStringLiteral("reboot/%1/%2").arg(name).arg(machine.reboots);
    switch (machine.power) {
    case Power::GoingDown:
        // The node controller notices a silent kubelet after about 40 s; shutting down is announced at once.
        patchStatus({ { QStringLiteral("conditions"),
            QJsonArray { QJsonValue(condition(QStringLiteral("Ready"), false, now, QStringLiteral("KubeletNotReady"),
                QStringLiteral("node is shutting down"))) } } });
        machine.power = Power::Down;
        return;
    case Power::Down: {
        if (m_stage.scenario.has(QStringLiteral("node.neverReady"))
            && m_stage.scenario.faults.value(QStringLiteral("node.neverReady")).toInt() == m_nodes->objects().keys().indexOf(name)) {
            return;
        }
        if (waited(wait, seconds(240 + 60 * (machine.reboots % 3)))) {
            machine.power = Power::ComingUp;
            QJsonObject info = at(node, { u"status", u"nodeInfo" }).toObject();
            info.insert(QStringLiteral("bootID"), QUuid::createUuid().toString(QUuid::WithoutBraces));
            patchStatus({ { QStringLiteral("nodeInfo"), info },
                { QStringLiteral("conditions"),
                    QJsonArray { QJsonValue(condition(QStringLiteral("Ready"), true, now, QStringLiteral("KubeletReady"),
                        QStringLiteral("kubelet is posting ready status"))) } } });
            emitEvent(node, QStringLiteral("Warning"), QStringLiteral("Rebooted"),
                QStringLiteral("Node %1 has been rebooted, boot id: %2").arg(name, info.value(u"bootID").toString()), QStringLiteral("kubelet"));
        }
        return;
    }
    case Power::ComingUp: {
        if (!kube::isReady(node)) {
            return; // our own patch has not come back yet
        }
        machine.power = Power::Up;
        // Every container of the node starts again; sandboxes of peer pods are gone with the adaptor's memory.
        for (const QJsonObject& pod : m_pods->objects()) {
            if (str(pod, { u"spec", u"nodeName" }) == name && str(pod, { u"status", u"phase" }) == u"Running"
                && !kube::isBeingDeleted(pod)) {
                if (str(pod, { u"spec", u"restartPolicy" }) == u"Never") {
                    writeStatus(pod, { { QStringLiteral("phase"), QStringLiteral("Failed") }, { QStringLiteral("reason"), QStringLiteral("NodeShutdown") },
                        { QStringLiteral("message"), QStringLiteral("Pod was terminated in response to imminent node shutdown.") } });
                    continue;
                }
                const QJsonArray containers = at(pod, { u"spec", u"containers" }).toArray();
                for (const QJsonValue& container : containers) {
                    m_runtime.rotate(kube::uidOf(pod), str(container, { u"name" }));
                }
                QJsonObject status = statusFor(pod, {}, true);
                QJsonArray states = status.value(u"containerStatuses").toArray();
                for (qsizetype i = 0; i < states.size(); ++i) {
                    QJsonObject state = states.at(i).toObject();
                    const QString path = QString::number(i);
                    const int before = at(pod, { u"status", u"containerStatuses", path, u"restartCount" }).toInt();
                    state.insert(QStringLiteral("restartCount"), before + 1);
                    state.insert(QStringLiteral("state"), QJsonObject { { QStringLiteral("running"), QJsonObject { { kStartedAt, now } } } });
                    states.replace(i, state);
                }
                status.insert(QStringLiteral("containerStatuses"), states);
                writeStatus(pod, status);
            }
        }
        schedule();
        return;
    }
    case Power::Up:
        break;
    }
    if (m_stage.isGuest && kube::isReady(node)) {
        // A real server taints every new node; where no node controller runs, nobody takes that back.
        const QJsonArray taints = at(node, { u"spec", u"taints" }).toArray();
        QJsonArray others;
        for (const QJsonValue& taint : taints) {
            if (str(taint, { u"key" }) != u"node.kubernetes.io/not-ready") {
                others.append(taint);
            }
        }
        if (others.size() != taints.size()) {
            write(key, m_stage.kube.patch(kube::res::nodes, {}, name, kube::PatchType::Merge,
                           QJsonObject { { QStringLiteral("spec"), QJsonObject { { QStringLiteral("taints"), others } } } }));
            return;
        }
    }
    // First look: tell the API server where our endpoint is, and be Ready.
    const int port = at(node, { u"status", u"daemonEndpoints", u"kubeletEndpoint", u"Port" }).toInt();
    if (m_port != 0 && (port != m_port || !kube::isReady(node))) {
        patchStatus({ { QStringLiteral("daemonEndpoints"),
                          QJsonObject { { QStringLiteral("kubeletEndpoint"), QJsonObject { { QStringLiteral("Port"), m_port } } } } },
            { QStringLiteral("conditions"),
                QJsonArray { QJsonValue(condition(QStringLiteral("Ready"), true, now, QStringLiteral("KubeletReady"),
                    QStringLiteral("kubelet is posting ready status"))) } } });
    }
}

QString Kubelet::missingConfig(const QJsonObject& pod) const
{
    const QString ns = kube::namespaceOf(pod);
    const QJsonArray containers = at(pod, { u"spec", u"containers" }).toArray();
    for (const QJsonValue& container : containers) {
        const QJsonArray sources = at(container, { u"envFrom" }).toArray();
        for (const QJsonValue& source : sources) {
            const QJsonObject map = at(source, { u"configMapRef" }).toObject();
            const QJsonObject secret = at(source, { u"secretRef" }).toObject();
            const QString mapName = map.value(u"name").toString();
            const QString secretName = secret.value(u"name").toString();
            if (!mapName.isEmpty() && !map.value(u"optional").toBool() && !m_configMaps->find(ns + u'/' + mapName)) {
                return QStringLiteral("configmap \"%1\" not found").arg(mapName);
            }
            if (!secretName.isEmpty() && !secret.value(u"optional").toBool() && !m_secrets->find(ns + u'/' + secretName)) {
                return QStringLiteral("secret \"%1\" not found").arg(secretName);
            }
        }
    }
    return {};
}

QJsonObject Kubelet::statusFor(const QJsonObject& pod, const NodeRuntime::Health& health, bool running) const
{
    const QString uid = kube::uidOf(pod);
    const QString now = kube::timestamp(m_stage.clock.now());
    const bool ready = running && health.ready;
    // On this platform a node is named after its address.
    const QString hostIp = str(pod, { u"spec", u"nodeName" });
    QJsonArray states;
    const QJsonArray containers = at(pod, { u"spec", u"containers" }).toArray();
    for (qsizetype i = 0; i < containers.size(); ++i) {
        const QJsonValue container = containers.at(i);
        const QString index = QString::number(i);
        const QJsonValue before = at(pod, { u"status", u"containerStatuses", index });
        QJsonObject state;
        if (running && health.waitingReason.isEmpty()) {
            const QJsonValue since = at(before, { u"state", u"running", u"startedAt" });
            state.insert(QStringLiteral("running"),
                QJsonObject { { kStartedAt, since.isString() ? since : QJsonValue(now) } });
        } else {
            QJsonObject waiting { { QStringLiteral("reason"),
                health.waitingReason.isEmpty() ? QStringLiteral("ContainerCreating") : health.waitingReason } };
            if (!health.message.isEmpty()) {
                waiting.insert(QStringLiteral("message"), health.message);
            }
            state.insert(QStringLiteral("waiting"), waiting);
        }
        QJsonObject entry {
            { QStringLiteral("name"), str(container, { u"name" }) },
            { QStringLiteral("image"), str(container, { u"image" }) },
            { QStringLiteral("imageID"), QString() },
            { QStringLiteral("ready"), ready },
            { QStringLiteral("started"), running && health.waitingReason.isEmpty() },
            { QStringLiteral("restartCount"), at(before, { u"restartCount" }).toInt() },
            { QStringLiteral("state"), state },
        };
        if (running) {
            entry.insert(QStringLiteral("containerID"), QString(QStringLiteral("cri-o://") + uid.left(8) + index));
        }
        states.append(entry);
    }
    const QJsonObject readyBefore = kube::condition(pod, QStringLiteral("Ready"));
    const bool wasReady = readyBefore.value(u"status").toString() == u"True";
    const QString since = wasReady == ready && !readyBefore.isEmpty() ? readyBefore.value(u"lastTransitionTime").toString() : now;
    // True from the moment the sandbox is up (KEP-3085, on since Kubernetes 1.29); for a peer pod that is its agent.
    const QString sandboxType = QStringLiteral("PodReadyToStartContainers");
    const QJsonObject sandboxBefore = kube::condition(pod, sandboxType);
    const bool hasSandbox = running || m_runtime.isSandboxReady(uid);
    const bool hadSandbox = sandboxBefore.value(u"status").toString() == u"True";
    const QString sandboxSince = hadSandbox == hasSandbox && !sandboxBefore.isEmpty() ? sandboxBefore.value(u"lastTransitionTime").toString() : now;
    QJsonObject status {
        { QStringLiteral("phase"), running ? QStringLiteral("Running") : QStringLiteral("Pending") },
        { QStringLiteral("hostIP"), hostIp },
        { QStringLiteral("containerStatuses"), states },
        { QStringLiteral("conditions"),
            QJsonArray { QJsonValue(condition(QStringLiteral("PodScheduled"), true, kube::timestamp(kube::createdAt(pod)))),
                QJsonValue(condition(QStringLiteral("Initialized"), true, kube::timestamp(kube::createdAt(pod)))),
                QJsonValue(condition(sandboxType, hasSandbox, sandboxSince)),
                QJsonValue(condition(QStringLiteral("ContainersReady"), ready, since)),
                QJsonValue(condition(QStringLiteral("Ready"), ready, since, ready ? QString() : QStringLiteral("ContainersNotReady"))) } },
    };
    const QString started = str(pod, { u"status", u"startTime" });
    status.insert(QStringLiteral("startTime"), started.isEmpty() ? now : started);
    if (running) {
        const QString ip = str(pod, { u"status", u"podIP" });
        const size_t number = qHash(uid) % 16000U;
        const QString address = ip.isEmpty() ? QStringLiteral("172.17.%1.%2").arg(number / 250).arg(number % 250 + 1) : ip;
        status.insert(QStringLiteral("podIP"), address);
        status.insert(QStringLiteral("podIPs"), QJsonArray { QJsonObject { { QStringLiteral("ip"), address } } });
    }
    return status;
}

void Kubelet::writeStatus(const QJsonObject& pod, const QJsonObject& status)
{
    const QString key = statusKey(kube::uidOf(pod));
    if (isInFlight(key)) {
        return;
    }
    const QJsonObject before = pod.value(u"status").toObject();
    bool same = true;
    for (auto it = status.begin(); it != status.end(); ++it) {
        same = same && before.value(it.key()) == it.value();
    }
    if (!same) {
        QJsonObject patch = status;
        write(key, m_stage.kube.patch(kube::res::pods, kube::namespaceOf(pod), kube::nameOf(pod), kube::PatchType::Merge,
                       QJsonObject { { QStringLiteral("status"), patch } }, {}, QStringLiteral("status")));
    }
}

void Kubelet::reconcilePod(const QJsonObject& pod)
{
    const QString uid = kube::uidOf(pod);
    const QString phase = str(pod, { u"status", u"phase" });
    if (kube::isBeingDeleted(pod)) {
        terminate(pod);
        return;
    }
    if (phase == u"Succeeded" || phase == u"Failed" || isInFlight(statusKey(uid))) {
        return;
    }
    NodeRuntime::Health health = m_runtime.health(uid);
    if (phase == u"Running" && health.ready && health.waitingReason.isEmpty() && kube::isReady(pod)) {
        return; // nothing to tell; with many pods this is what keeps a look short
    }
    const QString missing = missingConfig(pod);
    if (!missing.isEmpty() && phase != u"Running") {
        health.ready = false;
        health.waitingReason = QStringLiteral("CreateContainerConfigError");
        health.message = missing;
        writeStatus(pod, statusFor(pod, health, false));
        return;
    }
    const bool isPeerPod = str(pod, { u"spec", u"runtimeClassName" }) == u"kata-remote";
    bool running = phase == u"Running";
    if (!running) {
        const bool sandboxUp = !isPeerPod || m_runtime.isSandboxReady(uid);
        // Pulling and starting takes a few seconds of world time; the guest pulls inside its VM.
        running = sandboxUp && waited(QStringLiteral("start/") + uid, seconds(isPeerPod ? 15 : 4));
        if (running) {
            const QJsonArray containers = at(pod, { u"spec", u"containers" }).toArray();
            for (const QJsonValue& container : containers) {
                emitEvent(pod, QStringLiteral("Normal"), QStringLiteral("Started"),
                    QStringLiteral("Started container %1").arg(str(container, { u"name" })), QStringLiteral("kubelet"));
            }
            if (asksForReboot(pod)) {
                goDown(str(pod, { u"spec", u"nodeName" }));
            }
        }
    }
    writeStatus(pod, statusFor(pod, health, running));
}

void Kubelet::terminate(const QJsonObject& pod)
{
    const QString uid = kube::uidOf(pod);
    const bool isPeerPod = str(pod, { u"spec", u"runtimeClassName" }) == u"kata-remote";
    const QString key = QStringLiteral("kill/") + uid;
    if (isInFlight(key) || !waited(key, seconds(2)) || (isPeerPod && !m_runtime.isSandboxReleased(uid))) {
        return;
    }
    kube::DeleteOptions options;
    options.uid = uid;
    options.gracePeriodSeconds = 0;
    write(key, m_stage.kube.remove(kube::res::pods, kube::namespaceOf(pod), kube::nameOf(pod), options));
}

} // namespace cocoon::sandbox
