// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_server.h"
#include "services/sandbox/api/api_server.h"

namespace cocoon::sandbox {

/// Puts a handler's answer on the wire with the headers a Kubernetes API server sends.
void sendReply(net::Exchange& exchange, const ApiReply& reply);
net::Headers standardHeaders(const QByteArray& contentType);

} // namespace cocoon::sandbox
