// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace cocoon::ui {

/// Fills `place` with a page that scrolls up and down only and takes no focus of its own; returns the page, to be laid out.
QWidget* makeScrollPage(QWidget* place);
/// Scrolls the page that `part` stands on until it is seen.
void bringIntoView(QWidget* part);

} // namespace cocoon::ui
