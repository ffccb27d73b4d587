// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/node_installer.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    QString bootId(const QJsonObject& node)
    {
        return str(node, { u"status", u"nodeInfo", u"bootID" });
    }
}

NodeInstaller::NodeInstaller(Stage& stage, NodeRuntime* runtime, QObject* parent)
    : Actor(stage, parent)
    , m_runtime(runtime)
{
    setFieldManager(u"kubectl-label"_s);
}

QString NodeInstaller::stuckNode(const Scenario& scenario, QStringList workerNames)
{
    const int number = scenario.faults.value(u"stuckNode"_s).toInt();
    workerNames.sort();
    return number > 0 ? workerNames.value(number - 1) : QString();
}

void NodeInstaller::start()
{
    kube::Reflector::Options options;
    options.ns = osc::kNamespace;
    m_daemonSets = watch(kube::res::daemonSets, options);
    m_configMaps = watch(kube::res::configMaps, options);
    m_nodes = watch(kube::res::nodes);
    options.labelSelector = u"name in (osc-rpm-install,osc-rpm-uninstall)"_s;
    m_pods = watch(kube::res::pods, options);
}

bool NodeInstaller::hasDaemonSet(QLatin1String name) const
{
    const QJsonObject* set = m_daemonSets->find(osc::kNamespace + u'/' + name);
    return set && !kube::isBeingDeleted(*set);
}

void NodeInstaller::reconcile()
{
    const bool installing = hasDaemonSet(QLatin1String("osc-rpm-install"));
    const bool uninstalling = hasDaemonSet(QLatin1String("osc-rpm-uninstall"));
    m_stuck = stuckNode(m_stage.scenario, m_nodes->objects().keys());
    for (const QJsonObject& node : m_nodes->objects()) {
        // Pods of the DaemonSets only run on pool nodes, and not while the node is down.
        if (!at(node, { u"metadata", u"labels" }).toObject().contains(osc::kPoolLabel) || !kube::isReady(node)
            || isInFlight(writeKey(kube::res::nodes, {}, kube::nameOf(node)))) {
            continue;
        }
        if (installing) {
            install(node);
        } else if (uninstalling) {
            uninstall(node);
        }
        if (hasDaemonSet(QLatin1String("osc-config-sync-uninstall"))) {
            removeConfig(node);
        }
    }
    if (m_runtime) {
        speak();
    }
}

void NodeInstaller::speak()
{
    static const QHash<QString, QString> kLines {
        { osc::kInstalling, u"Installing kata-containers with rpm-ostree"_s },
        { osc::kUninstalling, u"Removing kata-containers with rpm-ostree"_s },
        { osc::kWaitingForReboot, u"Reboot required"_s },
        { osc::kInstalled, u"kata-containers is installed"_s },
        { osc::kUninstalled, u"kata-containers is removed"_s },
    };
    for (const QJsonObject& pod : m_pods->objects()) {
        const QString uid = kube::uidOf(pod);
        const QString nodeName = str(pod, { u"spec", u"nodeName" });
        const QJsonObject* node = m_nodes->find(nodeName);
        const QString state = node ? kube::label(*node, osc::kStateLabel) : QString();
        if (m_said.value(uid) == state || !kLines.contains(state)) {
            continue;
        }
        m_said.insert(uid, state);
        m_runtime->log(uid, u"kata-install"_s, kLines.value(state));
        if (state == osc::kInstalling && nodeName == m_stuck) {
            // failedToInstall is never filled in DaemonSet mode: the pod is the only one who tells.
            m_runtime->log(uid, u"kata-install"_s, u"error: rpm-ostree install kata-containers: Could not depsolve transaction; 1 problem detected"_s);
            m_runtime->setHealth(uid, { false, u"CrashLoopBackOff"_s, u"back-off 5m0s restarting failed container=kata-install"_s });
        }
    }
}

void NodeInstaller::install(const QJsonObject& node)
{
    const QString name = kube::nameOf(node);
    const QString state = kube::label(node, osc::kStateLabel);
    const QString boot = bootId(node);
    const QString staged = kube::annotation(node, osc::kStagedAnnotation);
    const QString installedMark = u"installed:"_s;
    const QString work = u"install/"_s + name;
    if (state == osc::kWaitingToInstall) {
        // Later installers read CLOUD_PROVIDER first and fail (and start again) while the map is missing.
        const QJsonObject* set = m_daemonSets->find(osc::kNamespace + u"/osc-rpm-install"_s);
        const QString version = at(*set, { u"spec", u"template", u"spec", u"containers", u"0", u"image" }).toString().section(u':', -1);
        if (!m_stage.facts.forVersion(version).configSyncDaemonSet && !m_configMaps->find(osc::kNamespace + u"/peer-pods-cm"_s)) {
            return;
        }
        if (!waited(u"pull/"_s + name, jitter(u"pull/"_s + name, 10s, 30s))) {
            return; // the install image is being pulled
        }
        if (m_stage.scenario.faults.value(u"fastInstall"_s).toBool() || staged.startsWith(installedMark)) {
            mark(node, osc::kInstalled);
        } else {
            mark(node, osc::kInstalling);
        }
    } else if (state == osc::kInstalling) {
        forget(u"pull/"_s + name);
        if (m_startedOn.value(name, boot) != boot) {
            forget(work); // rebooted too early: rpm-ostree starts again
        }
        m_startedOn.insert(name, boot);
        if (name != m_stuck && waited(work, jitter(work, 120s, 240s))) {
            forget(work);
            m_startedOn.remove(name);
            mark(node, osc::kWaitingForReboot, installedMark + boot);
        }
    } else if (state == osc::kWaitingForReboot) {
        // The same pod starts again after the reboot, finds nothing left to do and says so.
        const QString check = u"check/"_s + name + boot;
        if (staged != installedMark + boot && waited(check, jitter(check, 15s, 40s))) {
            forget(check);
            mark(node, staged.startsWith(installedMark) ? QString(osc::kInstalled) : QString(osc::kInstalling));
        }
    }
}

void NodeInstaller::uninstall(const QJsonObject& node)
{
    const QString name = kube::nameOf(node);
    const QString state = kube::label(node, osc::kStateLabel);
    const QString boot = bootId(node);
    const QString staged = kube::annotation(node, osc::kStagedAnnotation);
    const QString removedMark = u"removed:"_s;
    const QString work = u"uninstall/"_s + name;
    if (state == osc::kWaitingToUninstall) {
        if (waited(u"start-"_s + work, jitter(work, 10s, 30s))) {
            forget(u"start-"_s + work);
            mark(node, osc::kUninstalling);
        }
    } else if (state == osc::kUninstalling) {
        if (m_startedOn.value(name, boot) != boot) {
            forget(work);
        }
        m_startedOn.insert(name, boot);
        if (waited(work, jitter(work, 60s, 120s))) {
            forget(work);
            m_startedOn.remove(name);
            mark(node, osc::kWaitingForReboot, removedMark + boot);
        }
    } else if (state == osc::kWaitingForReboot) {
        const QString check = u"check/"_s + name + boot;
        if (staged != removedMark + boot && waited(check, jitter(check, 15s, 40s))) {
            forget(check);
            const bool removed = staged.startsWith(removedMark);
            mark(node, removed ? QString(osc::kUninstalled) : QString(osc::kUninstalling), removed ? QJsonValue(QJsonValue::Null) : QJsonValue(QJsonValue::Undefined));
        }
    }
}

void NodeInstaller::removeConfig(const QJsonObject& node)
{
    const QString name = kube::nameOf(node);
    const QString seen = kube::label(node, osc::kSyncLabel);
    QString next;
    if (seen.isEmpty()) {
        next = u"removing"_s;
    } else if (seen == "removing"_L1 && waited(u"sync/"_s + name, 20s)) {
        forget(u"sync/"_s + name);
        next = u"removed"_s;
    }
    if (!next.isEmpty()) {
        patch(kube::res::nodes, {}, name, { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { osc::kSyncLabel, next } } } } } });
    }
}

void NodeInstaller::mark(const QJsonObject& node, const QString& state, const QJsonValue& staged)
{
    QJsonObject metadata { { u"labels"_s, QJsonObject { { osc::kStateLabel, state } } } };
    if (!staged.isUndefined()) {
        metadata.insert(u"annotations"_s, QJsonObject { { osc::kStagedAnnotation, staged } });
    }
    patch(kube::res::nodes, {}, kube::nameOf(node), { { u"metadata"_s, metadata } });
}

} // namespace cocoon::sandbox
