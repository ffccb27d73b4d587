// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

namespace cocoon::test {

/// A program that believes it sits at a terminal: its standard input and error are a pseudo-terminal, its output is read as is.
class TerminalProgram {
public:
    TerminalProgram(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());
    ~TerminalProgram();
    /// Waits until the terminal shows `text` after what was expected before; false after half a minute.
    bool expect(const QByteArray& text);
    void type(const QByteArray& line);
    /// The exit status; -1 when it does not end within half a minute.
    int finish();
    QByteArray shown() const { return m_shown; } ///< on the terminal so far
    QByteArray out() { return m_process.readAllStandardOutput(); }

private:
    bool read();
    int m_master = -1;
    QByteArray m_shown;
    qsizetype m_seen = 0;
    QProcess m_process;
};

} // namespace cocoon::test
