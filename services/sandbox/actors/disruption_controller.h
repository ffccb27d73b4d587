// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// Keeps status.disruptionsAllowed of PodDisruptionBudgets true to the pods they select; the eviction API reads it.
class DisruptionController : public Actor {
    Q_OBJECT
public:
    explicit DisruptionController(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    kube::Reflector* m_budgets = nullptr;
    kube::Reflector* m_pods = nullptr;
};

} // namespace cocoon::sandbox
