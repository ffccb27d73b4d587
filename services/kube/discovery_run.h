// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/requester.h"

namespace cocoon::kube {

/// Asks an API server for everything it serves: two requests when it aggregates, else one per group version.
Job<Client::Discovery>* startDiscovery(Requester& requester);

} // namespace cocoon::kube
