// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cocoon::ui {

class Commands;
class MainWindow;
class Settings;

/// The way to every place.
void addPlaceCommands(MainWindow& window);
/// Theme and size of the text as commands.
void addLookCommands(Commands& commands, Settings& settings);

} // namespace cocoon::ui
