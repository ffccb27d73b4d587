// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/net/transport.h"

namespace cocoon::net {

/// Decorator: repeats idempotent requests after 429, 503, 502, 504 and connection failures, at most `attempts` times in
/// all, obeying Retry-After (seconds or date, capped at 60 s), else backing off from 0.5 s by factor 2 with jitter.
/// 429 is also repeated for requests that are not idempotent: the server says it did nothing. Waits run on `clock`.
class RetryTransport : public Transport {
    Q_OBJECT
public:
    RetryTransport(Transport& inner, Clock& clock, int attempts = 4, QObject* parent = nullptr);
    Job<Response>* send(const Request& request) override;
    Stream* open(const Request& request) override; ///< passed through: streams reconnect by themselves
    void useClientCertificate(const QList<QSslCertificate>& chain, const QSslKey& key) override { m_inner.useClientCertificate(chain, key); }

private:
    Transport& m_inner;
    Clock& m_clock;
    int m_attempts;
};

} // namespace cocoon::net
