// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/session.h"
#include "models/world/connection_check.h"

namespace cocoon::app {

/// Tries every way that a Session with these options would go: to the API server of its kubeconfig, to IBM Cloud.
Job<net::ProbeSteps>* checkConnection(const Result<Session::Options>& options, QObject* parent);

} // namespace cocoon::app
