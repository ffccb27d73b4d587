// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/yaml.h"

#include <cstdint>
#include <cstdlib>

/// Any text: an error or documents, and what was read survives writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto documents = cocoon::parseYamlDocuments(text);
    if (!documents) {
        return 0;
    }
    for (const cocoon::YamlDocument& document : *documents) {
        const auto again = cocoon::parseYaml(cocoon::toYaml(document.value));
        if (!again || again->value != document.value) {
            std::abort();
        }
    }
    return 0;
}
