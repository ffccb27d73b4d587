// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/failure.h"

namespace cocoon::sandbox {

/// Types a Go server could not have decoded (a number in ConfigMap.data, secret data that is not base64): 400.
Outcome<Done> checkDecodable(const ApiServer::Kind& kind, const QJsonObject& object);
/// Names, labels, annotations and the fields of built-in kinds that clients trip over.
QList<Cause> violationsOfCreate(const ApiServer::Kind& kind, const QJsonObject& object);
/// Fields that may not change (pod spec, selectors, class handlers).
QList<Cause> violationsOfUpdate(const ApiServer::Kind& kind, const QJsonObject& before, const QJsonObject& after);

} // namespace cocoon::sandbox
