// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/tap_transport.h"

namespace cocoon::test {

TapTransport::TapTransport(net::Transport& wire, Watch watch)
    : m_wire(wire)
    , m_watch(std::move(watch))
{
}

Job<net::Response>* TapTransport::send(const net::Request& request)
{
    if (m_watch.onRequest) {
        m_watch.onRequest(request);
    }
    Job<net::Response>* job = m_wire.send(request);
    if (m_watch.onReply) {
        job->then(this, [this, request](const Result<net::Response>& reply) { m_watch.onReply(request, reply); });
    }
    return job;
}

net::Stream* TapTransport::open(const net::Request& request)
{
    if (m_watch.onRequest) {
        m_watch.onRequest(request);
    }
    net::Stream* stream = m_wire.open(request);
    if (m_watch.onOpened) {
        connect(stream, &net::Stream::opened, this, [this, request](int status) { m_watch.onOpened(request, status); });
    }
    if (m_watch.onData) {
        connect(stream, &net::Stream::data, this, [this, request](const QByteArray& bytes) { m_watch.onData(request, bytes); });
    }
    return stream;
}

} // namespace cocoon::test
