// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QTest>
#include <QTextDocumentFragment>

namespace cocoon::test {

using namespace Qt::StringLiterals;

WindowBench::WindowBench()
    : theme(*qApp)
{
}

WindowBench::~WindowBench()
{
    if (program) {
        program->endSandbox();
    }
    close();
}

void WindowBench::open()
{
    close();
    theme.setChoice(settings.theme());
    theme.setTextPercent(settings.textPercent());
    program = std::make_unique<app::WindowProgram>(settings);
    window = std::make_unique<ui::MainWindow>(theme, settings, *program);
    QObject::connect(program.get(), &ui::Program::opened, window.get(), [this](setup::Desk* desk) { m_desk = desk; });
    QObject::connect(program.get(), &ui::Program::closed, window.get(), [this] { m_desk = nullptr; });
    window->resize(1440, 900);
    window->show();
    window->activateWindow();
    (void)QTest::qWaitForWindowActive(window.get());
}

void WindowBench::close()
{
    m_desk = nullptr;
    window.reset();
    program.reset();
}

bool WindowBench::enterSandbox()
{
    press(button(u"door.sandbox"_s));
    return until([this] { return m_desk != nullptr && m_desk->assessor().isComplete(); }, 90);
}

bool WindowBench::enter(const SandboxProcess& sandbox, const QString& kubeconfig)
{
    Result<app::Profile> profile = app::Profile::load(sandbox.value("profile"));
    QFile key(sandbox.value("apiKeyFile"));
    if (!profile || !key.open(QIODevice::ReadOnly)) {
        return false;
    }
    profile->kubeconfig = kubeconfig.isEmpty() ? sandbox.value("kubeconfig") : kubeconfig;
    ibm::Login login;
    login.apiKey = Secret(key.readAll().trimmed());
    program->openProfile(*profile, login, sandbox.value("cluster"));
    return until([this] { return m_desk != nullptr && window->setupPlace() != nullptr; }, 60);
}

QPushButton* WindowBench::button(const QString& objectName) const
{
    return window->findChild<QPushButton*>(objectName);
}

void WindowBench::press(QPushButton* button)
{
    // A user waits too while a button is switched off for a moment because the world is being read again.
    const bool canPress = button != nullptr && until([button] { return button->isVisible() && button->isEnabled(); }, 15);
    if (!canPress) {
        QTest::qFail(qPrintable(u"no button to press here; on screen: "_s + said()), __FILE__, __LINE__);
        return;
    }
    button->setFocus(Qt::TabFocusReason);
    key(Qt::Key_Space);
}

void WindowBench::key(int key, Qt::KeyboardModifiers modifiers)
{
    ++m_presses;
    QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window.get();
    QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
}

bool WindowBench::until(const std::function<bool()>& condition, int seconds) const
{
    const QDeadlineTimer limit(seconds * 1000);
    while (!condition()) {
        if (limit.hasExpired()) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

bool WindowBench::untilDone(const QString& step, int seconds) const
{
    return until([this, step] {
        if (m_desk == nullptr || m_desk->isRunning()) {
            return false;
        }
        const auto assessment = m_desk->assessment(step);
        return assessment && (assessment->state == plan::StepState::Done || assessment->state == plan::StepState::Skipped);
    },
        seconds);
}

QString WindowBench::said() const
{
    QStringList all;
    for (const QLabel* label : window->findChildren<QLabel*>()) {
        if (label->isVisible() && !label->text().isEmpty()) {
            all.append(label->textFormat() == Qt::RichText ? QTextDocumentFragment::fromHtml(label->text()).toPlainText() : label->text());
        }
    }
    return all.join(u" | "_s);
}

void WindowBench::shoot(const QString& name)
{
    const QDir folder(QCoreApplication::applicationDirPath() + u"/../screenshots"_s);
    folder.mkpath(u"."_s);
    const auto settle = [] {
        for (int i = 0; i < 5; ++i) { // layouts of layouts
            QCoreApplication::processEvents();
        }
    };
    const auto take = [&](ui::Theme::Choice choice, const QString& what, const QSize& size, int percent) {
        theme.setChoice(choice);
        theme.setTextPercent(percent);
        window->resize(size - QSize(1, 0)); // what depends on the width is decided anew
        window->resize(size);
        settle();
        window->grab().save(folder.filePath(u"%1-%2-%3x%4-%5.png"_s.arg(name, what).arg(size.width()).arg(size.height()).arg(percent)));
    };
    if (!qEnvironmentVariableIsSet("COCOON_ALL_SHOTS")) { // as it stands: under the sanitizers a new theme takes seconds
        window->resize(1440, 900);
        settle();
        window->grab().save(folder.filePath(name + u".png"_s));
        return;
    }
    take(ui::Theme::Choice::Dark, u"dark"_s, { 1024, 640 }, 100);
    take(ui::Theme::Choice::Dark, u"dark"_s, { 1440, 900 }, 100);
    take(ui::Theme::Choice::Contrast, u"contrast"_s, { 1024, 640 }, 100);
    take(ui::Theme::Choice::Dark, u"dark"_s, { 1024, 640 }, 200);
    take(ui::Theme::Choice::Light, u"light"_s, { 1440, 900 }, 200);
    take(ui::Theme::Choice::Light, u"light"_s, { 1440, 900 }, 100);
    take(ui::Theme::Choice::Light, u"light"_s, { 1024, 640 }, 100);
    theme.setTextPercent(100);
    window->resize(1440, 900);
}

} // namespace cocoon::test
