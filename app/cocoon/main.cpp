// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/desktop_look.h"
#include "app/cocoon/notifier.h"
#include "app/cocoon/single_instance.h"
#include "app/cocoon/start_wish.h"
#include "app/cocoon/window_program.h"
#include "app/engine/environment_key.h"
#include "models/words/language.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/bounded_children.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>

int main(int argc, char** argv)
{
    using namespace cocoon;
    using namespace Qt::StringLiterals;
    (void)app::takeEnvironmentKey(); // the window asks for keys; what it starts shall not have this one
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"cocoon"_s);
    QApplication::setApplicationDisplayName(u"Cocoon"_s);
    QApplication::setApplicationVersion(QStringLiteral(COCOON_VERSION));
    QApplication::setDesktopFileName(u"cocoon"_s);
    QApplication::setWindowIcon(QIcon(u":/cocoon/desktop/cocoon.svg"_s));

    ui::boundAccessibleChildren();

    ui::Settings settings;
    const words::Language language(settings.language());

    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("cocoon", "Confidential containers on Red Hat OpenShift on IBM Cloud."));
    parser.addHelpOption();
    parser.addVersionOption();
    app::StartWish::addOptions(parser);
    parser.process(application);
    const app::StartWish wish = app::StartWish::of(parser);

    app::SingleInstance instance;
    if (!instance.becomeFirst(wish.toLine())) {
        return 0;
    }
    ui::Theme theme(application);
    theme.setChoice(settings.theme());
    theme.setTextPercent(settings.textPercent());
    app::WindowProgram program(settings);
    ui::MainWindow window(theme, settings, program);
    const app::DesktopLook desktop;
    QObject::connect(&desktop, &app::DesktopLook::changed, &theme, &ui::Theme::setDesktop);
    QObject::connect(&instance, &app::SingleInstance::wished, &window, [&window, &program](const QByteArray& line) {
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.show();
        window.raise();
        window.activateWindow();
        app::StartWish::fromLine(line).grant(program);
    });
    QObject::connect(&window, &ui::MainWindow::ended, &window, [](const QString& title, const QString& text) { app::notifyDesktop(title, text); });
    QObject::connect(&window, &ui::MainWindow::alerted, &window, [](const QString& title, const QString& text) { app::notifyDesktop(title, text); });
    window.show();
    wish.grant(program);
    return QApplication::exec();
}
