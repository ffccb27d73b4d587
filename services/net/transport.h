// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/base/secret.h"

#include <QByteArray>
#include <QList>
#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>

#include <optional>

namespace cocoon::net {

/// Header fields in order; names compare without case.
class Headers {
public:
    void add(const QByteArray& name, const QByteArray& value) { m_fields.append({ name, value }); }
    void set(const QByteArray& name, const QByteArray& value);
    void remove(const QByteArray& name);
    QByteArray value(const QByteArray& name) const; ///< first one, empty when absent
    QList<QByteArray> values(const QByteArray& name) const;
    bool contains(const QByteArray& name) const;
    const QList<std::pair<QByteArray, QByteArray>>& fields() const { return m_fields; }

private:
    QList<std::pair<QByteArray, QByteArray>> m_fields;
};

/// Deadlines in real time. Streams have no `total`.
struct Deadlines {
    milliseconds connect { 10000 };
    milliseconds firstByte { 30000 };
    milliseconds idle { 30000 };
};

/// One HTTP request as a value; made by free functions, compared by tests.
struct Request {
    QByteArray method = "GET";
    QUrl url;
    Headers headers;
    QByteArray body;
    /// When set, sent as the Authorization header ("Bearer …", "Basic …"); never logged or compared in clear.
    std::optional<Secret> authorization;
    /// When set, sent instead of `body` (form with an API key, object with secret data).
    std::optional<Secret> secretBody;
    Deadlines deadlines;
    /// May it be sent again after an unknown outcome? GET, HEAD, PUT, DELETE are; POST and PATCH only if said so.
    std::optional<bool> idempotent;
    qsizetype maxBody = 0; ///< of the answer to send(), unpacked; 0 = as much as the transport takes

    bool isIdempotent() const;
};

struct Response {
    int status = 0;
    QByteArray reason;
    Headers headers;
    QByteArray body; ///< already un-chunked and un-gzipped
};

/// How to trust the server and who we are. A value, one per endpoint.
struct Tls {
    bool systemRoots = true; ///< use the machine's roots in addition to `roots`
    QList<QSslCertificate> roots;
    QList<QSslCertificate> clientChain;
    QSslKey clientKey;
    QString serverName; ///< verify (and send as SNI) this name instead of the URL's host
    bool insecure = false; ///< the user's own insecure-skip-tls-verify; shown permanently
};

/// Many bytes over time: watch, log follow, upgraded connection. Owned by its parent; close() ends it without a signal.
class Stream : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void close() = 0;
    /// Only after `opened` with status 101: raw bytes to the server.
    virtual void write(const QByteArray& bytes) = 0;

Q_SIGNALS:
    /// Status line and headers arrived. For a status other than 2xx/101 `ended` follows with the body in `detail`.
    void opened(int status, const cocoon::net::Headers& headers);
    /// Body bytes, un-chunked and un-gzipped; after 101 the raw bytes.
    void data(const QByteArray& bytes);
    /// The last signal. `error.code` is Errc::Cancelled for a clean end by the server (end of body).
    void ended(const cocoon::Error& error);
};

/// The only door to the wire. Jobs and streams are parented to the transport; destroying it ends them silently.
/// send() resolves with a Response for *every* HTTP status; only transport failures are errors (Network, Timeout, Tls,
/// Protocol). Redirects are returned, never followed. Thread: GUI thread.
class Transport : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual Job<Response>* send(const Request& request) = 0;
    /// `idle` deadline only counts when non-zero. For an upgrade put the Upgrade headers into the request.
    virtual Stream* open(const Request& request) = 0;
    /// From now on we are this client to every server; what is under way ends as who it began.
    virtual void useClientCertificate(const QList<QSslCertificate>& chain, const QSslKey& key)
    {
        Q_UNUSED(chain);
        Q_UNUSED(key);
    }
};

} // namespace cocoon::net

Q_DECLARE_METATYPE(cocoon::net::Headers)
Q_DECLARE_METATYPE(cocoon::Error)
