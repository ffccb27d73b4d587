// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/client_stream.h"

#include "services/kube/requester.h"
#include "services/net/http_codec.h"

namespace cocoon::kube {

ClientStream::ClientStream(
    net::Transport& transport, Credentials& credentials, net::Request request, QObject* parent)
    : net::Stream(parent)
    , m_transport(transport)
    , m_credentials(credentials)
    , m_request(std::move(request))
{
    open();
}

ClientStream::~ClientStream()
{
    dropInner();
}

void ClientStream::open()
{
    m_credentials.authorize(this, [this](const Result<std::optional<Secret>>& authorization) {
        if (m_closed) {
            return;
        }
        if (!authorization) {
            // May be known at once, but nobody listens yet while we are being made.
            const Error error = authorization.error().during(QStringLiteral("get credentials")).during(actionOf(m_request));
            QMetaObject::invokeMethod(
                this, [this, error] { if (!m_closed) { m_closed = true; Q_EMIT ended(error); } },
                Qt::QueuedConnection);
            return;
        }
        m_request.authorization = *authorization;
        attach(m_transport.open(m_request));
    });
}

void ClientStream::attach(net::Stream* inner)
{
    m_inner = inner;
    connect(inner, &net::Stream::opened, this, [this](int status, const net::Headers& headers) {
        if (status == 401 && !m_renewed && m_credentials.renew(m_request.authorization)) {
            m_renewed = true;
            dropInner();
            open();
            return;
        }
        if (status >= 200 && status < 300 && net::isWebPage(headers)) {
            end(net::webPageError(QStringLiteral("an API server")));
            return;
        }
        Q_EMIT opened(status, headers);
    });
    connect(inner, &net::Stream::data, this, &net::Stream::data);
    connect(inner, &net::Stream::ended, this, &ClientStream::end);
}

void ClientStream::end(const Error& error)
{
    dropInner();
    m_closed = true;
    Q_EMIT ended(error.during(actionOf(m_request)));
}

void ClientStream::dropInner()
{
    if (m_inner) {
        m_inner->disconnect(this);
        m_inner->close();
        m_inner->deleteLater(); // we may have been called from one of its signals
        m_inner.clear();
    }
}

void ClientStream::close()
{
    m_closed = true;
    dropInner();
}

void ClientStream::write(const QByteArray& bytes)
{
    if (m_inner) {
        m_inner->write(bytes);
    }
}

} // namespace cocoon::kube
