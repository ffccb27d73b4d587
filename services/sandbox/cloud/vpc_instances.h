// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

#include <functional>

namespace cocoon::sandbox {

/// Virtual server instances: checks of a create, the way from pending over starting to running (about four minutes for
/// TDX), actions, deletion, boot volumes, addresses.
class VpcInstances {
public:
    explicit VpcInstances(CloudState& state);
    Reply handle(const Call& call);
    void resume();
    /// A VSI in the cluster's VPC that no pod owns.
    void addOrphan();
    /// A VSI that has run for `days` already; returns its id.
    QString addRunning(const QString& name, int days, int number = 0);
    QJsonObject find(const QString& id) const; ///< in whatever region, with user_data

    std::function<void(const QString&)> deleted;
    std::function<void(const QString&)> running;

private:
    Reply create(const Call& call);
    Reply remove(const Call& call, const QJsonObject& instance);
    Reply action(const Call& call, QJsonObject instance);
    /// An error, or nothing when the prototype is fine.
    std::optional<Reply> refuse(const Call& call, const QJsonObject& subnet, const QJsonObject& image, const QJsonObject& profile) const;
    QJsonObject build(const QString& region, const QJsonObject& prototype, const QJsonObject& subnet, const QJsonObject& image,
        const QJsonObject& profile);
    int usedVcpus(const QString& region) const;
    QString nextAddress(const QString& region, const QJsonObject& subnet) const;
    void plan(const QString& region, const QString& id);
    void step(const QString& region, const QString& id, const QString& from);
    void addressesChanged(const QString& region, const QString& subnetId, int by);

    CloudState& m_state;
};

} // namespace cocoon::sandbox
