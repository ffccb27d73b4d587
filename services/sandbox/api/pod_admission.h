// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"
#include "services/sandbox/api/object_store.h"

namespace cocoon::sandbox {

/// What the RuntimeClass admission of Kubernetes does to a new pod: an unknown class is forbidden, a known one adds its overhead and
/// its scheduling rules.
/// A pod stays five minutes on a node that is not ready or cannot be reached, unless it says otherwise.
QJsonObject withTolerations(const QJsonObject& pod);

Outcome<QJsonObject> withRuntimeClass(const ApiServer::Kind& pods, const QJsonObject& pod, const ObjectStore& store);

} // namespace cocoon::sandbox
