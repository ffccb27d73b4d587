// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// cocoonctl, with a RequestTally on the wire. Arguments: FILE for the tally, then cocoonctl's own.
#include "app/cocoonctl/run_command.h"
#include "models/words/language.h"
#include "services/base/json.h"
#include "test/integration/cost/request_tally.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

int main(int argc, char** argv)
{
    using namespace cocoon;
    QCoreApplication app(argc, argv);
    const words::Language language(QStringLiteral("en"));
    const QStringList words = QCoreApplication::arguments();
    const Result<ctl::Options> options = ctl::Options::parse(words.mid(2));
    QFile file(words.value(1));
    if (!options || !file.open(QIODevice::WriteOnly)) {
        return ctl::ExitUsage;
    }
    test::RequestTally tally;
    ctl::RunCommand run(*options);
    run.setBetween({ [&tally](net::Transport& wire) { return tally.tap(wire); }, {} });
    QTimer::singleShot(0, &run, &ctl::RunCommand::start);
    const int status = QCoreApplication::exec();
    file.write(toJson(tally.json()));
    return status;
}
