// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/desk.h"

namespace cocoon::ui {

/// The state of a step as the list says it to those who cannot see its mark.
QString wordOf(plan::StepState state);
/// The last run gave up or failed, and these steps were part of it.
bool hasFailed(const setup::Desk& desk, const QStringList& steps);

} // namespace cocoon::ui
