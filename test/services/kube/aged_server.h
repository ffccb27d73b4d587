// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"

#include <QJsonObject>
#include <QUrl>

namespace cocoon::test {

/// An API server that says what one of a certain age says, where ages differ: discovery (old, aggregated v2beta1 from 1.26,
/// v2 from 1.30), policy (v1beta1 only before 1.21, v1 only from 1.25), eviction (v1 from 1.22), exec (v5 from 1.29),
/// initial events in a watch (on by default from 1.32). It has one pod n/p and one budget n/b.
class AgedServer {
public:
    explicit AgedServer(int minor);
    QUrl start();
    QStringList evictions; ///< apiVersions that worked
    QString subprotocol; ///< of the last exec

private:
    void answer(net::Exchange& exchange);
    void discovery(net::Exchange& exchange);
    void policy(net::Exchange& exchange, const QString& version);
    void evict(net::Exchange& exchange);
    void exec(net::Exchange& exchange);
    void pods(net::Exchange& exchange);
    bool hasOldPolicy() const { return m_minor < 25; }
    bool hasNewPolicy() const { return m_minor >= 21; }

    int m_minor;
    net::HttpServer m_server { {} };
};

} // namespace cocoon::test
