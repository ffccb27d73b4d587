// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/api/api_server.h"

namespace cocoon::sandbox {

/// Events are one kind served by two groups: v1 and events.k8s.io/v1 show the same objects, some fields under other names.
/// The store has the form of v1. Pure.

QJsonObject coreEvent(const QJsonObject& event); ///< whatever form it has
QJsonObject groupEvent(const QJsonObject& event); ///< events.k8s.io/v1 of an Event, an EventList or a watch's line

/// A request to events.k8s.io/v1 as the same to v1; std::nullopt when it is for something else.
std::optional<ApiRequest> asCoreEventRequest(const ApiRequest& request);
/// The answer to it in the form that was asked for, a watch included.
ApiReply asGroupEventReply(ApiReply reply);

} // namespace cocoon::sandbox
