// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"
#include "services/sandbox/api/api_server.h"

namespace cocoon::test {

/// Hands requests straight to an ApiServer in this process, watches included: a Kubernetes API without sockets, for tests
/// of clients and actors on a ManualClock. Everybody is an administrator. Only resource paths work (no discovery, logs or
/// exec: those are the shell's).
class ApiTransport : public net::Transport {
    Q_OBJECT
public:
    explicit ApiTransport(sandbox::ApiServer& server, QObject* parent = nullptr);
    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;

    qsizetype requestCount() const { return m_count; }
    /// A kube::Access for this transport.
    static QUrl url() { return QUrl(QStringLiteral("https://in-process.invalid")); }

private:
    sandbox::ApiRequest translate(const net::Request& request);
    sandbox::ApiServer& m_server;
    qsizetype m_count = 0;
};

} // namespace cocoon::test
