// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace cocoon::ui {

class Commands;
class Theme;

/// F1 or `?`: every command with its keys.
class CheatSheet : public QDialog {
    Q_OBJECT
public:
    CheatSheet(const Theme& theme, const Commands& commands, QWidget* parent);
};

} // namespace cocoon::ui
