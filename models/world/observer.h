// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/world/world_source.h"
#include "services/base/clock.h"
#include "services/base/job.h"
#include "services/base/secret.h"

#include <functional>
#include <memory>

namespace cocoon::kube {
class Client;
}
namespace cocoon::ibm {
class Cloud;
}
namespace cocoon::net {
class Transport;
}

namespace cocoon::world {

/// Answers questions from the real world: kube.* by watches (Reflector) and reads, cloud questions by polls at half their
/// maxAge, others once. Differences of one event-loop turn are delivered as one worldChanged. Never writes.
/// Owned by the composition root; the clients must outlive it. Thread: GUI thread.
class Observer : public WorldSource {
    Q_OBJECT
public:
    struct Sources {
        /// Opens the cluster connection on the first kube question (may fetch a kubeconfig); may be empty: then kube
        /// questions fail with Precondition.
        std::function<Job<kube::Client*>*()> cluster;
        std::function<QJsonObject()> connectionFacts; ///< value of ask::connection() once connected
        ibm::Cloud* cloud = nullptr; ///< may be null: cloud questions fail with Unauthorized
        net::Transport* probe = nullptr; ///< for trustee probes; verifies TLS but reports instead of failing
        std::function<Secret(const QString& name)> secret; ///< the process's secret store
        std::function<QList<QJsonObject>()> journal;
        Clock* wallClock = nullptr; ///< real time, for signs of life; the world's clock when null
    };
    Observer(Clock& clock, Sources sources, QObject* parent = nullptr);
    ~Observer() override;

    const World& world() const override;
    void want(const QString& subscriber, const QList<Query>& queries) override;
    void refresh(const Query& query) override;
    void setWatchful(bool isWatchful) override;
    void writeThrough(const Query& query, const QJsonObject& written) override;
    /// The journal grew.
    void journalChanged();
    /// How many requests of which kind were made: {"kube.list": 12, …} for the cost report.
    QHash<QString, int> requestCounts() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cocoon::world
