// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

#include <QLatin1String>
#include <QPointer>

namespace cocoon::sandbox {

/// ConfigMap kube-system/cocoon-sandbox: what was made already, so that a resumed world is not made twice.
inline constexpr QLatin1String kMarker("cocoon-sandbox");

/// Plays the person who was here before: creates the scenario's `objects` one after the other as `kubectl apply` of old
/// does (field manager kubectl-client-side-apply, last-applied annotation). An object whose kind is not served yet
/// waits until it is, so a KataConfig follows the operator. Each is made once, also across a restart of the sandbox.
class HandMade : public Actor {
    Q_OBJECT
public:
    explicit HandMade(Stage& stage, QObject* parent = nullptr);
    void start() override;
    /// Ends when all is made, or after a while: in slow worlds the last objects come when the operator serves their kind.
    Job<Done>* made();

protected:
    void reconcile() override;

private:
    QList<QJsonObject> m_objects;
    kube::Reflector* m_marker = nullptr;
    qsizetype m_made = 0;
    QPointer<Job<Done>> m_waiting;
};

} // namespace cocoon::sandbox
