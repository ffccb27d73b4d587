// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ibm/cloud.h"
#include "services/kube/config.h"
#include "services/net/endpoint_probe.h"

namespace cocoon::world {

/// Walks the way to an API server with the user's own credential: settings, name, proxy, TCP, TLS, credential plug-in, login,
/// rights. Asks nothing but the version and the namespace kube-system.
Job<net::ProbeSteps>* checkCluster(const Result<kube::Access>& access, QObject* parent, milliseconds limit = milliseconds(10000));

/// The same for IBM Cloud: the way to IAM and to the containers API, and whether the credential is accepted (not asked when
/// there is none).
Job<net::ProbeSteps>* checkCloud(const ibm::Endpoints& endpoints, const ibm::Login& login, const Result<net::HttpTransport::Options>& wire, QObject* parent,
    milliseconds limit = milliseconds(10000));

} // namespace cocoon::world
