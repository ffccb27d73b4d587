// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/spoiler.h"

#include <QJsonObject>

namespace cocoon::sandbox {

/// A network, proxies and load balancers that fail now and then. Faults of a scenario:
///
///     network.reads: N     every Nth request that only reads is spoilt, by one fault after the other
///     network.writes: N    likewise the others: of some the service did what was asked, and only the answer is lost
///
/// The faults are those of net::Fault, but for silence and drip, which cost a client its whole patience. The sandbox's own actors
/// are spared on their way to cluster and cloud (a lost answer would leave a server of the adaptor's behind), guests on theirs to the
/// trustee. Must outlive the servers it stands before. Thread: GUI thread.
class BadNetwork {
public:
    explicit BadNetwork(const QJsonObject& faults);
    /// How actors call themselves to the cloud, which has no certificate of theirs.
    static QByteArray actorAgent() { return "cocoon-sandbox-actors"; }
    /// `good`, or what spoils some of its answers.
    net::HttpServer::Handler before(net::HttpServer::Handler good, const std::function<QByteArray(int status)>& refusal);

private:
    /// Every Nth time, the next fault.
    struct Turn {
        int every = 0;
        int count = 0;
        bool isDue() { return every > 0 && ++count % every == 0; }
    };
    net::Fault next();

    Turn m_reads;
    Turn m_writes;
    std::size_t m_next = 0;
};

} // namespace cocoon::sandbox
