// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/executor.h"
#include "models/world/world_source.h"
#include "services/base/secret.h"

#include <functional>

namespace cocoon::kube {
class Client;
}
namespace cocoon::ibm {
class Cloud;
}

namespace cocoon::app {

/// Where the senders reveal secrets from and put captured ones.
struct SecretAccess {
    std::function<Secret(const QString& name)> read;
    std::function<void(const QString& name, const Secret& value)> store;
};

/// Joins the two senders behind the Executor interface: `target.side` "kube" goes to the cluster, "ibm" to the cloud.
/// Resolves $secret leaves, refuses bodies with $ref leaves (Precondition), sends, takes secrets out of replies
/// (capturesSecret), writes the reply through to the World and refreshes the questions the change names.
class Senders : public plan::Executor {
    Q_OBJECT
public:
    Senders(std::function<Job<kube::Client*>*()> cluster, ibm::Cloud* cloud, world::WorldSource& source, SecretAccess secrets,
        QObject* parent = nullptr);
    Job<plan::Outcome>* execute(const plan::Change& change) override;

private:
    Job<plan::Outcome>* executeKube(kube::Client& client, const plan::Change& change);
    Job<plan::Outcome>* executeIbm(const plan::Change& change);
    std::function<Job<kube::Client*>*()> m_cluster;
    ibm::Cloud* m_cloud;
    world::WorldSource& m_source;
    SecretAccess m_secrets;
};

} // namespace cocoon::app
