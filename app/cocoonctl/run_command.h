// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/options.h"

#include <QElapsedTimer>

namespace cocoon::ctl {

/// check, plan, apply, status and export: the same run of the engine, seen in five ways. Progress goes to stderr, the table or
/// document to stdout; ends the program by QCoreApplication::exit with the status of DESIGN §6.
class RunCommand : public QObject {
    Q_OBJECT
public:
    explicit RunCommand(Options options, QObject* parent = nullptr);
    ~RunCommand() override;
    void start();
    /// SIGINT: the first asks the run to stop at a clean point, the second ends the program.
    void interrupt();

private:
    Result<Done> prepare();
    void findIntent();
    void proposeIntent();
    void useIntent(const plan::Intent& intent, const QByteArray& yaml);
    void takeLease();
    void run();
    void showProgress(const QList<plan::Assessment>& assessments);
    void askApproval(const QList<plan::Change>& changes);
    void finish(const plan::Runner::Report& report);
    void print(const plan::Runner::Report& report, int exitCode);
    int exitCodeFor(const plan::Runner::Report& report) const;
    void leave(const Error& error, int exitCode);

    bool isInteractive() const;
    bool isApply() const { return m_options.command == u"apply"; }

    Options m_options;
    std::unique_ptr<app::Session> m_session;
    plan::Intent m_intent;
    QByteArray m_intentYaml;
    QList<plan::Change> m_savedChanges;
    bool m_usesSavedPlan = false;
    bool m_holdsLease = false;
    bool m_isTakingLease = false;
    bool m_saidLease = false;
    QElapsedTimer m_sinceLease;
    bool m_isRunning = false;
    int m_interrupts = 0;
    QSet<QString> m_saidWaits;
    std::unique_ptr<Error> m_leaseError;
};

} // namespace cocoon::ctl
