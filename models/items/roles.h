// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace cocoon::items {

/// How a state stands; the window gives it an icon and a colour, beside the word in the display role.
enum class Mark { None, Ok, Info, Warning, Error, Progress, Idle, Skipped, Question, Ready, Drifted, Money, Change, Restart, Delete };

enum Role {
    MarkRole = Qt::UserRole + 1, ///< Mark as int, only for cells that show a state
    IdentityRole, ///< stable text, for selections that survive
    MonoRole, ///< true: an identifier
    SortRole,
    EmphasisRole, ///< true: what the row is called; without an answer the first column is
    WidestRole ///< a text as wide as the cell gets while it is looked at
};

} // namespace cocoon::items
