// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// One pod per matching node, status counts, and rolling updates one node at a time (OnDelete leaves old pods alone).
class DaemonSetController : public Actor {
    Q_OBJECT
public:
    explicit DaemonSetController(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    void reconcileSet(const QJsonObject& set);
    void writeStatus(const QJsonObject& set, int desired, int current, int ready, int updated, int misscheduled);
    void deletePod(const QJsonObject& pod);

    kube::Reflector* m_sets = nullptr;
    kube::Reflector* m_pods = nullptr;
    kube::Reflector* m_nodes = nullptr;
};

} // namespace cocoon::sandbox
