// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/program.h"

#include <functional>

class QMenu;

namespace cocoon::ui {

/// The header's menu: every known connection to switch to, then what can be done with the one that is open. `leaveThen` runs
/// what it is given once the open connection may be left; `showAll` opens the list.
void fillConnectionMenu(QMenu& menu, Program& program, const std::function<void(std::function<void()>)>& leaveThen, const std::function<void()>& showAll);

} // namespace cocoon::ui
