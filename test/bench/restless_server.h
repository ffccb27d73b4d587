// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace cocoon::bench {

/// The sandbox's API server without its actors, on loopback with TLS, full of pods of which `perSecond` change every second
/// (one change in fifty is a deletion or a new pod). Prints "PORT CA" (the authority's PEM in base64) when it is ready; on
/// standard input "go" starts the changes, "rest" ends them and prints how many there were; ends with its input.
int serveRestlessPods(QCoreApplication& app, int pods, int perSecond);

/// The token its administrator logs in with.
inline constexpr char kToken[] = "restless";

} // namespace cocoon::bench
