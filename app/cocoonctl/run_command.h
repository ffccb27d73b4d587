// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cocoonctl/cluster_choice.h"
#include "app/cocoonctl/options.h"
#include "app/cocoonctl/passcode_login.h"
#include "models/setup/end.h"
#include "models/setup/intent_finder.h"
#include "models/setup/run_lease.h"
#include "services/ibm/kept_login.h"

namespace cocoon::ctl {

/// check, plan, apply, status and export: the same run of the engine, seen in five ways. Progress goes to stderr, the table or
/// document to stdout; ends the program by QCoreApplication::exit with one of the statuses of options.h.
class RunCommand : public QObject {
    Q_OBJECT
public:
    explicit RunCommand(Options options, QObject* parent = nullptr);
    ~RunCommand() override;
    /// See app::Session::setBetween; before start().
    void setBetween(app::Session::Between between) { m_between = std::move(between); }
    void start();
    /// SIGINT: the first asks the run to stop at a clean point, the second ends the program.
    void interrupt();

private:
    void saveKubeconfig();
    Result<Done> prepare();
    void findLogin(); ///< the key that login kept, where none was given
    void findCluster(); ///< the one that is meant, where the name leaves it open
    Result<Done> makeSession();
    void open();
    void findIntent();
    void useIntent(const plan::Intent& intent, const QByteArray& yaml);
    void run();
    void stopRun(const Error& error); ///< the Lease is not ours, or no longer
    void showProgress(const QList<plan::Assessment>& assessments);
    void askApproval(const QList<plan::Change>& changes);
    void finish(const plan::Runner::Report& report);
    void leave(const Error& error, int exitCode);
    void leave(const Error& error, const words::Explanation& said, int exitCode);

    bool hasKube() const; ///< a kubeconfig leads to the cluster
    bool isInteractive() const;
    bool isApply() const { return m_options.command == u"apply"; }

    Options m_options;
    app::Session::Options m_sessionOptions;
    app::Session::Between m_between;
    std::unique_ptr<ibm::SecretStore> m_keyring;
    std::unique_ptr<ibm::KeptLogin> m_kept;
    std::unique_ptr<PasscodeLogin> m_passcode;
    std::unique_ptr<ClusterChoice> m_choice;
    std::unique_ptr<app::Session> m_session;
    std::unique_ptr<setup::IntentFinder> m_finder;
    std::unique_ptr<setup::RunLease> m_lease;
    plan::Intent m_intent;
    QByteArray m_intentYaml;
    QList<plan::Change> m_savedChanges;
    bool m_usesSavedPlan = false;
    QString m_named; ///< cluster, before it was found which one is meant
    bool m_isRunning = false;
    int m_interrupts = 0;
    QSet<QString> m_saidWaits;
    std::optional<Error> m_leaseError;
};

} // namespace cocoon::ctl
