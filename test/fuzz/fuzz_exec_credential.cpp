// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/exec_plugin.h"

#include <cstdlib>

// Whatever a credential plug-in prints: an error, or something to log in with; a certificate never without its key.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    const QByteArray output(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto credential = cocoon::kube::parseExecCredential(output, QStringLiteral("client.authentication.k8s.io/v1"));
    if (credential && (credential->token.isEmpty() && credential->clientChain.isEmpty())) {
        std::abort();
    }
    if (credential && credential->clientChain.isEmpty() != credential->clientKey.isNull()) {
        std::abort();
    }
    if (!credential && credential.error().message.isEmpty()) {
        std::abort();
    }
    return 0;
}
