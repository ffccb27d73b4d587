// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLineEdit;

namespace cocoon::ui {

class Theme;

/// What every filter wears: the glass in front, and the key that leads to it as a cap behind while nothing is typed.
void dressFilter(QLineEdit* filter, const Theme& theme);

} // namespace cocoon::ui
