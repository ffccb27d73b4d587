// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLayout;
class QWidget;

namespace cocoon::ui {

class Theme;

/// Fills `place` with a page that scrolls up and down and takes no focus of its own; returns the page, to be laid out. Sideways it scrolls
/// only where a part of it is wider than the window: that must not be out of reach.
QWidget* makeScrollPage(QWidget* place);
/// The room that the scroll bar of such a page takes, at any text size: what stands above or below it ends where its cards do.
void leaveRoomForBar(const Theme& theme, QLayout* layout);
/// Scrolls the page that `part` stands on until it is seen.
void bringIntoView(QWidget* part);

} // namespace cocoon::ui
