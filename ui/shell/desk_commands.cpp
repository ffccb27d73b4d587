// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desk_commands.h"

#include "models/setup/desk.h"
#include "ui/setup/setup_place.h"
#include "ui/shell/commands.h"
#include "ui/shell/main_window.h"

#include <QAbstractButton>
#include <QCoreApplication>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::DeskCommands)
    };

    /// What changes something is pressed only where it was on screen; from elsewhere it is shown, and waits for Enter.
    void press(MainWindow& window, const QString& place, const QString& button, bool isChange)
    {
        const bool wasShown = window.place() == place;
        window.openPlace(place);
        for (QAbstractButton* one : window.findChildren<QAbstractButton*>(button)) {
            if (one->isVisible() && one->isEnabled()) {
                if (wasShown || !isChange) {
                    one->click();
                } else {
                    one->setFocus(Qt::ShortcutFocusReason);
                }
                return;
            }
        }
    }
}

void addDeskCommands(MainWindow& window, setup::Desk& desk)
{
    Commands& commands = window.commands();
    SetupPlace* setup = window.setupPlace();
    for (const QString& id : setup->pageIds() + QStringList { u"review"_s }) {
        commands.add(u"desk.page."_s + id, Words::tr("Steps of the set-up"), Words::tr("Open step %1").arg(setup->pageName(id)), {}, [&window, setup, id] {
            window.openPlace(u"setup"_s);
            setup->openPage(id);
        });
    }
    struct Button {
        QString id;
        QString name;
        QString place;
        QString button;
    };
    const QList<Button> buttons {
        { u"go"_s, Words::tr("Make the changes of this step, or go on"), u"setup"_s, u"go.primary"_s },
        { u"agree"_s, Words::tr("Agree to what is asked"), u"setup"_s, u"approval.agree"_s },
        { u"commands"_s, Words::tr("Copy all commands of this step"), u"setup"_s, u"changes.copyCommands"_s },
        { u"yaml"_s, Words::tr("Copy all YAML of this step"), u"setup"_s, u"changes.copyYaml"_s },
        { u"journal"_s, Words::tr("Export the journal as JSON lines"), u"activity"_s, u"activity.json"_s },
        { u"script"_s, Words::tr("Export the journal as a script"), u"activity"_s, u"activity.script"_s },
    };
    const QString work = Words::tr("Work");
    for (const Button& one : buttons) {
        commands.add(u"desk."_s + one.id, work, one.name, {}, [&window, one] { press(window, one.place, one.button, one.id == u"go" || one.id == u"agree"); });
    }
    commands.add(u"desk.pause"_s, work, Words::tr("Pause the reboots, or go on with them"), {}, [&desk] { desk.pauseReboots(!desk.areRebootsPaused()); });
}

} // namespace cocoon::ui
