// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"

#include <QSet>

namespace cocoon::sandbox {

/// Removes what the sandbox made on somebody else's API server: everything with its label, everything in namespaces with
/// its label, all objects of kinds it brought, and pods on its nodes, which nobody runs any more. In rounds, because
/// webhooks must go before what they guard, and objects before their kinds and namespaces. Finalizers are dropped: whoever
/// would answer them has left. Resolves with the number of objects removed. Deletes itself with its job.
class CleanRun : public QObject {
    Q_OBJECT
public:
    static Job<int>* start(kube::Client& client, Clock& clock);

private:
    struct Target {
        kube::Resource resource;
        QString ns;
        QString name;
        bool hasFinalizers = false;
        bool isGoing = false;
    };
    CleanRun(kube::Client& client, Clock& clock, Job<int>* job);
    void round();
    void collect(const QList<kube::Resource>& kinds);
    void remember(const kube::Resource& kind, const QJsonObject& object);
    void act();
    void remove(const Target& target);
    void finalizeNamespace(const QString& name);
    void stepDone();

    kube::Client& m_client;
    Clock& m_clock;
    Job<int>* m_job;
    QSet<QString> m_namespaces; ///< with our label, from the round before
    QSet<QString> m_kinds; ///< names of CRDs with our label
    QSet<QString> m_nodes;
    QList<Target> m_targets;
    QSet<QString> m_removed;
    int m_open = 0;
    int m_rounds = 0;
};

} // namespace cocoon::sandbox
