// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/cluster_workers.h"

#include "models/setup/cluster_fit.h"
#include "services/ibm/cloud.h"

namespace cocoon::app {

ClusterWorkers::ClusterWorkers(ibm::Cloud& cloud, QObject* parent)
    : QObject(parent)
    , m_cloud(cloud)
{
}

void ClusterWorkers::look(const QStringList& clusters)
{
    m_waiting = clusters;
    for (int i = 0; i < kAtOnce; ++i) {
        next();
    }
}

void ClusterWorkers::next()
{
    if (m_waiting.isEmpty()) {
        return;
    }
    const QString cluster = m_waiting.takeFirst();
    m_cloud.workers(cluster)->then(this, [this, cluster](const Result<QJsonArray>& workers) {
        const QString unsuitable = workers ? setup::unsuitableWorkers(*workers) : QString();
        if (!unsuitable.isEmpty()) {
            Q_EMIT judged(cluster, unsuitable);
        }
        next();
    });
}

} // namespace cocoon::app
