// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/cloud/cloud_call.h"
#include "services/sandbox/cloud/cloud_state.h"

namespace cocoon::sandbox {

/// What a right is asked for: a service, and optionally the resource group of the thing.
struct NeededRight {
    QString service; ///< "is", "containers-kubernetes"; "" = the resource group itself
    QStringList roles; ///< any of these, "Editor", "Writer" …
    QString resourceGroup {};
};

/// Does a policy of the account give the caller one of the roles? The account's owner may do everything.
bool may(const CloudState& state, const Caller& caller, const NeededRight& wanted);

/// Every role that includes reading.
QStringList readers();
/// Every role that includes creating and deleting.
QStringList editors();

} // namespace cocoon::sandbox
