// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

namespace cocoon::sandbox {

/// The kinds every server has.
QList<ApiServer::Kind> builtInKinds();
/// The kinds a CustomResourceDefinition serves, one per served version.
QList<ApiServer::Kind> crdKinds(const QJsonObject& crd);
/// Does metadata.generation count changes of this kind?
bool hasGeneration(const ApiServer::Kind& kind);

} // namespace cocoon::sandbox
