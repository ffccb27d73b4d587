// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/terminal_program.h"

#include <QDeadlineTimer>

#include <poll.h>
#include <pty.h>
#include <unistd.h>

namespace cocoon::test {

namespace {
    constexpr int kLimit = 30000;
}

TerminalProgram::TerminalProgram(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment)
{
    int slave = -1;
    if (openpty(&m_master, &slave, nullptr, nullptr, nullptr) != 0) {
        return;
    }
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([slave] {
        dup2(slave, STDIN_FILENO);
        dup2(slave, STDERR_FILENO);
    });
    m_process.start(program, arguments);
    m_process.waitForStarted();
    close(slave);
}

TerminalProgram::~TerminalProgram()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
    close(m_master);
}

bool TerminalProgram::read()
{
    pollfd ready { m_master, POLLIN, 0 };
    char bytes[4096];
    if (poll(&ready, 1, 200) <= 0) {
        return false;
    }
    const ssize_t got = ::read(m_master, bytes, sizeof bytes);
    m_shown.append(bytes, static_cast<qsizetype>(qMax<ssize_t>(got, 0)));
    return got > 0;
}

bool TerminalProgram::expect(const QByteArray& text)
{
    const QDeadlineTimer deadline(kLimit);
    for (;;) {
        const qsizetype at = m_shown.indexOf(text, m_seen);
        if (at >= 0) {
            m_seen = at + text.size();
            return true;
        }
        if (deadline.hasExpired()) {
            return false;
        }
        if (!read() && m_process.state() == QProcess::NotRunning) {
            return false;
        }
        m_process.waitForFinished(0); // learns of its end
    }
}

void TerminalProgram::type(const QByteArray& line)
{
    const QByteArray bytes = line + '\n';
    [[maybe_unused]] const ssize_t written = write(m_master, bytes.constData(), static_cast<size_t>(bytes.size()));
}

int TerminalProgram::finish()
{
    const QDeadlineTimer deadline(kLimit);
    while (m_process.state() != QProcess::NotRunning && !deadline.hasExpired()) {
        m_process.waitForFinished(100);
        read();
    }
    while (read()) {
    }
    return m_process.state() == QProcess::NotRunning ? m_process.exitCode() : -1;
}

} // namespace cocoon::test
