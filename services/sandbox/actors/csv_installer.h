// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The operator half of OLM: walks a ClusterServiceVersion through its phases, checks the OperatorGroup,
/// makes the Deployments of its install strategy, retires the version it replaces, and takes Deployments away whose
/// version is gone (OLM never removes CRDs).
class CsvInstaller : public Actor {
    Q_OBJECT
public:
    explicit CsvInstaller(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    void reconcileCsv(const QJsonObject& csv);
    void setPhase(const QJsonObject& csv, const QString& phase, const QString& reason, const QString& message);
    /// "" when the group fits, else the reason code.
    QString groupProblem(const QString& ns, QString* message) const;
    /// Creates or updates the Deployments; true when all of them are what the version wants.
    bool ensureDeployments(const QJsonObject& csv);
    bool isAvailable(const QJsonObject& csv) const;
    bool isBeingReplaced(const QJsonObject& csv) const;
    void retireReplaced(const QJsonObject& csv);

    kube::Reflector* m_csvs = nullptr;
    kube::Reflector* m_groups = nullptr;
    kube::Reflector* m_deployments = nullptr;
};

} // namespace cocoon::sandbox
