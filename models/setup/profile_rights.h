// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/credential_view.h"
#include "models/setup/report.h"

namespace cocoon::setup {

/// Profile, rule and policies of a trusted profile: what exists, what is missing, the changes that add it.
void assessProfile(Look& look, const CredentialView& view, Report& report);

} // namespace cocoon::setup
