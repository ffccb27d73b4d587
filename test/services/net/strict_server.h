// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTcpServer>

#include <memory>

using SSL_CTX = struct ssl_ctx_st;

namespace cocoon::test {

/// A TLS server as strict as it is told to be, on OpenSSL alone: Qt's own ends a handshake without saying why, which no
/// other server does. Answers every request with one JSON object.
class StrictServer : public QTcpServer {
public:
    struct Options {
        QByteArray chainPem; ///< own certificate first
        QByteArray keyPem;
        QByteArray clientRootsPem; ///< not empty: a client needs a certificate of theirs
        int oldest = 0; ///< OpenSSL's number of the version; 0 = as usual
        int newest = 0;
        QByteArray says; ///< instead of TLS
    };
    explicit StrictServer(const Options& options);
    int answered() const { return m_answered; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    Options m_options;
    std::shared_ptr<SSL_CTX> m_context;
    int m_answered = 0;
};

} // namespace cocoon::test
