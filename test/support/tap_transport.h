// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

namespace cocoon::test {

/// Decorator: lets a test look at everything that passes, before anybody else sees it. `wire` must outlive it.
class TapTransport : public net::Transport {
    Q_OBJECT
public:
    struct Watch {
        std::function<void(const net::Request&)> onRequest; ///< not on the wire yet
        std::function<void(const net::Request&, const Result<net::Response>&)> onReply; ///< nobody has seen it yet
        std::function<void(const net::Request&, int status)> onOpened; ///< a stream's first line
        std::function<void(const net::Request&, const QByteArray&)> onData; ///< of a stream
    };
    TapTransport(net::Transport& wire, Watch watch);
    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;
    void useClientCertificate(const QList<QSslCertificate>& chain, const QSslKey& key) override { m_wire.useClientCertificate(chain, key); }

private:
    net::Transport& m_wire;
    Watch m_watch;
};

} // namespace cocoon::test
