// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/error.h"

#include <QJsonObject>

namespace cocoon::sandbox {

/// Kubernetes' protobuf request bodies as JSON. Typed Go clients (kubectl create, auth can-i, drain) send them without
/// asking and do not fall back. Answers stay JSON, which every client accepts. Only the messages such commands send are known;
/// any other kind is Errc::Invalid.
Result<QJsonObject> decodeProtobufBody(const QByteArray& body);

} // namespace cocoon::sandbox
