// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/activity/activity_place.h"
#include "ui/settings/settings.h"
#include "ui/setup/setup_place.h"
#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QPointer>

class QStackedWidget;

namespace cocoon::ui {

class Commands;
class Header;
class Palette;
class Rail;
class SettingsPlace;
class StatusLine;
class WelcomePage;

/// The window: rail, header, one place, status line. Shows places for the open connection, the welcome page without one.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Theme& theme, Settings& settings, Program& program);
    ~MainWindow() override;

    void openPlace(const QString& id); ///< "welcome", "setup", "activity", "settings"
    QString place() const { return m_place; }
    SetupPlace* setupPlace() { return m_setup; }
    Commands& commands() { return *m_commands; }

Q_SIGNALS:
    /// Something long came to its end while the user looked elsewhere.
    void ended(const QString& title, const QString& text);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void useDesk(setup::Desk* desk, const ConnectionFacts& facts);
    void dropDesk();
    void addCommands();
    void remember(); ///< where we are, for Back
    void go(int by);
    void saveKubeconfig();
    void fit();
    Theme& m_theme;
    Settings& m_settings;
    Program& m_program;
    Commands* m_commands;
    Rail* m_rail;
    Header* m_header;
    StatusLine* m_status;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    SettingsPlace* m_settingsPlace;
    QPointer<SetupPlace> m_setup;
    QPointer<ActivityPlace> m_activity;
    Palette* m_palette;
    setup::Desk* m_desk = nullptr;
    QString m_place;
    QStringList m_history; ///< "setup/operator"
    qsizetype m_at = -1;
    bool m_isGoing = false;
    bool m_isFirstAssessment = true;
};

} // namespace cocoon::ui
