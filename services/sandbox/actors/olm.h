// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The catalog half of OLM: resolves Subscriptions, unpacks bundles, proposes InstallPlans, and
/// carries approved ones out by creating what the bundle holds. What becomes of a ClusterServiceVersion is CsvInstaller's.
class Olm : public Actor {
    Q_OBJECT
public:
    explicit Olm(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    void reconcileSubscription(const QJsonObject& subscription);
    void reconcilePlan(const QJsonObject& plan);
    void propose(const QJsonObject& subscription, const QString& csv, const QString& installed);
    /// Creates what is missing of the bundle; true when nothing is.
    bool unpack(const QJsonObject& plan, const QString& csv);
    QJsonObject planFor(const QString& ns, const QString& csv) const;
    /// The CSV of our package in this namespace that is not on its way out; the newest when two are.
    QString installedCsv(const QString& ns) const;
    void setStatus(const QJsonObject& subscription, QJsonObject status, const QJsonObject& condition);

    kube::Reflector* m_packages = nullptr;
    kube::Reflector* m_sources = nullptr;
    kube::Reflector* m_subscriptions = nullptr;
    kube::Reflector* m_plans = nullptr;
    kube::Reflector* m_csvs = nullptr;
    kube::Reflector* m_crds = nullptr;
    kube::Reflector* m_accounts = nullptr;
    QHash<QString, QString> m_planNames; ///< subscription and csv → the name we gave the plan, so that a repeat is a conflict
};

} // namespace cocoon::sandbox
