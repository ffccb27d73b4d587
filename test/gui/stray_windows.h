// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace cocoon::test {

/// Fails the running test when a part of the window is shown before it has a place in it: it flashes up as a window of its own
/// and takes the keyboard from where it was.
class StrayWindows : public QObject {
public:
    StrayWindows();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace cocoon::test
