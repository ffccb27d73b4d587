// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/login_command.h"
#include "app/cocoonctl/output.h"
#include "app/cocoonctl/run_command.h"
#include "app/cocoonctl/sandbox_command.h"
#include "app/cocoonctl/signals.h"
#include "app/engine/environment_key.h"
#include "models/words/language.h"
#include "services/base/json.h"

#include <QCoreApplication>
#include <QTimer>

int main(int argc, char** argv)
{
    using namespace cocoon;
    const Secret environmentKey = app::takeEnvironmentKey(); // first of all
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cocoonctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(COCOON_VERSION));
    const cocoon::words::Language language(QStringLiteral("en")); // scripts read this output, so it does not follow the desktop
    qSetMessagePattern(QStringLiteral("%{time hh:mm:ss} %{category} %{type}: %{message}"));

    Result<ctl::Options> options = ctl::Options::parse(QCoreApplication::arguments().mid(1));
    if (!options) {
        if (QCoreApplication::arguments().contains(u"--json")) {
            ctl::printOut(toPrettyJson(QJsonObject { { QStringLiteral("exit"), static_cast<int>(ctl::ExitUsage) },
                { QStringLiteral("error"), ctl::errorJson(options.error()) } }));
        }
        ctl::printNote(options.error().message);
        return ctl::ExitUsage;
    }
    options->environmentKey = environmentKey;
    if (options->command == u"help") {
        ctl::printOut(ctl::Options::helpText().toUtf8());
        return ctl::ExitDone;
    }
    if (options->command == u"version") {
        ctl::printOut("cocoonctl " COCOON_VERSION "\n");
        return ctl::ExitDone;
    }
    ctl::Signals caught;
    if (options->command == u"sandbox") {
        ctl::SandboxCommand sandbox(*options);
        QObject::connect(&caught, &ctl::Signals::received, &app, [] { QCoreApplication::exit(ctl::ExitDone); });
        QTimer::singleShot(0, &sandbox, &ctl::SandboxCommand::start);
        return QCoreApplication::exec();
    }
    if (options->command == u"login" || options->command == u"logout") {
        ctl::LoginCommand login(*options);
        QObject::connect(&caught, &ctl::Signals::received, &app, [] { QCoreApplication::exit(ctl::ExitFailed); });
        QTimer::singleShot(0, &login, &ctl::LoginCommand::start);
        return QCoreApplication::exec();
    }
    ctl::RunCommand run(*options);
    QObject::connect(&caught, &ctl::Signals::received, &run, &ctl::RunCommand::interrupt);
    QTimer::singleShot(0, &run, &ctl::RunCommand::start);
    return QCoreApplication::exec();
}
