// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// Empties namespaces that are being deleted and finalizes them; makes the ServiceAccount `default` in every other one.
/// What still holds a namespace back (finalizers) is written into its conditions, as Kubernetes does (TS-29).
class NamespaceController : public Actor {
    Q_OBJECT
public:
    explicit NamespaceController(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    void empty(const QJsonObject& ns);
    void finalize(const QJsonObject& ns);
    void report(const QJsonObject& ns, const QStringList& remaining);

    kube::Reflector* m_namespaces = nullptr;
    kube::Reflector* m_accounts = nullptr;
    QList<kube::Resource> m_kinds; ///< namespaced, deletable, as discovered
    bool m_discovering = false;
};

} // namespace cocoon::sandbox
