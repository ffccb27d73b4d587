// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_commands.h"

#include "ui/settings/settings.h"
#include "ui/shell/commands.h"
#include "ui/shell/main_window.h"

#include <QCoreApplication>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    struct Words { // the window's
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::MainWindow)
    };
}

void addPlaceCommands(MainWindow& window)
{
    const QString go = Words::tr("Go to");
    window.commands().add(u"go.overview"_s, go, Words::tr("Go to Overview"), { QKeySequence(u"Ctrl+1"_s) }, [&window] { window.openPlace(u"overview"_s); });
    window.commands().add(u"go.setup"_s, go, Words::tr("Go to Setup"), { QKeySequence(u"Ctrl+2"_s) }, [&window] { window.openPlace(u"setup"_s); });
    window.commands().add(u"go.nodes"_s, go, Words::tr("Go to Nodes"), { QKeySequence(u"Ctrl+3"_s) }, [&window] { window.openPlace(u"nodes"_s); });
    window.commands().add(u"go.pods"_s, go, Words::tr("Go to Confidential pods"), { QKeySequence(u"Ctrl+4"_s) }, [&window] { window.openPlace(u"pods"_s); });
    window.commands().add(u"go.activity"_s, go, Words::tr("Go to Activity"), { QKeySequence(u"Ctrl+9"_s) }, [&window] { window.openPlace(u"activity"_s); });
    window.commands().add(u"go.settings"_s, go, Words::tr("Go to Settings"), { QKeySequence(u"Ctrl+,"_s) }, [&window] { window.openPlace(u"settings"_s); });
    window.commands().add(u"go.connections"_s, go, Words::tr("Go to Connections"), { QKeySequence(u"Ctrl+O"_s) }, [&window] { window.openPlace(u"welcome"_s); });
    window.commands().add(u"go.fleet"_s, go, Words::tr("Go to Fleet"), { QKeySequence(u"Ctrl+Shift+O"_s) }, [&window] { window.openPlace(u"fleet"_s); });
}

void addLookCommands(Commands& commands, Settings& settings)
{
    const QString look = Words::tr("Look");
    commands.add(u"look.light"_s, look, Words::tr("Light theme"), {}, [&settings] { settings.setTheme(Theme::Choice::Light); });
    commands.add(u"look.dark"_s, look, Words::tr("Dark theme"), {}, [&settings] { settings.setTheme(Theme::Choice::Dark); });
    commands.add(u"look.contrast"_s, look, Words::tr("High contrast theme"), {}, [&settings] { settings.setTheme(Theme::Choice::Contrast); });
    commands.add(u"look.desktop"_s, look, Words::tr("Theme as the desktop"), {}, [&settings] { settings.setTheme(Theme::Choice::System); });
    commands.add(u"look.larger"_s, look, Words::tr("Larger text"), { QKeySequence(u"Ctrl++"_s), QKeySequence(u"Ctrl+="_s) }, [&settings] { settings.stepTextSize(1); });
    commands.add(u"look.smaller"_s, look, Words::tr("Smaller text"), { QKeySequence(u"Ctrl+-"_s) }, [&settings] { settings.stepTextSize(-1); });
    commands.add(u"look.normal"_s, look, Words::tr("Normal text size"), { QKeySequence(u"Ctrl+0"_s) }, [&settings] { settings.setTextPercent(100); });
}

} // namespace cocoon::ui
