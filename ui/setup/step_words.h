// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"

namespace cocoon::ui {

/// The state of a step as the list says it to those who cannot see its mark.
QString wordOf(plan::StepState state);

} // namespace cocoon::ui
