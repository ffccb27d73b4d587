// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/reply_writer.h"

#include <QUuid>

namespace cocoon::sandbox {

net::Headers standardHeaders(const QByteArray& contentType)
{
    net::Headers headers;
    headers.add("Audit-Id", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    headers.add("Cache-Control", "no-cache, private");
    if (!contentType.isEmpty()) {
        headers.add("Content-Type", contentType);
    }
    return headers;
}

void sendReply(net::Exchange& exchange, const ApiReply& reply)
{
    net::Headers headers = standardHeaders(reply.contentType);
    for (const auto& [name, value] : reply.headers.fields()) {
        headers.add(name, value);
    }
    exchange.reply(reply.status, headers, reply.body);
}

} // namespace cocoon::sandbox
