// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QByteArray>
#include <QList>

namespace cocoon::net {

/// RFC 6455 frames as a plain state machine, both directions; used by exec on the client and by the server.
struct WebSocketFrame {
    enum Opcode : quint8 { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
    quint8 opcode = Binary;
    bool final = true;
    QByteArray payload;
};

class WebSocketDecoder {
public:
    /// `expectMasked`: true on the server side.
    explicit WebSocketDecoder(bool expectMasked, qsizetype maxPayload = 16 * 1024 * 1024);
    /// Feeds bytes; returns whole frames (control frames as they come, data frames with fragments joined).
    Result<QList<WebSocketFrame>> feed(const QByteArray& bytes);

private:
    bool m_expectMasked;
    qsizetype m_maxPayload;
    QByteArray m_buffer;
    QByteArray m_message;
    quint8 m_messageOpcode = 0;
};

QByteArray encodeWebSocketFrame(const WebSocketFrame& frame, bool mask);
/// Sec-WebSocket-Accept for a key.
QByteArray webSocketAccept(const QByteArray& key);

} // namespace cocoon::net
