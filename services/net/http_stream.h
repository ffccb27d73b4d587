// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_connection.h"

namespace cocoon::net {

/// A Stream over a connection of its own.
class HttpStream : public Stream, public ConnectionUser {
    Q_OBJECT
public:
    HttpStream(const Request& request, const Headers& headers, HttpConnection::Target target, QObject* parent);
    /// One that ends with `error` as soon as the event loop runs.
    HttpStream(const Error& error, QObject* parent);
    ~HttpStream() override;

    void close() override;
    void write(const QByteArray& bytes) override;

    void onHead(const HttpHead& head) override;
    void onBody(QByteArray& body) override;
    void onEnd(QByteArray&& rest) override;
    void onError(const Error& error, bool untouched) override;

private:
    void end(const Error& error);

    HttpConnection* m_connection = nullptr;
    bool m_ended = false;
    std::optional<Error> m_refusal; ///< set after a failing status: the body goes into its detail
    QByteArray m_refusalBody;
    QByteArray m_logName;
    QElapsedTimer m_timer;
};

} // namespace cocoon::net
