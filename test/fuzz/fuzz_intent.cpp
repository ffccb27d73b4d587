// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/intent.h"

#include <cstdint>
#include <cstdlib>

/// Any text: an error or an Intent; what was read survives writing, and an edit changes one field or refuses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using cocoon::plan::Intent;
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto intent = Intent::fromYaml(text, QStringLiteral("fuzz.yaml"));
    const auto edited = Intent::edit(text, QStringLiteral("trust.url"), QStringLiteral("http://192.0.2.1:8080"));
    if (!intent) {
        return 0;
    }
    const auto again = Intent::fromYaml(intent->toYaml(), QStringLiteral("again.yaml"));
    if (!again || again->toJson() != intent->toJson()) {
        std::abort();
    }
    if (edited) {
        const auto read = Intent::fromYaml(*edited, QStringLiteral("edited.yaml"));
        if (!read || read->trust.url != QLatin1String("http://192.0.2.1:8080") || read->cluster != intent->cluster) {
            std::abort();
        }
    }
    return 0;
}
