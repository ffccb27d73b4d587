// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/credentials.h"
#include "services/net/transport.h"

#include <QPointer>

namespace cocoon::kube {

/// A stream of the transport below with our credentials: waits for them, and opens once more when the server answers
/// 401 and they could be renewed. Owned by the client.
class ClientStream : public net::Stream {
    Q_OBJECT
public:
    ClientStream(net::Transport& transport, Credentials& credentials, net::Request request, QObject* parent);
    ~ClientStream() override;
    void close() override;
    void write(const QByteArray& bytes) override;

private:
    void open();
    void attach(net::Stream* inner);
    void dropInner();
    void end(const Error& error);

    net::Transport& m_transport;
    Credentials& m_credentials;
    net::Request m_request;
    QPointer<net::Stream> m_inner;
    bool m_renewed = false;
    bool m_closed = false;
};

} // namespace cocoon::kube
