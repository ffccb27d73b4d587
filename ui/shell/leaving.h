// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace cocoon::setup {
class Desk;
}

namespace cocoon::ui {

/// While a run is under way, asks before the connection is left and says exactly what state that leaves; true without a
/// question when nothing runs.
bool mayLeave(QWidget& window, setup::Desk* desk);
/// The same before the window is closed, which may also be put away until the run needs somebody.
bool mayClose(QWidget& window, setup::Desk* desk);

} // namespace cocoon::ui
