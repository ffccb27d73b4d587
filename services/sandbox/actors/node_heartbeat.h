// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

class QTimer;

namespace cocoon::sandbox {

/// Renews the nodes' leases in kube-node-lease every ten seconds of real time, as kubelets do. Only needed on an API server
/// with a node controller of its own, which takes silent nodes for dead after 40 s.
class NodeHeartbeat : public Actor {
    Q_OBJECT
public:
    explicit NodeHeartbeat(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    kube::Reflector* m_nodes = nullptr;
    QTimer* m_timer = nullptr;
};

} // namespace cocoon::sandbox
