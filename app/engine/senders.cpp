// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/senders.h"

#include "services/kube/client.h"

namespace cocoon::app {

using namespace Qt::StringLiterals;

Senders::Senders(std::function<Job<kube::Client*>*()> cluster, ibm::Cloud* cloud, world::WorldSource& source,
    SecretAccess secrets, QObject* parent)
    : Executor(parent)
    , m_cluster(std::move(cluster))
    , m_cloud(cloud)
    , m_source(source)
    , m_secrets(std::move(secrets))
{
}

Job<plan::Outcome>* Senders::execute(const plan::Change& change)
{
    if (!change.isConcrete()) {
        return settledJob<plan::Outcome>(this,
            fail(Errc::Precondition, tr("The change waits for something that is not known yet: %1.").arg(change.references().join(u", "_s))));
    }
    Job<plan::Outcome>* job = nullptr;
    if (change.target.side == "ibm"_L1) {
        job = executeIbm(change);
    } else if (change.target.side == "kube"_L1 && m_cluster) {
        job = chainJob<plan::Outcome, kube::Client*>(m_cluster(), this,
            [this, change](kube::Client* const& client) { return executeKube(*client, change); });
    } else {
        return settledJob<plan::Outcome>(this, fail(Errc::Internal, u"Nobody sends changes to “%1”."_s.arg(change.target.side)));
    }
    // Whatever came back, and also when nothing did: look again.
    job->then(this, [this, change](const Result<plan::Outcome>&) {
        for (const QString& key : change.refreshes) {
            m_source.refresh(world::Query::fromKey(key));
        }
    });
    return job;
}

} // namespace cocoon::app
