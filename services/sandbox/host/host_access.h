// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"
#include "services/sandbox/actors/stage.h"

namespace cocoon::sandbox {

/// An API server that is not the sandbox's own may host it, when it is on this machine: the actors are administrators
/// there, and what they play must never reach a cluster somebody uses. Refuses every address but loopback.
Result<Done> mustBeOnLoopback(const kube::Access& access);

/// A kubeconfig of its own for this access, with everything in it (no paths but a token file's).
QByteArray kubeconfigFor(const kube::Access& access, const QString& name);

/// The server's own controllers play where kube-controller-manager and kube-scheduler hold their leases, else our actors.
Job<Controllers>* lackingControllers(kube::Client& client, Clock& clock);

} // namespace cocoon::sandbox
