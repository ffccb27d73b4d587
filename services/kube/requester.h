// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client_stream.h"
#include "services/kube/request_builder.h"

namespace cocoon::kube {

/// Sends requests with credentials: the part of the client that all its calls share. Jobs are owned by `owner`.
class Requester {
public:
    /// `access` must outlive the requester.
    Requester(net::Transport& transport, const Access& access, QObject* owner);

    /// Any HTTP status is a Response; 401 is tried once more when the credentials could be renewed.
    Job<net::Response>* send(const net::Request& request);
    /// Status ≥ 300 becomes an Error that says what was asked.
    Job<net::Response>* sendChecked(const net::Request& request);
    /// The same with a JSON object as answer; without the field that such an answer must have it is Errc::Protocol.
    Job<QJsonObject>* sendJson(const net::Request& request, const QString& required = QStringLiteral("kind"));
    ClientStream* open(const net::Request& request);

    bool lacksCredential() const { return m_credentials.hasFailed(); }
    const RequestBuilder& build() const { return m_builder; }
    QObject* owner() const { return m_owner; }

private:
    void attempt(Job<net::Response>* job, net::Request request, bool isRenewed);

    net::Request prepared(net::Request request) const;

    net::Transport& m_transport;
    const Access& m_access;
    QObject* m_owner;
    Credentials m_credentials;
    RequestBuilder m_builder;
    bool m_hasOldPolicy = false; ///< disruption budgets of policy/v1beta1 only: servers before 1.21
};

/// "GET /api/v1/nodes" – without the query, which may hold selectors.
QString actionOf(const net::Request& request);
/// Valid JSON, but not what was asked for.
Error missingField(const QString& field);

} // namespace cocoon::kube
