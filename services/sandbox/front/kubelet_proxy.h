// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/sandbox/api/api_server.h"
#include "services/sandbox/front/request_info.h"

namespace cocoon::sandbox {

/// Logs, exec and attach: finds the pod's node and passes the request on to its kubelet endpoint
/// (https://127.0.0.1:<kubeletEndpoint.Port>/containerLogs/… and /exec/…), as the real API server does with its InternalIP.
/// WebSocket only; frames are passed both ways. The transport must trust the kubelets.
class KubeletProxy : public QObject {
    Q_OBJECT
public:
    KubeletProxy(const ApiServer& api, net::Transport& transport, QObject* parent = nullptr);

    /// True when the request is one of these and was taken over (answered now or later).
    bool take(const RequestInfo& what, net::Exchange& exchange);

private:
    void logs(const RequestInfo& what, net::Exchange& exchange, const QJsonObject& pod);
    void connectStream(const RequestInfo& what, net::Exchange& exchange, const QJsonObject& pod);
    const ApiServer& m_api;
    net::Transport& m_transport;
};

} // namespace cocoon::sandbox
