// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The marketplace operator, the catalog pods and the package server in one: OperatorHub decides which CatalogSources
/// exist, a source becomes READY after its pod started, and only then its packages are listed.
/// Faults: `operatorhub`, `catalog`, `catalogWithout`.
class Marketplace : public Actor {
    Q_OBJECT
public:
    explicit Marketplace(Stage& stage, QObject* parent = nullptr);
    void start() override;
    /// Closed, the catalog pods cannot pull their images, as with the fault `catalog: unreachable`.
    void setOutbound(bool isOpen);

protected:
    void reconcile() override;

private:
    void reconcileSource(const QString& name, const QString& display, bool enabled);
    void reconcilePackages();
    void reportHub(const QJsonObject& hub);

    kube::Reflector* m_hubs = nullptr;
    kube::Reflector* m_sources = nullptr;
    kube::Reflector* m_packages = nullptr;
    bool m_isOutboundOpen = true;
};

/// The PackageManifest of the sandboxed containers operator as the story's catalog has it.
QJsonObject packageManifest(const coco::Facts& facts, const Scenario& scenario);
/// Versions the catalog offers in channel `stable`, oldest first.
QList<coco::OperatorFacts> catalogEntries(const coco::Facts& facts, const Scenario& scenario);

} // namespace cocoon::sandbox
