// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/json.h"
#include "services/sandbox/front/protobuf_body.h"

// A body of a Go client: an object with its kind or an error, never a crash; the same bytes give the same object.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto first = cocoon::sandbox::decodeProtobufBody(bytes);
    const auto second = cocoon::sandbox::decodeProtobufBody(bytes);
    if (first.has_value() != second.has_value()) {
        __builtin_trap();
    }
    if (first && (*first != *second || cocoon::str(*first, { u"kind" }).isEmpty())) {
        __builtin_trap();
    }
    return 0;
}
