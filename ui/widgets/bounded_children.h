// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cocoon::ui {

/// Qt 6.4 reads past the end of a list, and mostly crashes, when a screen reader asks a scroll area for a child that has gone
/// since it counted them (QAccessibleAbstractScrollArea::child). From now on scroll areas answer "none". Once, before the first window.
void boundAccessibleChildren();

} // namespace cocoon::ui
