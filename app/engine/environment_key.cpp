// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/environment_key.h"

#include <cstdlib>
#include <cstring>

namespace cocoon::app {

namespace {
    constexpr char kVariable[] = "IBMCLOUD_API_KEY";
}

Secret takeEnvironmentKey()
{
    char* value = std::getenv(kVariable);
    if (value == nullptr) {
        return {};
    }
    Secret key(QByteArray(value).trimmed());
    ::explicit_bzero(value, std::strlen(value));
    qunsetenv(kVariable);
    return key;
}

} // namespace cocoon::app
