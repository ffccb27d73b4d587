// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace cocoon::ui {

/// "0.4 s", "12 s", "3 min 05 s", "2 h 10 min": as long as is useful.
QString durationText(std::chrono::milliseconds time);
/// Between stamps of whole seconds: "under 1 s", "3 s"; longer ones as above.
QString secondsText(std::chrono::milliseconds time);

} // namespace cocoon::ui
