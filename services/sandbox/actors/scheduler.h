// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// kube-scheduler in small: binds pods without a node to a schedulable, ready node that matches nodeSelector (the
/// RuntimeClass's included), tolerations and the countable resources (cpu is not counted; kata.peerpods.io/vm is).
/// A pod that fits nowhere gets the event FailedScheduling and the condition PodScheduled=False, as kubectl shows them.
class Scheduler : public Actor {
    Q_OBJECT
public:
    explicit Scheduler(Stage& stage, QObject* parent = nullptr);
    void start() override;

protected:
    void reconcile() override;

private:
    QString whyNot(const QJsonObject& pod, const QJsonObject& node, const QHash<QString, int>& used) const;
    void refuse(const QJsonObject& pod, const QHash<QString, int>& reasons, qsizetype nodes);

    kube::Reflector* m_pods = nullptr;
    kube::Reflector* m_nodes = nullptr;
    kube::Reflector* m_runtimeClasses = nullptr;
};

} // namespace cocoon::sandbox
