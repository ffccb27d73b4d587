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
/// question when nothing runs. `leave` is the button's word.
bool mayLeave(QWidget& window, const setup::Desk* desk, const QString& leave);

} // namespace cocoon::ui
