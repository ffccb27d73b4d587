// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cocoon::test {

/// Is there a kubectl of 1.32 or newer, which speaks WebSocket and has `auth whoami`? Debian 12 packages 1.20.
bool hasNewKubectl();
/// What it calls itself ("v1.32.4"); empty when there is none.
QString kubectlVersion();

inline constexpr char kNoKubectl[] = "no kubectl 1.32 or newer in PATH (Debian 12 packages 1.20): put one there to run this";

} // namespace cocoon::test
