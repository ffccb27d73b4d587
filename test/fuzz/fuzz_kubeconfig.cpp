// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/config.h"

// Any bytes as a kubeconfig: an error or a Config whose every context answers.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto config = cocoon::kube::Config::fromText(bytes, QStringLiteral("/nonexistent"), QStringLiteral("fuzz"));
    if (config) {
        for (const QString& context : config->contexts()) {
            (void)config->access(context);
        }
    }
    return 0;
}
