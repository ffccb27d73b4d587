// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/secret.h"

namespace cocoon::app {

/// IBMCLOUD_API_KEY, taken out of the environment; empty without one. To be called before anything is started, also by who has
/// no use for it: children inherit the environment, and /proc/PID/environ shows this very memory.
Secret takeEnvironmentKey();

} // namespace cocoon::app
