// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/websocket_codec.h"

#include <cstdint>
#include <cstdlib>

using namespace cocoon::net;

/// Any bytes: no crash; frames read in one piece and byte by byte are the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 1) {
        return 0;
    }
    const bool masked = (data[0] & 1U) != 0;
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    WebSocketDecoder atOnce(masked, 65536);
    const auto whole = atOnce.feed(bytes);
    WebSocketDecoder byByte(masked, 65536);
    qsizetype count = 0;
    for (const char c : bytes) {
        const auto some = byByte.feed(QByteArray(1, c));
        if (!some) {
            if (whole) {
                std::abort();
            }
            return 0;
        }
        for (const WebSocketFrame& frame : *some) {
            if (whole && (count >= whole->size() || whole->at(count).payload != frame.payload)) {
                std::abort();
            }
            ++count;
        }
    }
    if (!whole || count != whole->size()) {
        std::abort();
    }
    return 0;
}
