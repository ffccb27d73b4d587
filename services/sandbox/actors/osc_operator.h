// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/pod_webhook.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The sandboxed containers operator: lives while a replica of its Deployment is available, and makes a
/// KataConfig true in the operator's own order, or takes it back (github.com/openshift/sandboxed-containers-operator). The work on the workers themselves is
/// NodeInstaller's. Which version it plays is the CSV its Deployment belongs to; differences are rows of the facts.
class OscOperator : public Actor {
    Q_OBJECT
public:
    OscOperator(Stage& stage, const PodWebhook& webhook, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    enum class PodCheck { Unknown, Free, Blocked };

    // osc_operator.cpp: installing
    void install(const QJsonObject& kata);
    bool labelPool(const QJsonObject& kata);
    bool copyPullSecret();
    bool ensureFinalizer(const QJsonObject& kata);
    bool startInstallers(const QJsonObject& kata);
    bool lateObjects(const QJsonObject& kata);
    bool ensureAdaptor(const QJsonObject& kata);
    void writeDisableCvm(const QJsonObject& kata);
    bool ensureSingletonWebhook();
    /// Creates the object from resources/sandbox/osc.yaml, owned by the KataConfig; true when it is there.
    bool ensure(kube::Reflector* store, const QString& name, const QJsonObject& kata);
    /// Deletes it; true when it is gone.
    bool absent(kube::Reflector* store, const QString& name);

    // osc_status.cpp: what the KataConfig says
    void report(const QJsonObject& kata, bool inProgress, const QString& reason, const QString& message,
        const QStringList& runtimeClasses);
    QJsonObject nodeLists(bool uninstalling) const;

    // osc_uninstall.cpp: taking it back
    void uninstall(const QJsonObject& kata);
    void checkPods(const QStringList& runtimeClasses);
    bool uninstallNodes();
    bool removeObjects();
    bool stripLabels();

    QList<QJsonObject> poolNodes() const;
    QString gate(const QString& key) const;
    QJsonObject ownerReference(const QJsonObject& kata) const;

    const PodWebhook& m_webhook;
    QString m_version;
    const coco::OperatorFacts* m_row = nullptr;
    PodCheck m_podCheck = PodCheck::Unknown;
    kube::Reflector* m_kataConfigs = nullptr;
    kube::Reflector* m_deployments = nullptr;
    kube::Reflector* m_daemonSets = nullptr;
    kube::Reflector* m_configMaps = nullptr;
    kube::Reflector* m_secrets = nullptr;
    kube::Reflector* m_services = nullptr;
    kube::Reflector* m_pullSecret = nullptr;
    kube::Reflector* m_nodes = nullptr;
    kube::Reflector* m_runtimeClasses = nullptr;
    kube::Reflector* m_mutating = nullptr;
    kube::Reflector* m_validating = nullptr;
};

} // namespace cocoon::sandbox
