// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/activity/activity_place.h"
#include "ui/nodes/nodes_place.h"
#include "ui/overview/overview_place.h"
#include "ui/pods/pods_place.h"
#include "ui/settings/settings.h"
#include "ui/setup/setup_place.h"
#include "ui/shell/place_history.h"
#include "ui/shell/program.h"
#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>

class QStackedWidget;

namespace cocoon::ui {

class AlertBar;
class Commands;
class FleetPlace;
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

    void openPlace(const QString& id); ///< "welcome" (connections), "overview", "setup", "nodes", "pods", "activity", "fleet", "settings"
    /// A place and what to show there: "setup/image", "nodes/10.240.0.4".
    void openLink(const QString& link);
    bool hasPlace(const QString& link) const;
    QString place() const { return m_place; }
    SetupPlace* setupPlace() { return m_setup; }
    OverviewPlace* overviewPlace() { return qobject_cast<OverviewPlace*>(makePlace(QStringLiteral("overview"))); }
    NodesPlace* nodesPlace() { return qobject_cast<NodesPlace*>(makePlace(QStringLiteral("nodes"))); }
    PodsPlace* podsPlace() { return qobject_cast<PodsPlace*>(makePlace(QStringLiteral("pods"))); }
    FleetPlace* fleetPlace() { return m_fleet; }
    Commands& commands() { return *m_commands; }

Q_SIGNALS:
    /// Something long came to its end while the user looked elsewhere.
    void ended(const QString& title, const QString& text);
    /// Something that a person should hear of, and wants to hear of on the desktop.
    void alerted(const QString& title, const QString& text);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void useDesk(setup::Desk* desk, const ConnectionFacts& facts);
    void addPlaces(setup::Desk& desk, dashboard::Board& board);
    void dropDesk();
    QWidget* makePlace(const QString& id); ///< the place of the open connection; none when there is none of that name
    void setKeyringNote(const QString& note);
    void addCommands();
    void remember(); ///< where we are, for Back
    void go(int by);
    void saveKubeconfig();
    void leaveThen(const std::function<void()>& next);
    void protect(bool isProtected);
    void protectPlaces(); ///< those that are there; one that is made later as well
    void fit();
    void tellVisible(); ///< nobody is asked for signs of life while nobody looks
    Theme& m_theme;
    Settings& m_settings;
    Program& m_program;
    Commands* m_commands;
    Rail* m_rail;
    Header* m_header;
    AlertBar* m_alerts;
    StatusLine* m_status;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    SettingsPlace* m_settingsPlace = nullptr; ///< when it was opened once, like the fleet: both stay
    FleetPlace* m_fleet = nullptr;
    QPointer<OverviewPlace> m_overview;
    QPointer<SetupPlace> m_setup;
    QPointer<NodesPlace> m_nodes;
    QPointer<PodsPlace> m_pods;
    QPointer<ActivityPlace> m_activity;
    Palette* m_palette;
    setup::Desk* m_desk = nullptr;
    QHash<QString, std::function<QWidget*()>> m_makers; ///< of the open connection's places, by id
    QHash<QString, QPointer<QWidget>> m_places; ///< those that were opened
    QString m_place;
    QString m_left; ///< where the user stood when the connection ended
    QString m_name; ///< of the open connection
    QString m_keyringNote;
    PlaceHistory m_history;
    bool m_isProtected = false;
    bool m_isGoing = false;
    bool m_isFirstAssessment = true;
};

} // namespace cocoon::ui
