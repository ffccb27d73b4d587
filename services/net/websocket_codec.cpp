// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/websocket_codec.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QtEndian>

namespace cocoon::net {

namespace {
    tl::unexpected<Error> broken(const QString& what)
    {
        return fail(Errc::Protocol, QStringLiteral("The WebSocket conversation is malformed: %1.").arg(what));
    }

    void applyMask(char* data, qsizetype size, const uchar* mask)
    {
        for (qsizetype i = 0; i < size; ++i) {
            data[i] = static_cast<char>(static_cast<uchar>(data[i]) ^ mask[i & 3]);
        }
    }

    bool isKnown(quint8 opcode)
    {
        return opcode <= WebSocketFrame::Binary || (opcode >= WebSocketFrame::Close && opcode <= WebSocketFrame::Pong);
    }
}

WebSocketDecoder::WebSocketDecoder(bool expectMasked, qsizetype maxPayload)
    : m_expectMasked(expectMasked)
    , m_maxPayload(maxPayload)
{
}

Result<QList<WebSocketFrame>> WebSocketDecoder::feed(const QByteArray& bytes)
{
    m_buffer += bytes;
    QList<WebSocketFrame> frames;
    qsizetype pos = 0;
    for (;;) {
        const auto* data = reinterpret_cast<const uchar*>(m_buffer.constData()) + pos;
        const qsizetype available = m_buffer.size() - pos;
        if (available < 2) {
            break;
        }
        const bool final = (data[0] & 0x80U) != 0;
        const auto opcode = static_cast<quint8>(data[0] & 0x0fU);
        const bool masked = (data[1] & 0x80U) != 0;
        const bool control = opcode >= WebSocketFrame::Close;
        auto length = static_cast<quint64>(data[1] & 0x7fU);
        if ((data[0] & 0x70U) != 0 || !isKnown(opcode)) {
            return broken(QStringLiteral("unknown kind of frame"));
        }
        if (masked != m_expectMasked) {
            return broken(QStringLiteral("wrong masking"));
        }
        if (control && (!final || length > 125)) {
            return broken(QStringLiteral("control frame"));
        }
        const qsizetype lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
        const qsizetype header = 2 + lengthBytes + (masked ? 4 : 0);
        if (available < header) {
            break;
        }
        if (lengthBytes == 2) {
            length = qFromBigEndian<quint16>(data + 2);
        } else if (lengthBytes == 8) {
            length = qFromBigEndian<quint64>(data + 2);
        }
        const bool continues = opcode == WebSocketFrame::Continuation;
        if (!control && continues == (m_messageOpcode == 0)) {
            return broken(QStringLiteral("fragment out of order"));
        }
        const auto room = static_cast<quint64>(m_maxPayload - (control ? 0 : m_message.size()));
        if (length > room) {
            return broken(QStringLiteral("message too large"));
        }
        const auto size = static_cast<qsizetype>(length);
        if (available < header + size) {
            // One allocation for a large frame that arrives in many pieces.
            m_buffer.reserve(pos + header + size);
            break;
        }
        QByteArray payload = m_buffer.mid(pos + header, size);
        if (masked) {
            applyMask(payload.data(), size, data + header - 4);
        }
        pos += header + size;
        if (control) {
            frames.append({ opcode, true, payload });
            continue;
        }
        if (!continues) {
            m_messageOpcode = opcode;
        }
        if (m_message.isEmpty()) {
            m_message = payload;
        } else {
            m_message.append(payload); // grows by factors: many small fragments cost no more than their bytes
        }
        if (final) {
            frames.append({ std::exchange(m_messageOpcode, quint8 { 0 }), true, std::exchange(m_message, {}) });
        }
    }
    m_buffer.remove(0, pos);
    return frames;
}

QByteArray encodeWebSocketFrame(const WebSocketFrame& frame, bool mask)
{
    const qsizetype size = frame.payload.size();
    const unsigned maskBit = mask ? 0x80U : 0U;
    QByteArray out;
    out.reserve(size + 14);
    out += static_cast<char>((frame.final ? 0x80U : 0U) | frame.opcode);
    if (size < 126) {
        out += static_cast<char>(maskBit | static_cast<unsigned>(size));
    } else if (size <= 0xffff) {
        out += static_cast<char>(maskBit | 126U);
        const quint16 wide = qToBigEndian(static_cast<quint16>(size));
        out.append(reinterpret_cast<const char*>(&wide), 2);
    } else {
        out += static_cast<char>(maskBit | 127U);
        const quint64 wide = qToBigEndian(static_cast<quint64>(size));
        out.append(reinterpret_cast<const char*>(&wide), 8);
    }
    if (mask) {
        const quint32 key = QRandomGenerator::system()->generate();
        out.append(reinterpret_cast<const char*>(&key), 4);
    }
    const qsizetype start = out.size();
    out += frame.payload;
    if (mask) {
        uchar key[4];
        std::copy_n(reinterpret_cast<const uchar*>(out.constData()) + start - 4, 4, key);
        applyMask(out.data() + start, size, key);
    }
    return out;
}

QByteArray webSocketAccept(const QByteArray& key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

} // namespace cocoon::net
