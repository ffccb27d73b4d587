// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"
#include "services/sandbox/cloud/cloud_sim.h"

namespace cocoon::test {

/// Hands requests straight to a CloudSim in this process: IBM Cloud without sockets, for tests of actors on a ManualClock. An
/// answer is there at once, or after the latency that the cloud was told. Nothing streams.
class CloudTransport : public net::Transport {
    Q_OBJECT
public:
    explicit CloudTransport(sandbox::CloudSim& cloud, QObject* parent = nullptr);
    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override; ///< nullptr

    /// For CloudSim::Options.
    static QString baseUrl() { return QStringLiteral("https://cloud.invalid"); }

private:
    sandbox::CloudSim& m_cloud;
};

} // namespace cocoon::test
