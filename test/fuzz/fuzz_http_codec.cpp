// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/http_codec.h"

#include <cstdint>
#include <cstdlib>

using cocoon::net::HttpParser;

namespace {

struct Outcome {
    QByteArray heads;
    QByteArray body;
    int messages = 0;
    bool failed = false;
};

Outcome parse(const QByteArray& bytes, HttpParser::Role role, qsizetype piece)
{
    Outcome outcome;
    HttpParser parser(role);
    for (qsizetype pos = 0; pos < bytes.size(); pos += piece) {
        parser.feed(bytes.mid(pos, piece));
        for (;;) {
            const auto event = parser.next();
            if (!event) {
                outcome.failed = true;
                return outcome;
            }
            if (event->kind == HttpParser::EventKind::NeedMore) {
                break;
            }
            if (event->kind == HttpParser::EventKind::Upgrade) {
                return outcome;
            }
            outcome.messages += event->kind == HttpParser::EventKind::End ? 1 : 0;
            outcome.body += event->body;
            for (const auto& [name, value] : event->head.headers.fields()) {
                outcome.heads += name + '=' + value + ';';
            }
        }
    }
    return outcome;
}

} // namespace

/// Any bytes: no crash, and the same messages however the bytes are cut. The first byte picks role and piece size.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 1) {
        return 0;
    }
    const auto role = (data[0] & 1U) != 0 ? HttpParser::Role::Request : HttpParser::Role::Response;
    const qsizetype piece = 1 + (data[0] >> 1U) % 31;
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    const Outcome whole = parse(bytes, role, std::max<qsizetype>(bytes.size(), 1));
    const Outcome pieces = parse(bytes, role, piece);
    if (whole.failed != pieces.failed || whole.messages != pieces.messages || whole.heads != pieces.heads
        || whole.body != pieces.body) {
        std::abort();
    }
    return 0;
}
