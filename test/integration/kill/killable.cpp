// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// cocoonctl apply, with a KillSwitch between the engine and the wire. Arguments: FILE POINTS every|alike, then cocoonctl's own.
#include "app/cocoonctl/run_command.h"
#include "models/words/language.h"
#include "test/integration/kill/kill_switch.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace cocoon;
    QCoreApplication app(argc, argv);
    const words::Language language(QStringLiteral("en"));
    const QStringList words = QCoreApplication::arguments();
    const Result<ctl::Options> options = ctl::Options::parse(words.mid(4));
    if (!options || words.size() < 5) {
        std::fprintf(stderr, "usage: %s FILE POINTS every|alike apply …\n", argv[0]);
        return ctl::ExitUsage;
    }
    test::KillSwitch kill(words.at(1), words.at(2).split(u','), words.at(3) == QLatin1String("every"));
    ctl::RunCommand run(*options);
    run.setBetween({ [&kill](net::Transport& wire) { return kill.tap(wire); },
        [&kill](plan::Executor& senders) { return kill.tap(senders); } });
    QTimer::singleShot(0, &run, &ctl::RunCommand::start);
    return QCoreApplication::exec();
}
