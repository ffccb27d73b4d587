// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoon/window_program.h"
#include "models/words/language.h"
#include "test/gui/stray_windows.h"
#include "test/integration/programs.h"
#include "ui/shell/main_window.h"

#include <QPushButton>

#include <functional>
#include <memory>

namespace cocoon::test {

/// The real window on the real program, as main() puts them together, with a sandbox of its own below the test's scratch folder.
/// Keys go to the widget that has the focus, as a user's do; every press is counted.
class WindowBench {
public:
    WindowBench();
    ~WindowBench();

    ui::Settings settings;
    words::Language language { QStringLiteral("en") };
    ui::Theme theme;
    std::unique_ptr<app::WindowProgram> program;
    std::unique_ptr<ui::MainWindow> window;

    void open(); ///< makes program and window anew, as a start does
    void close(); ///< as the process ending; the sandbox goes on
    /// Opens the sandbox through the welcome page's door and waits until every step is known.
    bool enterSandbox();
    /// Opens a sandbox of the test's own, with another kubeconfig when that is given, and waits until its places stand.
    bool enter(const SandboxProcess& sandbox, const QString& kubeconfig = {});
    setup::Desk* desk() const { return m_desk; }

    QPushButton* button(const QString& objectName) const;
    /// Gives the button the focus and presses Space.
    void press(QPushButton* button);
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    int presses() const { return m_presses; }
    void forgetPresses() { m_presses = 0; }

    /// Processes events until `condition`; false after `seconds`.
    bool until(const std::function<bool()>& condition, int seconds) const;
    bool untilDone(const QString& step, int seconds) const;
    QString said() const; ///< every label on screen, for a failing test's words

    /// A PNG of the window as it stands below build/…/screenshots; with COCOON_ALL_SHOTS in every theme and size.
    void shoot(const QString& name);

private:
    StrayWindows m_strays;
    setup::Desk* m_desk = nullptr;
    int m_presses = 0;
};

} // namespace cocoon::test
