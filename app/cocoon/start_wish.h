// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

class QCommandLineParser;

namespace cocoon::app {

class WindowProgram;

/// What a start was asked to open: by its command line, or by that of a second start, which hands it to the first as one line.
struct StartWish {
    bool isSandbox = false;
    bool isContext = false;
    QString kubeconfig; ///< absolute; "" = the user's own
    QString context; ///< "" = the current one

    static void addOptions(QCommandLineParser& parser);
    static StartWish of(const QCommandLineParser& parser);
    static StartWish fromLine(const QByteArray& line); ///< anything else than toLine() wrote wishes nothing
    QByteArray toLine() const;
    /// Nothing while something is open: that is closed by a person only.
    void grant(WindowProgram& program) const;
};

} // namespace cocoon::app
