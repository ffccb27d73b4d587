// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cocoon::test {

/// Is there a kubectl of 1.28 or newer, which speaks WebSocket and has `auth whoami`? Debian 12 packages 1.20.
bool hasNewKubectl();

inline constexpr char kNoKubectl[] = "no kubectl 1.28 or newer in PATH (Debian 12 packages 1.20): put one there to run this";

} // namespace cocoon::test
