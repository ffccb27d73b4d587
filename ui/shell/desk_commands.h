// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cocoon::setup {
class Desk;
}

namespace cocoon::ui {

class MainWindow;

/// Adds what the places of an open connection contribute to the commands: every step of the set-up, and what their buttons do.
/// A button that is not there or switched off is not pressed by its command either. Ids begin with "desk.".
void addDeskCommands(MainWindow& window, setup::Desk& desk);

} // namespace cocoon::ui
