// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

namespace cocoon::ibm {

/// The Error of an answer that is not 2xx. Understands the body shapes of IAM tokens, IAM identity, policies, VPC and
/// the containers API, and plain text. Code by status, with the exceptions
/// named at ibm::Cloud; message from the service with its code and, where given, its support id.
Error errorFrom(const net::Response& response);

/// The service's own error code ("BXNIM0415E", "not_found", "A0007"), "" when the body has none.
QString serviceErrorCode(const QByteArray& body);

/// A body for people and logs: redactedText(), the length is capped.
QString redactedBody(const QByteArray& body);

} // namespace cocoon::ibm
