// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "models/dashboard/age.h"
#include "models/dashboard/sighting.h"
#include "models/setup/end.h"
#include "models/setup/truth.h"
#include "ui/connections/connection_menu.h"
#include "ui/fleet/fleet_place.h"
#include "ui/pods/pod_detail.h"
#include "ui/pods/pod_search.h"
#include "ui/settings/settings_place.h"
#include "ui/setup/setup_place.h"
#include "ui/shell/alert_bar.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/commands.h"
#include "ui/shell/desk_commands.h"
#include "ui/shell/header.h"
#include "ui/shell/leaving.h"
#include "ui/shell/palette.h"
#include "ui/shell/rail.h"
#include "ui/shell/status_line.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/window_commands.h"
#include "ui/task/task_panel.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Theme& theme, Settings& settings, Program& program)
    : m_theme(theme)
    , m_settings(settings)
    , m_program(program)
    , m_commands(new Commands(*this))
    , m_rail(new Rail(theme))
    , m_header(new Header(theme))
    , m_alerts(new AlertBar(theme))
    , m_status(new StatusLine(theme))
    , m_stack(new QStackedWidget)
    , m_welcome(new WelcomePage(theme, program))
    , m_palette(nullptr)
{
    setWindowTitle(u"Cocoon"_s);
    setMinimumSize(760, 520);
    auto* body = new QWidget;
    body->setObjectName(u"body"_s);
    body->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_alerts);
    column->addWidget(m_stack, 1);
    column->addWidget(m_status);
    row->addLayout(column, 1);
    setCentralWidget(body);

    const std::pair<QString, QString> ofADesk[] { { u"overview"_s, tr("Overview") }, { u"setup"_s, tr("Setup") }, { u"nodes"_s, tr("Nodes") },
        { u"pods"_s, tr("Confidential pods") }, { u"activity"_s, tr("Activity") } };
    for (const auto& [id, name] : ofADesk) {
        m_rail->addPlace(id, name, id);
        m_rail->setPlaceEnabled(id, false);
    }
    m_rail->addPlace(u"welcome"_s, tr("Connections"), u"plug"_s, true);
    m_rail->addPlace(u"fleet"_s, tr("Fleet"), u"fleet"_s);
    m_rail->addPlace(u"settings"_s, tr("Settings"), u"settings"_s);
    m_stack->addWidget(m_welcome);
    addCommands();
    m_palette = new Palette(theme, *m_commands, body);
    m_palette->setSearch([this](const QString& typed) {
        Palette::Hits hits;
        const dashboard::Board* board = m_desk != nullptr ? m_program.board() : nullptr;
        for (const auto& [name, identity] : board != nullptr ? findPods(m_pods ? &m_pods->store() : nullptr, board->scene(), typed) : QList<std::pair<QString, QString>>()) {
            hits.append({ name, [this, id = identity] { openLink(u"pods/"_s + id); } });
        }
        return hits;
    });

    connect(m_rail, &Rail::chosen, this, &MainWindow::openPlace);
    connect(m_alerts, &AlertBar::opened, this, &MainWindow::openLink);
    connect(m_header, &Header::paletteWanted, m_palette, &Palette::open);
    connect(m_header, &Header::lookAgainWanted, m_commands->find(u"work.refresh"_s), &QAction::trigger);
    connect(m_header, &Header::loginWanted, &program, &Program::wantLogin);
    connect(m_header, &Header::accountWanted, this, [this](const CloudAccount& account) {
        openPlace(u"welcome"_s);
        m_welcome->askFor(account);
    });
    connect(&program, &Program::noted, m_status, &StatusLine::note);
    connect(m_status, &StatusLine::activityWanted, this, [this] { openPlace(u"activity"_s); });
    connect(m_header->connectionMenu(), &QMenu::aboutToShow, this, [this] {
        fillConnectionMenu(*m_header->connectionMenu(), m_program, [this](std::function<void()> open) { leaveThen(std::move(open)); }, [this] { openPlace(u"welcome"_s); });
    });
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::leaveThen);
    connect(m_welcome, &WelcomePage::loginAsked, m_status, &StatusLine::noteContact);
    connect(&program, &Program::loginWanted, this, [this] { openPlace(u"welcome"_s); });
    connect(&settings, &Settings::changed, this, [this] {
        m_theme.setChoice(m_settings.theme());
        m_theme.setTextPercent(m_settings.textPercent());
        fit();
    });
    const auto leave = [this] { dropDesk(), openPlace(u"welcome"_s); };
    connect(&program, &Program::opening, this, [this, leave](const QString& what) { leave(), m_welcome->showOpening(what); });
    connect(&program, &Program::failed, this, [this, leave](const Error& error) { leave(), m_welcome->showError(error); });
    connect(&program, &Program::opened, this, &MainWindow::useDesk);
    connect(&program, &Program::knownChanged, this, [this] {
        const QList<KnownConnection> known = m_program.known();
        protect(m_desk != nullptr && std::any_of(known.begin(), known.end(), [](const KnownConnection& one) { return one.isOpen && one.isProtected; }));
    });
    connect(&program, &Program::closed, this, leave);
    openPlace(u"welcome"_s);
    if (!restoreGeometry(settings.windowGeometry())) {
        resize(1280, 820);
    }
}

MainWindow::~MainWindow() = default;

void MainWindow::addCommands()
{
    addPlaceCommands(*this);
    const QString go = tr("Go to");
    m_commands->add(u"go.back"_s, go, tr("Back"), { QKeySequence(u"Alt+Left"_s) }, [this] { this->go(-1); });
    m_commands->add(u"go.forward"_s, go, tr("Forward"), { QKeySequence(u"Alt+Right"_s) }, [this] { this->go(1); });
    const QString work = tr("Work");
    m_commands->add(u"work.palette"_s, work, tr("Search or run a command"), { QKeySequence(u"Ctrl+K"_s), QKeySequence(u"Ctrl+Shift+P"_s) }, [this] { m_palette->open(); });
    m_commands->add(u"work.refresh"_s, work, tr("Ask everything again"), { QKeySequence(u"F5"_s), QKeySequence(u"Ctrl+R"_s) }, [this] {
        if (m_desk != nullptr) {
            m_desk->lookAgain();
        }
    });
    m_commands->add(u"work.stop"_s, work, tr("Stop the run at a clean point"), { QKeySequence(u"Ctrl+."_s) }, [this] {
        if (m_desk != nullptr) {
            m_desk->stop();
        }
    });
    m_commands->add(u"work.filter"_s, work, tr("Filter the table"), { QKeySequence(u"/"_s), QKeySequence(u"Ctrl+F"_s) }, [this] {
        if (m_activity && m_place == u"activity") {
            m_activity->focusFilter();
        } else if (m_pods && m_place == u"pods") {
            m_pods->focusFilter();
        } else if (m_nodes && m_place == u"nodes") {
            m_nodes->focusFilter();
        } else if (m_fleet != nullptr && m_place == u"fleet") {
            m_fleet->focusFilter();
        }
    });
    m_commands->add(u"work.kubeconfig"_s, work, tr("Save a kubeconfig for oc or kubectl"), {}, [this] { saveKubeconfig(); });
    m_commands->add(u"work.close"_s, work, tr("Close this connection"), {}, [this] { leaveThen([this] { m_program.close(); }); });
    m_commands->add(u"work.sandbox"_s, work, tr("Open the sandbox"), {}, [this] { leaveThen([this] { m_program.openSandbox(); }); });
    m_commands->add(u"work.endsandbox"_s, work, tr("End the sandbox"), {}, [this] { leaveThen([this] { m_program.endSandbox(); }); });
    addLookCommands(*m_commands, m_settings);
    const QString help = tr("Help");
    m_commands->add(u"help.keys"_s, help, tr("Keys of all commands"), { QKeySequence(u"F1"_s), QKeySequence(u"?"_s) }, [this] { CheatSheet(m_theme, *m_commands, this).exec(); });
    m_commands->add(u"help.about"_s, help, tr("About Cocoon, and what leaves this machine"), {}, [this] {
        openPlace(u"settings"_s);
        m_settingsPlace->showAbout();
    });
    m_commands->add(u"help.quit"_s, help, tr("Quit Cocoon"), { QKeySequence(u"Ctrl+Q"_s) }, [this] { close(); });
}

void MainWindow::useDesk(setup::Desk* desk, const ConnectionFacts& facts)
{
    dropDesk();
    m_desk = desk;
    m_isFirstAssessment = true;
    addPlaces(*desk, *m_program.board());
    m_header->setDesk(desk, facts);
    m_name = facts.name;
    tellVisible();
    protect(facts.isProtected);
    m_status->setDesk(desk);
    setKeyringNote(facts.keyring);
    setWindowTitle(tr("%1 – Cocoon").arg(facts.name));
    addDeskCommands(*this, *desk);
    connect(m_setup, &SetupPlace::pageOpened, this, &MainWindow::remember);
    connect(m_setup, &SetupPlace::placeWanted, this, &MainWindow::openLink);
    connect(m_setup, &SetupPlace::kubeconfigWanted, this, &MainWindow::saveKubeconfig);
    if (!facts.isSandbox) { // which has its own key
        connect(m_setup, &SetupPlace::loginWanted, &m_program, &Program::wantLogin);
        m_setup->offerLogin();
    }
    connect(desk, &setup::Desk::assessed, this, [this] {
        // Where the user stands is read from the world, once, as soon as everything is known.
        if (m_isFirstAssessment && m_desk != nullptr && m_desk->assessor().isComplete()) {
            m_isFirstAssessment = false;
            if (m_setup->page() == u"connect") {
                m_setup->openFirstOpen();
            }
            if (m_place == u"setup" && m_desk->assessment(u"nodes"_s).value_or(plan::Assessment()).state == plan::StepState::Done) {
                openPlace(u"overview"_s); // the workers are installed: how it runs is what is looked for
            }
        }
    });
    connect(desk, &setup::Desk::runEnded, this, [this] {
        if (m_desk == nullptr || m_desk->elapsed() < std::chrono::seconds(20) || (isVisible() && isActiveWindow())) {
            return;
        }
        QApplication::alert(this);
        const auto report = m_desk->lastReport();
        const bool isDone = report && report->end == plan::Runner::End::Done;
        const QString what = m_desk->task() ? m_desk->task()->front()->title() : tr("The set-up");
        Q_EMIT ended(isDone ? tr("%1: done").arg(what) : tr("%1: stopped").arg(what),
            report && !isDone ? setup::explainEnd(*report).text() : tr("It took %1.").arg(dashboard::durationText(m_desk->elapsed())));
    });
    openPlace(u"setup"_s);
    if (facts.isRenewed) {
        openPlace(m_left.section(u'/', 0, 0));
        m_setup->openPage(m_left.section(u'/', 1));
    }
}

void MainWindow::addPlaces(setup::Desk& desk, dashboard::Board& board)
{
    // What nobody has opened yet is not made: places are the most of what opening a connection costs.
    m_makers.insert(u"overview"_s, [this, &board] {
        m_overview = new OverviewPlace(m_theme, board, [this](const QString& link) { return hasPlace(link); });
        connect(m_overview, &OverviewPlace::opened, this, &MainWindow::openLink);
        connect(m_overview, &OverviewPlace::loginWanted, &m_program, &Program::wantLogin);
        return m_overview.data();
    });
    m_makers.insert(u"nodes"_s, [this, &board] {
        m_nodes = new NodesPlace(m_theme, board);
        m_nodes->setPods([this] { return m_pods ? &m_pods->store() : nullptr; });
        connect(m_nodes, &NodesPlace::opened, this, &MainWindow::openLink);
        return m_nodes.data();
    });
    m_makers.insert(u"activity"_s, [this, &desk] { return m_activity = new ActivityPlace(m_theme, desk); });
    connect(&board, &dashboard::Board::alerted, this, [this](const dashboard::Alert& alert) {
        m_alerts->add(alert, hasPlace(alert.attention.place) || alert.attention.place.startsWith(u"remove/"));
        if (m_settings.alertsOnDesktop()) {
            Q_EMIT alerted(alert.attention.title, alert.attention.evidence);
        }
    });
    m_makers.insert(u"setup"_s, [this, &desk] { return m_setup = new SetupPlace(m_theme, desk); });
    m_makers.insert(u"pods"_s, [this, &desk, &board] {
        m_pods = new PodsPlace(m_theme, desk);
        connect(m_pods, &PodsPlace::opened, this, &MainWindow::openLink);
        m_pods->detail()->setStates([&board](const QString& vsi) { return dashboard::machineStates(board.history(), vsi); }, [&board](const QString& uid) { return dashboard::podStates(board.history(), uid); });
        return m_pods.data();
    });
    const auto countLost = [this, &desk, &board] {
        // Who owns a server only the cluster can say: what it said before is told with its time, and not counted.
        const QDateTime heard = setup::staleSince(desk.truth());
        m_alerts->setHeard(heard);
        const int count = heard.isValid() ? 0 : board.scene().ownerless();
        m_rail->setBadge(u"pods"_s, count, tr("%1 VSIs nobody owns").arg(count));
    };
    connect(&board, &dashboard::Board::changed, this, countLost);
    for (auto it = m_makers.cbegin(); it != m_makers.cend(); ++it) {
        m_rail->setPlaceEnabled(it.key(), true);
    }
    makePlace(u"setup"_s);
    countLost();
}

QWidget* MainWindow::makePlace(const QString& id)
{
    if (!m_places.value(id) && m_makers.contains(id)) {
        QWidget* place = m_makers.value(id)();
        m_places.insert(id, place);
        m_stack->addWidget(place);
        protectPlaces();
    }
    return m_places.value(id);
}

void MainWindow::setKeyringNote(const QString& note)
{
    m_keyringNote = note;
    if (m_settingsPlace != nullptr) {
        m_settingsPlace->setKeyringNote(note);
    }
}

bool MainWindow::hasPlace(const QString& link) const
{
    return m_makers.contains(link.section(u'/', 0, 0));
}

void MainWindow::openLink(const QString& link)
{
    const QString id = link.section(u'/', 0, 0);
    const QString what = link.section(u'/', 1);
    if (id == u"remove" && hasPlace(u"overview"_s)) {
        openPlace(u"overview"_s);
        m_overview->open(link);
        return;
    }
    openPlace(id);
    if (id == u"setup" && !what.isEmpty() && m_setup) {
        m_setup->openStep(what);
    }
    if (id == u"nodes" && !what.isEmpty() && m_nodes) {
        m_nodes->choose(what);
    }
    if (id == u"pods" && !what.isEmpty() && m_pods) {
        m_pods->openLink(what);
    }
}

void MainWindow::dropDesk()
{
    if (m_setup) {
        m_left = m_place + u'/' + m_setup->page();
    }
    m_commands->remove(u"desk."_s);
    m_desk = nullptr;
    m_alerts->clear();
    m_header->setDesk(nullptr, {});
    protect(false);
    m_status->setDesk(nullptr);
    setKeyringNote({});
    const QStringList places = m_places.keys();
    for (const QString& id : places) {
        delete m_places.take(id);
    }
    for (auto it = m_makers.cbegin(); it != m_makers.cend(); ++it) {
        m_rail->setPlaceEnabled(it.key(), false);
    }
    m_makers.clear();
    m_rail->setBadge(u"pods"_s, 0, {});
    m_history.clear();
    setWindowTitle(u"Cocoon"_s);
}

void MainWindow::protect(bool isProtected)
{
    const int frame = isProtected ? 3 : 0;
    centralWidget()->layout()->setContentsMargins(frame, frame, frame, frame);
    setStyled(centralWidget(), "protected", isProtected ? u"true"_s : QString());
    m_header->setProtected(isProtected);
    m_isProtected = isProtected;
    protectPlaces();
}

void MainWindow::protectPlaces()
{
    const QString name = m_isProtected ? m_name : QString();
    if (m_setup) {
        m_setup->protect(name);
    }
    for (TaskPanel* task : { m_nodes ? m_nodes->task() : nullptr, m_overview ? m_overview->task() : nullptr }) {
        if (task != nullptr) {
            task->protect(name);
        }
    }
}

void MainWindow::openPlace(const QString& id)
{
    QWidget* widget = makePlace(id);
    if (id == u"settings") {
        if (m_settingsPlace == nullptr) {
            m_settingsPlace = new SettingsPlace(m_settings, m_program.keyringState());
            m_settingsPlace->setKeyringNote(m_keyringNote);
            m_stack->addWidget(m_settingsPlace);
        }
        widget = m_settingsPlace;
    } else if (id == u"fleet") {
        if (m_fleet == nullptr) {
            m_fleet = new FleetPlace(m_theme, m_program);
            connect(m_fleet, &FleetPlace::openWanted, this, &MainWindow::leaveThen);
            connect(m_fleet, &FleetPlace::placeWanted, this, &MainWindow::openPlace);
            m_stack->addWidget(m_fleet);
        }
        widget = m_fleet;
    } else if (id == u"welcome") {
        m_welcome->refresh();
        widget = m_welcome;
    }
    if (widget == nullptr) {
        return;
    }
    m_place = id;
    m_stack->setCurrentWidget(widget);
    m_rail->setCurrent(id);
    if (id == u"nodes") {
        m_nodes->focusTable();
    } else if (id == u"fleet") {
        m_fleet->focusTable();
    }
    if (m_desk != nullptr) {
        m_desk->assessor().setActive(true);
    }
    remember();
}

void MainWindow::remember()
{
    if (m_isGoing) {
        return;
    }
    m_history.remember(m_place == u"setup" && m_setup ? u"setup/"_s + m_setup->page() : m_place);
}

void MainWindow::go(int by)
{
    const QString there = m_history.go(by);
    if (there.isEmpty()) {
        return;
    }
    m_isGoing = true;
    openPlace(there.section(u'/', 0, 0));
    if (there.contains(u'/') && m_setup) {
        m_setup->openPage(there.section(u'/', 1));
    }
    m_isGoing = false;
}

void MainWindow::saveKubeconfig()
{
    const QString path = m_desk == nullptr ? QString() : QFileDialog::getSaveFileName(this, tr("Save a kubeconfig"), u"kubeconfig"_s);
    if (path.isEmpty()) {
        return;
    }
    m_program.saveKubeconfig(path)->then(this, [this, path](const Result<Done>& saved) {
        if (m_setup && !saved) { // the connection may have been closed meanwhile
            openPlace(u"setup"_s);
        }
        if (m_setup) {
            m_setup->showOutcome(u"access"_s, saved ? saved : tl::unexpected(saved.error().during(tr("save a kubeconfig to %1").arg(path))));
        }
        if (saved) {
            m_status->note(tr("The kubeconfig is in %1; only you can read it.").arg(path));
        }
    });
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setWindowGeometry(saveGeometry());
    event->setAccepted(mayClose(*this, m_desk));
}

void MainWindow::leaveThen(const std::function<void()>& next)
{
    if (mayLeave(*this, m_desk)) {
        next();
    }
}

void MainWindow::fit()
{
    m_rail->setNarrow(width() < m_theme.px(1160));
}

void MainWindow::tellVisible()
{
    const bool isSeen = isVisible() && !isMinimized();
    m_program.setWatchful(isSeen);
    if (m_desk != nullptr) {
        m_desk->setWatchful(isSeen);
    }
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) {
        tellVisible();
    }
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    tellVisible();
}

void MainWindow::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    tellVisible();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fit();
}


} // namespace cocoon::ui
