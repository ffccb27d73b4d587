// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/session.h"

#include <QCommandLineParser>

namespace cocoon::ctl {

/// Exit status of every command.
enum Exit { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitPending = 3, ExitBlocked = 4 };

/// The command line, read once. A word that is not understood is a usage error that names it.
struct Options {
    QString command; ///< sandbox, check, plan, apply, status, export, login, logout
    QString file; ///< plan file of `apply FILE`
    bool json = false;
    bool yes = false;
    bool passcode = false;
    QString profileFile;
    QString intentFile;
    QString kubeconfig;
    QString context;
    QString apiKeyFile;
    Secret environmentKey; ///< of IBMCLOUD_API_KEY, by main()
    QString account;
    QString cluster;
    QString stateDir;
    QString out;
    QString format = QStringLiteral("commands");
    QStringList allow;
    QStringList steps;
    milliseconds timeout { 0 };
    // sandbox
    int nodes = 0; ///< 0 = the scenario's
    int pods = -1;
    int peerPods = -1; ///< of these, with a VSI
    double speed = 1.0;
    quint32 seed = 1;
    QString scenarioFile;
    QString apiServer; ///< kubeconfig of an API server that hosts the sandbox
    QString controllers = QStringLiteral("auto");
    bool clean = false;

    /// Reads the words after the program's name. The error's message is the whole text for stderr.
    static Result<Options> parse(const QStringList& words);
    static QString helpText();
};

/// "90", "90s", "15m", "2h".
Result<milliseconds> parseDuration(const QString& text);

} // namespace cocoon::ctl
