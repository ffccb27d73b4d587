// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/osc_operator.h"

#include "services/base/json.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/osc_names.h"
#include "services/sandbox/actors/pod_maker.h"
#include "services/sandbox/actors/templates.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    const QString kRestartedAt = u"kubectl.kubernetes.io/restartedAt"_s;
    const QString kMapVersion = u"peer-pods-cm/version"_s;

    /// What Go's strconv.ParseBool takes for true.
    bool isTrue(const QString& text)
    {
        static const QStringList kTrue { u"1"_s, u"t"_s, u"T"_s, u"true"_s, u"TRUE"_s, u"True"_s };
        return kTrue.contains(text);
    }

    QString objectKey(const kube::Reflector* store, const QString& name)
    {
        return store->resource().namespaced ? osc::kNamespace + u'/' + name : name;
    }

    QString namespaceFor(const kube::Reflector* store)
    {
        return store->resource().namespaced ? QString(osc::kNamespace) : QString();
    }
}

OscOperator::OscOperator(Stage& stage, const PodWebhook& webhook, QObject* parent)
    : Actor(stage, parent)
    , m_webhook(webhook)
{
    setFieldManager(u"manager"_s);
}

void OscOperator::start()
{
    kube::Reflector::Options here;
    here.ns = osc::kNamespace;
    m_deployments = watch(kube::res::deployments, here);
    m_daemonSets = watch(kube::res::daemonSets, here);
    m_configMaps = watch(kube::res::configMaps, here);
    m_secrets = watch(kube::res::secrets, here);
    m_services = watch(kube::res::services, here);
    kube::Reflector::Options pullSecret;
    pullSecret.ns = u"openshift-config"_s;
    m_pullSecret = watch(kube::res::secrets, pullSecret);
    m_nodes = watch(kube::res::nodes);
    m_runtimeClasses = watch(kube::res::runtimeClasses);
    m_mutating = watch(kube::res::mutatingWebhooks);
    m_validating = watch(osc::kValidatingWebhooks);
    m_kataConfigs = watch(kube::res::kataConfigs, {}, true);
}

void OscOperator::reconcile()
{
    const QJsonObject* manager = m_deployments->find(osc::kNamespace + u"/controller-manager"_s);
    if (!manager) {
        absent(m_validating, u"vkataconfig.kb.io"_s);
        return;
    }
    if (at(*manager, { u"status", u"availableReplicas" }).toInt() < 1) {
        return;
    }
    m_version = kube::label(*manager, u"olm.owner"_s).section(u".v"_s, 1);
    m_row = &m_stage.facts.forVersion(m_version);
    if (!ensureSingletonWebhook() || !m_kataConfigs->isReady() || m_kataConfigs->objects().isEmpty()) {
        return;
    }
    const QJsonObject kata = m_kataConfigs->objects().first();
    const QJsonObject progress = kube::condition(kata, u"InProgress"_s);
    const QString reason = progress.value(u"reason"_s).toString();
    const bool installing = progress.value(u"status"_s).toString() == "True"_L1
        && (reason == "Installing"_L1 || reason == "Updating"_L1);
    const bool finalized = at(kata, { u"metadata", u"finalizers" }).toArray().contains(osc::kFinalizer);
    if (!kube::isBeingDeleted(kata) || installing) {
        install(kata); // deletion is not looked at before a running installation ended
    } else if (finalized) {
        uninstall(kata);
    }
}

void OscOperator::install(const QJsonObject& kata)
{
    const QString mode = gate(u"deploymentMode"_s);
    if (mode == "MachineConfig"_L1) {
        return; // "deployment mode is set to MachineConfig, but it's not available": a reconcile error, no status
    }
    writeDisableCvm(kata);
    if (!labelPool(kata) || !copyPullSecret() || !startInstallers(kata)) {
        return;
    }
    const QList<QJsonObject> pool = poolNodes();
    bool all = !pool.isEmpty();
    for (const QJsonObject& node : pool) {
        all = all && kube::label(node, osc::kStateLabel) == osc::kInstalled;
    }
    QStringList classes;
    for (const QJsonValue& name : at(kata, { u"status", u"runtimeClasses" }).toArray()) {
        classes.append(name.toString());
    }
    const bool before = !classes.isEmpty();
    if (all && lateObjects(kata)) {
        classes = QStringList { u"kata"_s };
        if (at(kata, { u"spec", u"enablePeerPods" }).toBool()) {
            classes.append(u"kata-remote"_s);
        }
        report(kata, false, {}, {}, classes);
    } else if (all && before) {
        return; // something was deleted and is being made again
    } else if (before) {
        report(kata, true, u"Updating"_s, u"Adding and/or removing kata-enabled nodes"_s, classes);
    } else {
        report(kata, true, u"Installing"_s, u"Performing initial installation of kata on cluster"_s, classes);
    }
}

bool OscOperator::labelPool(const QJsonObject& kata)
{
    const QJsonObject selector = at(kata, { u"spec", u"kataConfigPoolSelector" }).toObject();
    bool whole = true;
    for (const QJsonObject& node : m_nodes->objects()) {
        const QJsonObject labels = at(node, { u"metadata", u"labels" }).toObject();
        if (labels.contains(osc::kWorkerLabel) && selects(selector, labels) && !labels.contains(osc::kPoolLabel)) {
            whole = false;
            patch(kube::res::nodes, {}, kube::nameOf(node),
                { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { osc::kPoolLabel, QString() } } } } } });
        }
    }
    return whole;
}

bool OscOperator::copyPullSecret()
{
    if (m_secrets->find(osc::kNamespace + u"/auth-json-secret"_s)) {
        return true;
    }
    const QJsonObject* original = m_pullSecret->find(u"openshift-config/pull-secret"_s);
    if (original) {
        create(kube::res::secrets, osc::kNamespace,
            { { u"metadata"_s, QJsonObject { { u"name"_s, u"auth-json-secret"_s }, { u"namespace"_s, osc::kNamespace } } },
                { u"type"_s, u"Opaque"_s },
                { u"data"_s, QJsonObject { { u"auth.json"_s, at(*original, { u"data", u".dockerconfigjson" }) } } } });
    }
    return false;
}

bool OscOperator::ensureFinalizer(const QJsonObject& kata)
{
    QJsonArray finalizers = at(kata, { u"metadata", u"finalizers" }).toArray();
    if (finalizers.contains(osc::kFinalizer) || kube::isBeingDeleted(kata)) {
        return true;
    }
    finalizers.append(osc::kFinalizer);
    patch(kube::res::kataConfigs, {}, kube::nameOf(kata), { { u"metadata"_s, QJsonObject { { u"finalizers"_s, finalizers } } } });
    return false;
}

bool OscOperator::startInstallers(const QJsonObject& kata)
{
    const bool peerPods = at(kata, { u"spec", u"enablePeerPods" }).toBool();
    if (peerPods && m_row->configSyncDaemonSet && !ensure(m_daemonSets, u"osc-config-sync-install"_s, kata)) {
        return false;
    }
    if (!ensureFinalizer(kata) || !ensure(m_daemonSets, u"osc-rpm-install"_s, kata)) {
        return false;
    }
    for (const QJsonObject& node : poolNodes()) {
        if (kube::label(node, osc::kStateLabel).isEmpty()) {
            patch(kube::res::nodes, {}, kube::nameOf(node),
                { { u"metadata"_s, QJsonObject { { u"labels"_s, QJsonObject { { osc::kStateLabel, osc::kWaitingToInstall } } } } } });
        }
    }
    return true;
}

bool OscOperator::lateObjects(const QJsonObject& kata)
{
    if (!ensure(m_runtimeClasses, u"kata"_s, kata) || !ensure(m_daemonSets, u"openshift-sandboxed-containers-monitor"_s, kata)) {
        return false;
    }
    if (!at(kata, { u"spec", u"enablePeerPods" }).toBool()) {
        return true;
    }
    return ensureAdaptor(kata) && ensure(m_deployments, u"peer-pods-webhook"_s, kata)
        && ensure(m_services, u"peer-pods-webhook-svc"_s, kata) && ensure(m_mutating, u"mutating-webhook-configuration"_s, kata)
        && ensure(m_runtimeClasses, u"kata-remote"_s, kata);
}

bool OscOperator::ensureAdaptor(const QJsonObject& kata)
{
    const QString name = u"osc-caa-ds"_s;
    const QJsonObject* map = m_configMaps->find(osc::kNamespace + u"/peer-pods-cm"_s);
    if (m_row->rollsOutOnConfigChange && !map) {
        return false; // "peer pod configmap peer-pods-cm missing"
    }
    const QJsonObject* live = m_daemonSets->find(objectKey(m_daemonSets, name));
    if (!live) {
        ensure(m_daemonSets, name, kata);
        return false;
    }
    // Every reconcile writes a freshly built template: what others put there (restartedAt) does not last.
    QJsonObject wanted;
    if (m_row->rollsOutOnConfigChange) {
        wanted.insert(kMapVersion, kube::resourceVersionOf(*map));
    }
    const QJsonObject seen = at(*live, { u"spec", u"template", u"metadata", u"annotations" }).toObject();
    if (seen == wanted) {
        forget(u"rewrite"_s);
        return true;
    }
    if (!seen.contains(kRestartedAt) || waited(u"rewrite"_s, 60s)) {
        QJsonObject merge = wanted;
        for (const QString& key : seen.keys()) {
            if (!wanted.contains(key)) {
                merge.insert(key, QJsonValue::Null);
            }
        }
        const QJsonObject podTemplate { { u"metadata"_s, QJsonObject { { u"annotations"_s, merge } } } };
        patch(kube::res::daemonSets, osc::kNamespace, name, { { u"spec"_s, QJsonObject { { u"template"_s, podTemplate } } } });
    }
    return true;
}

void OscOperator::writeDisableCvm(const QJsonObject& kata)
{
    const QJsonObject* map = m_configMaps->find(osc::kNamespace + u"/peer-pods-cm"_s);
    if (!map || !at(kata, { u"spec", u"enablePeerPods" }).toBool()) {
        return;
    }
    const QString wanted = isTrue(gate(u"confidential"_s)) ? u"false"_s : u"true"_s;
    if (str(*map, { u"data", u"DISABLECVM" }) != wanted) {
        patch(kube::res::configMaps, osc::kNamespace, u"peer-pods-cm"_s, { { u"data"_s, QJsonObject { { u"DISABLECVM"_s, wanted } } } });
    }
}

bool OscOperator::ensureSingletonWebhook()
{
    // The port changes with every start of the sandbox.
    const QList<std::pair<kube::Reflector*, QString>> hooks { { m_validating, m_webhook.singletonUrl() }, { m_mutating, m_webhook.podUrl() } };
    for (const auto& [store, url] : hooks) {
        const QString name = store == m_validating ? u"vkataconfig.kb.io"_s : u"mutating-webhook-configuration"_s;
        const QJsonObject* live = store->find(name);
        if (live && at(*live, { u"webhooks", u"0", u"clientConfig", u"url" }).toString() != url) {
            QJsonArray webhooks = live->value(u"webhooks"_s).toArray();
            webhooks.replace(0, with(webhooks.at(0).toObject(), { u"clientConfig"_s },
                QJsonObject { { u"url"_s, url }, { u"caBundle"_s, QString::fromLatin1(m_stage.caPem.toBase64()) } }));
            patch(store->resource(), {}, name, { { u"webhooks"_s, webhooks } });
        }
    }
    return ensure(m_validating, u"vkataconfig.kb.io"_s, {});
}

bool OscOperator::ensure(kube::Reflector* store, const QString& name, const QJsonObject& kata)
{
    if (const QJsonObject* live = store->find(objectKey(store, name))) {
        return !kube::isBeingDeleted(*live);
    }
    QJsonObject object = pickTemplate(loadTemplates(u"osc"_s,
                                          { { u"NAMESPACE"_s, QString(osc::kNamespace) }, { u"VERSION"_s, m_version },
                                              { u"INSTALL_ACCOUNT"_s, m_row->installServiceAccount },
                                              { u"WEBHOOK_URL"_s, m_webhook.podUrl() }, { u"SINGLETON_URL"_s, m_webhook.singletonUrl() },
                                              { u"CA_BUNDLE"_s, QString::fromLatin1(m_stage.caPem.toBase64()) } }),
        store->resource().kind, name);
    if (!kata.isEmpty()) {
        object = with(object, { u"metadata"_s, u"ownerReferences"_s }, QJsonArray({ ownerReference(kata) }));
    }
    if (name == "osc-caa-ds"_L1 && m_row->rollsOutOnConfigChange) {
        const QString version = kube::resourceVersionOf(*m_configMaps->find(osc::kNamespace + u"/peer-pods-cm"_s));
        object = with(object, { u"spec"_s, u"template"_s, u"metadata"_s, u"annotations"_s, kMapVersion }, version);
        if (gate(u"caaUpdateStrategy"_s) == "OnDelete"_L1) {
            object = with(object, { u"spec"_s, u"updateStrategy"_s }, QJsonObject { { u"type"_s, u"OnDelete"_s } });
        }
    }
    create(store->resource(), namespaceFor(store), object);
    return false;
}

bool OscOperator::absent(kube::Reflector* store, const QString& name)
{
    const QJsonObject* live = store->find(objectKey(store, name));
    if (live && !kube::isBeingDeleted(*live)) {
        erase(store->resource(), namespaceFor(store), name);
    }
    return !live;
}

QList<QJsonObject> OscOperator::poolNodes() const
{
    QList<QJsonObject> pool;
    for (const QJsonObject& node : m_nodes->objects()) {
        if (at(node, { u"metadata", u"labels" }).toObject().contains(osc::kPoolLabel)) {
            pool.append(node);
        }
    }
    return pool;
}

QString OscOperator::gate(const QString& key) const
{
    const QJsonObject* gates = m_configMaps->find(osc::kNamespace + u"/osc-feature-gates"_s);
    return gates ? at(*gates, { u"data", key }).toString() : QString();
}

QJsonObject OscOperator::ownerReference(const QJsonObject& kata) const
{
    return { { u"apiVersion"_s, kube::res::kataConfigs.apiVersion() }, { u"kind"_s, u"KataConfig"_s }, { u"name"_s, kube::nameOf(kata) },
        { u"uid"_s, kube::uidOf(kata) }, { u"controller"_s, true }, { u"blockOwnerDeletion"_s, true } };
}

} // namespace cocoon::sandbox
