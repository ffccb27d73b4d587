// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// The garbage collector of a control plane: deletes objects whose owners are all gone, finishes foreground deletion, and
/// takes the owner reference off where propagation was Orphan. Looks at the kinds the sandbox's world owns things with, at
/// what users make, and at every custom kind.
class GarbageCollector : public Actor {
    Q_OBJECT
public:
    explicit GarbageCollector(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    struct Owned {
        const kube::Reflector* store;
        const QJsonObject* object;
    };
    void finishDeletion(const kube::Reflector& store, const QJsonObject& owner, const QList<Owned>& dependents);
    void dropFinalizer(const kube::Reflector& store, const QJsonObject& object, const QString& finalizer);
    void watchCustomKinds();
    QList<kube::Reflector*> m_stores;
    kube::Reflector* m_crds = nullptr;
    QSet<QString> m_custom; ///< names of the CRDs whose kind is in m_stores
};

} // namespace cocoon::sandbox
