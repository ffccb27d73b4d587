// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace cocoon::setup {
class Desk;
}

namespace cocoon::ui {

/// Puts the window away while the desk's run goes on. It comes back by itself when the run has ended or waits for an answer,
/// and when Cocoon is started a second time: nothing stays behind that nobody sees.
void keepRunningInBackground(QWidget& window, setup::Desk& desk);

} // namespace cocoon::ui
