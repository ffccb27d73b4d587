// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/node_runtime.h"
#include "services/sandbox/actors/stage.h"

#include <QPointer>

namespace cocoon::sandbox {

/// One running osc-caa-ds container: the settings as they were when it started (envFrom is read once), its login to the
/// cloud, and whether its start-up checks passed. The adaptor makes a new one after each restart of the container.
class AdaptorDaemon : public QObject {
    Q_OBJECT
public:
    AdaptorDaemon(Stage& stage, NodeRuntime& runtime, const coco::OperatorFacts& facts, QJsonObject pod, QJsonObject node,
        QJsonObject settings, Secret apiKey, QString trustedProfile, QObject* parent);

    enum class State { Starting, Serving, Crashed };
    State state() const { return m_state; }
    QString setting(const QString& key) const { return m_settings.value(key).toString(); }
    const coco::OperatorFacts& facts() const { return m_facts; }
    ibm::Cloud& cloud() { return *m_cloud; }
    QString zone() const;
    QString subnetId() const;
    /// Groups of a new instance: what the configuration and the version give, else the VPC's default group.
    QStringList securityGroups() const { return m_groups; }
    /// The listed images that the cloud has; new VSIs are made from the first.
    QStringList images() const { return m_images; }
    /// TDX or disabled, by DISABLECVM and the version's default.
    bool isConfidential() const;
    void log(const QString& text);
    QString podUid() const;
    QString nodeName() const;

Q_SIGNALS:
    void changed();

private:
    void checkProfile();
    void checkImages(const QStringList& rest);
    void findGroups();
    void serve();
    void crash(const QString& text);

    Stage& m_stage;
    NodeRuntime& m_runtime;
    const coco::OperatorFacts& m_facts;
    QJsonObject m_pod;
    QJsonObject m_node;
    QJsonObject m_settings;
    ibm::Cloud* m_cloud = nullptr;
    QStringList m_groups;
    QStringList m_images;
    State m_state = State::Starting;
};

} // namespace cocoon::sandbox
