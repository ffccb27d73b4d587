// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/roles.h"
#include "models/plan/assessment.h"
#include "ui/theme/theme.h"

namespace cocoon::ui {

/// The icon and the tone of a mark; the word comes from the model.
QString iconOf(items::Mark mark);
Tone toneOf(items::Mark mark);
items::Mark markOf(plan::StepState state);

} // namespace cocoon::ui
