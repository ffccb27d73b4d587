// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"

#include <optional>

namespace cocoon::ui {

/// What the window can do about a finding: set a field of the Intent, or lead to the field or page where it is decided.
struct FindingFix {
    QString word; ///< on the button
    QString page;
    QString field; ///< of the Intent, "" = just the page
    std::optional<QString> value {}; ///< it is set to this; none = the user decides
};

/// Nothing for what is met, or where only the world outside can be put right.
std::optional<FindingFix> fixOf(const plan::Finding& finding);

} // namespace cocoon::ui
