// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cocoon::app {

/// A note on the desktop (org.freedesktop.Notifications), for the end of something long while the user looks elsewhere. Silent
/// where there is no such service. Thread: GUI thread.
void notifyDesktop(const QString& title, const QString& text);

} // namespace cocoon::app
