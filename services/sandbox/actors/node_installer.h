// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/node_runtime.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// What the pods of osc-rpm-install, osc-rpm-uninstall and osc-config-sync-uninstall do on each worker:
/// every node on its own clock, reboots proven by the boot id. rpm-ostree's memory is an annotation on the node, so a
/// resumed world goes on where it was. With a NodeRuntime the install pods also log, and crash on the stuck node.
/// Faults: `stuckNode`, `fastInstall`.
class NodeInstaller : public Actor {
    Q_OBJECT
public:
    explicit NodeInstaller(Stage& stage, NodeRuntime* runtime = nullptr, QObject* parent = nullptr);
    void start() override;

    /// Name of the worker whose installation never ends; "" when the story has none.
    static QString stuckNode(const Scenario& scenario, QStringList workerNames);

protected:
    void reconcile() override;

private:
    void install(const QJsonObject& node);
    void uninstall(const QJsonObject& node);
    void removeConfig(const QJsonObject& node);
    void mark(const QJsonObject& node, const QString& state, const QJsonValue& staged = QJsonValue::Undefined);
    bool hasDaemonSet(QLatin1String name) const;
    void speak();

    kube::Reflector* m_daemonSets = nullptr;
    kube::Reflector* m_nodes = nullptr;
    kube::Reflector* m_configMaps = nullptr;
    kube::Reflector* m_pods = nullptr;
    NodeRuntime* m_runtime;
    QString m_stuck;
    QHash<QString, QString> m_said; ///< pod uid → state it last logged
    QHash<QString, QString> m_startedOn; ///< node → boot id on which rpm-ostree began its work
};

} // namespace cocoon::sandbox
