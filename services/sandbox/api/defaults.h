// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

namespace cocoon::sandbox {

/// What the server fills in on every write of a built-in kind and what clients notice: restart policies, protocols, update
/// strategies, types, derived names. Idempotent.
QJsonObject withDefaults(const ApiServer::Kind& kind, const QJsonObject& object);
/// What a new object of the kind starts with: status, phase, QoS class, finalizers. `counter` numbers cluster addresses.
QJsonObject asCreated(const ApiServer::Kind& kind, const QJsonObject& object, quint32 counter, const QString& now);
/// A secret whose stringData went into data, as the server keeps it.
QJsonObject withStringDataMoved(const QJsonObject& secret);
/// "Guaranteed", "Burstable" or "BestEffort" for a pod spec.
QString qosClass(const QJsonObject& podSpec);

} // namespace cocoon::sandbox
