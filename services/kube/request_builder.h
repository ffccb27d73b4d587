// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"

namespace cocoon::kube {

/// Makes the HTTP requests of an API server as plain values. Knows nothing of credentials or sockets, so that a table
/// of (call → method, path, query, headers, body) is its whole test.
class RequestBuilder {
public:
    explicit RequestBuilder(QUrl server);

    /// `path` is already percent-encoded ("/api/v1/…"); `query` is not.
    using Query = QList<std::pair<QString, QString>>;
    net::Request plain(const QByteArray& method, const QString& path, const Query& query = {},
        const QByteArray& body = {}, const QByteArray& contentType = {}) const;
    /// `pathAndQuery` exactly as it shall appear on the wire.
    net::Request verbatim(const QByteArray& method, const QString& pathAndQuery, const QByteArray& body = {},
        const QByteArray& contentType = {}) const;

    net::Request get(const Resource& r, const QString& ns, const QString& name) const;
    net::Request list(const Resource& r, const QString& ns, const ListOptions& o, const QString& continueToken) const;
    net::Request watch(const Resource& r, const QString& ns, const ListOptions& o, bool sendInitialEvents) const;
    net::Request create(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o) const;
    net::Request replace(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o,
        const QString& subresource) const;
    net::Request apply(const Resource& r, const QString& ns, const QJsonObject& body, const WriteOptions& o,
        const QString& subresource) const;
    net::Request patch(const Resource& r, const QString& ns, const QString& name, PatchType type,
        const QJsonValue& patch, const WriteOptions& o, const QString& subresource) const;
    net::Request remove(const Resource& r, const QString& ns, const QString& name, const DeleteOptions& o) const;
    net::Request evict(const QString& ns, const QString& pod, const QString& policyVersion) const;
    net::Request logs(const QString& ns, const QString& pod, const LogOptions& o) const;
    /// The WebSocket handshake of exec; `key` is the Sec-WebSocket-Key.
    net::Request exec(const QString& ns, const QString& pod, const QString& container, const QStringList& command,
        bool withStdin, const QByteArray& key) const;

private:
    net::Request withBody(const QByteArray& method, const Resource& r, const QString& path, const Query& query,
        const QByteArray& body, const QByteArray& contentType) const;
    QByteArray m_base; ///< server URL without a trailing slash
};

} // namespace cocoon::kube
