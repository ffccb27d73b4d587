// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

#include <QQueue>

namespace cocoon::test {

/// A script of expected requests and replies. An unexpected request, and an expected one that never came, fail the test
/// (check `problems()` or let verify() do it).
class FakeTransport : public net::Transport {
    Q_OBJECT
public:
    using net::Transport::Transport;

    struct Expected {
        QByteArray method;
        QString pathAndQuery; ///< "" = any
        Result<net::Response> reply;
    };
    void expect(const QByteArray& method, const QString& pathAndQuery, int status, const QByteArray& body,
        const QByteArray& contentType = "application/json");
    void expectError(const QByteArray& method, const QString& pathAndQuery, Errc code);

    /// A stream that the test drives: FakeStream* stream = transport.streams().last().
    class FakeStream : public net::Stream {
    public:
        using net::Stream::Stream;
        void close() override { isClosed = true; }
        void write(const QByteArray& bytes) override { written += bytes; }
        net::Request request;
        QByteArray written;
        bool isClosed = false;
    };
    const QList<QPointer<FakeStream>>& streams() const { return m_streams; }

    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;

    const QList<net::Request>& requests() const { return m_requests; }
    QStringList problems() const;

private:
    QQueue<Expected> m_expected;
    QList<net::Request> m_requests;
    QList<QPointer<FakeStream>> m_streams;
    QStringList m_problems;
};

} // namespace cocoon::test
