// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/senders.h"

namespace cocoon::app {

/// The body as it goes to the wire: $secret leaves revealed (base64 where they stand under a Secret's `data`). A $ref leaf,
/// or a secret this process does not hold, is Errc::Precondition.
Result<QJsonValue> resolveBody(const QJsonValue& body, bool isSecretObject, const SecretAccess& secrets);

/// What may be kept of a Kubernetes reply: which object it is, never what is in it.
QJsonObject identityOf(const QJsonObject& object);

} // namespace cocoon::app
