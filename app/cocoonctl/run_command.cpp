// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/run_command.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "app/cocoonctl/run_report.h"
#include "app/cocoonctl/saved_plan.h"
#include "services/base/json.h"
#include "services/base/small_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTimer>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;
using plan::Runner;

namespace {
    constexpr qint64 kMaxIntent = 16 * 1024 * 1024; // its reader is stricter and says more
    constexpr milliseconds kKeyringLimit { 5000 }; // a keyring that wants its password must not hold the program
}

RunCommand::RunCommand(Options options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

RunCommand::~RunCommand() = default;

void RunCommand::start()
{
    const Result<Done> ready = prepare();
    if (!ready) {
        leave(ready.error(), ready.error().trail.isEmpty() ? words::explain(ready.error()) : explainGiven(ready.error()), ExitUsage);
        return;
    }
    findLogin();
}

void RunCommand::findLogin()
{
    m_keyring = ibm::SecretStore::open();
    if (isApply() && !m_keyring->isPersistent()) {
        printNote(u"! Keyring: %1. A key that is made stays in memory and in the cluster's secret, nowhere else."_s.arg(m_keyring->describe()));
    }
    if (m_options.passcode) {
        m_passcode = std::make_unique<PasscodeLogin>(m_sessionOptions.profile, m_options.account);
        m_passcode->logIn()->then(this, [this](const Result<ibm::Login>& login) {
            if (!login) {
                const bool isUsage = login.error().code == Errc::Precondition || login.error().code == Errc::Invalid;
                leave(login.error(), isUsage ? ExitUsage : ExitFailed);
                return;
            }
            m_sessionOptions.login = *login;
            findCluster();
        });
        return;
    }
    if (!m_sessionOptions.login.apiKey.isEmpty() || !m_keyring->isPersistent()) {
        findCluster();
        return;
    }
    m_kept = std::make_unique<ibm::KeptLogin>(*m_keyring, m_sessionOptions.profile.endpoints.iam);
    auto* found = m_kept->find(m_options.account);
    QTimer::singleShot(kKeyringLimit, found, [found] { found->cancel(); });
    found->then(this, [this](const Result<ibm::Login>& login) {
        if (login) {
            printNote(u"API key: of account %1, from %2"_s.arg(login->accountId, m_keyring->describe()));
            m_sessionOptions.login.apiKey = login->apiKey;
        } else if (login.error().code != Errc::NotFound) {
            printNote(u"! %1 gives no API key: %2"_s.arg(m_keyring->describe(),
                login.error().code == Errc::Cancelled ? u"it does not answer."_s : login.error().message));
        }
        findCluster();
    });
}

void RunCommand::findCluster()
{
    app::Session::Options& session = m_sessionOptions;
    if (session.login.apiKey.isEmpty() && session.login.refreshToken.isEmpty() && !hasKube()) {
        if (!hasTerminal()) {
            leave({ Errc::Invalid, u"There is no way in: give --api-key-file FILE or IBMCLOUD_API_KEY for IBM Cloud (or \"cocoonctl login\" once), or --kubeconfig FILE."_s, {} }, ExitUsage);
            return;
        }
        const Result<Secret> key = askSecret(u"IBM Cloud API key"_s);
        if (!key) {
            leave(key.error(), ExitUsage);
            return;
        }
        session.login.apiKey = *key;
    }
    const bool isUnattended = session.cluster.isEmpty() && isApply() && !hasTerminal();
    if (hasKube() || m_usesSavedPlan || isUnattended) {
        open();
        return;
    }
    m_named = session.cluster;
    m_choice = std::make_unique<ClusterChoice>(session, m_intent.resourceGroup);
    m_choice->find()->then(this, [this](const Result<QString>& cluster) {
        if (!cluster) {
            const bool isUsage = cluster.error().code == Errc::Invalid && cluster.error().trail.isEmpty();
            leave(cluster.error(), isUsage ? ExitUsage : ExitFailed);
            return;
        }
        m_sessionOptions.cluster = *cluster;
        open();
    });
}

bool RunCommand::hasKube() const
{
    return !m_sessionOptions.kubeconfig.isEmpty() || !m_sessionOptions.profile.kubeconfig.isEmpty() || !m_sessionOptions.context.isEmpty();
}

void RunCommand::open()
{
    const Result<Done> made = makeSession();
    if (!made) {
        leave(made.error(), ExitUsage);
        return;
    }
    m_session->open()->then(this, [this](const Result<Done>& opened) {
        if (!opened) {
            leave(opened.error(), ExitFailed);
            return;
        }
        if (m_options.format == u"kubeconfig") {
            saveKubeconfig();
            return;
        }
        connect(&m_session->runner(), &Runner::assessed, this, &RunCommand::showProgress);
        connect(&m_session->runner(), &Runner::approvalWanted, this, &RunCommand::askApproval);
        connect(&m_session->runner(), &Runner::finished, this, &RunCommand::finish);
        connect(&m_session->runner(), &Runner::changeSent, this, [this](const plan::Change& change) {
            printNote(u"%1 %2  %3"_s.arg(m_session->clock().now().toLocalTime().toString(u"HH:mm:ss"_s), change.step.leftJustified(13), change.title));
        });
        connect(&m_session->runner(), &Runner::changeEnded, this, [this](const plan::Change& change, bool ok, const QString& note) {
            if (!ok || !note.isEmpty()) {
                printNote(u"%1 %2    %3 %4"_s.arg(m_session->clock().now().toLocalTime().toString(u"HH:mm:ss"_s), change.step.leftJustified(13),
                    ok ? u"✓"_s : u"✗"_s, note));
            }
        });
        findIntent();
    });
}

void RunCommand::saveKubeconfig()
{
    m_session->saveKubeconfig(m_options.out)->then(this, [this](const Result<Done>& saved) {
        if (!saved) {
            leave(saved.error(), ExitFailed);
            return;
        }
        if (m_options.json) {
            printOut(toPrettyJson(QJsonObject { { u"command"_s, m_options.command }, { u"exit"_s, static_cast<int>(ExitDone) }, { u"file"_s, m_options.out } }));
        } else {
            printNote(u"Saved to %1. Use it with: export KUBECONFIG=%1"_s.arg(m_options.out));
        }
        QCoreApplication::exit(ExitDone);
    });
}

Result<Done> RunCommand::prepare()
{
    app::Session::Options& session = m_sessionOptions;
    if (!m_options.profileFile.isEmpty()) {
        const Result<app::Profile> profile = app::Profile::load(m_options.profileFile);
        if (!profile) {
            return tl::unexpected(profile.error().during(u"read the profile %1"_s.arg(m_options.profileFile)));
        }
        session.profile = *profile;
    }
    const Result<ibm::Login> login = readLogin(m_options);
    if (!login) {
        return tl::unexpected(login.error().during(u"read the API key file %1"_s.arg(m_options.apiKeyFile)));
    }
    session.login = *login;
    if (const QString warning = keyFileWarning(m_options); !warning.isEmpty()) {
        session.warnings.append(warning);
    }
    session.kubeconfig = m_options.kubeconfig;
    session.context = m_options.context;
    session.stateDir = m_options.stateDir;

    if (hasKube()) { // here and not when it is used: a broken file stops the program before it asks or writes anything
        const Result<kube::Access> access = app::Session::ownAccess(session);
        if (!access) {
            const QString file = session.kubeconfig.isEmpty() ? session.profile.kubeconfig : session.kubeconfig;
            return tl::unexpected(access.error().during(u"read the kubeconfig %1"_s.arg(file).trimmed()));
        }
    }

    QString folder;
    session.cluster = m_options.cluster;
    if (!m_options.file.isEmpty()) {
        const Result<SavedPlan> saved = SavedPlan::load(m_options.file);
        if (!saved) {
            return tl::unexpected(saved.error().during(u"read the plan %1"_s.arg(m_options.file)));
        }
        if (!m_options.cluster.isEmpty() && !saved->isFor(m_options.cluster)) {
            return fail(Errc::Invalid, u"%1 is a plan for cluster %2, not for %3."_s.arg(m_options.file, saved->cluster, m_options.cluster));
        }
        m_usesSavedPlan = true;
        m_savedChanges = saved->changes;
        session.cluster = saved->clusterId.isEmpty() ? saved->cluster : saved->clusterId; // a name may mean another one by now
        m_intentYaml = saved->intentYaml;
        folder = QFileInfo(m_options.file).absolutePath();
    } else if (!m_options.intentFile.isEmpty()) {
        const Result<QByteArray> text = readSmallFile(u"Intent"_s, m_options.intentFile, kMaxIntent);
        if (!text) {
            return tl::unexpected(text.error().during(u"read the Intent %1"_s.arg(m_options.intentFile)));
        }
        m_intentYaml = *text;
        folder = QFileInfo(m_options.intentFile).absolutePath();
    }
    if (!m_intentYaml.isEmpty()) {
        const QString file = m_options.file.isEmpty() ? m_options.intentFile : m_options.file + u": intent"_s;
        Result<plan::Intent> intent = plan::Intent::fromYaml(m_intentYaml, file);
        const Result<Done> files = intent ? intent->loadFiles(folder) : tl::unexpected(intent.error());
        if (!files) {
            return tl::unexpected(files.error().during(u"read the Intent %1"_s.arg(file)));
        }
        m_intent = *intent;
    }
    if (session.cluster.isEmpty()) {
        session.cluster = m_intent.cluster.isEmpty() ? session.profile.cluster : m_intent.cluster;
    }
    return Done {};
}

Result<Done> RunCommand::makeSession()
{
    app::Session::Options& session = m_sessionOptions;
    if (session.cluster.isEmpty() && !hasKube()) {
        return fail(Errc::Invalid, u"Which cluster? Say --cluster NAME, or name it in the Intent or the profile (cluster: NAME), or give --kubeconfig FILE."_s);
    }
    m_session = std::make_unique<app::Session>(session);
    m_session->setKeyring(std::move(m_keyring));
    m_session->setBetween(m_between);
    connect(m_session.get(), &app::Session::leaseLost, this, &RunCommand::stopRun);
    return Done {};
}

void RunCommand::stopRun(const Error& error)
{
    if (!m_leaseError) { // told twice, it would not wait for what is under way
        m_leaseError = error;
        m_session->runner().cancel();
    }
}

void RunCommand::findIntent()
{
    if (!m_intentYaml.isEmpty()) {
        useIntent(m_intent, m_intentYaml);
        return;
    }
    m_finder = std::make_unique<setup::IntentFinder>(setup::IntentFinder::Parts { m_session->observer(), m_session->clock(), m_session->clusterDir(),
        m_session->options().cluster, m_session->options().profile.trustee });
    connect(m_finder.get(), &setup::IntentFinder::waitsFor, this, [](const QString& what) { printNote(u"Waiting for %1 …"_s.arg(what)); });
    m_finder->find(isApply())->then(this, [this](const Result<setup::IntentFinder::Found>& found) {
        if (!found) {
            leave(found.error(), ExitUsage);
            return;
        }
        if (!found->isProposed) {
            printNote(u"Intent: %1"_s.arg(m_finder->path()));
        } else if (found->isKept) {
            printNote(u"No intent was given; this one was proposed and written: %1"_s.arg(m_finder->path()));
        }
        useIntent(found->intent, found->text);
    });
}

void RunCommand::useIntent(const plan::Intent& intent, const QByteArray& yaml)
{
    m_intent = intent;
    m_intentYaml = yaml;
    if (!m_session->options().cluster.isEmpty()) {
        m_intent.cluster = m_session->options().cluster;
    }
    if (!isApply()) {
        run();
        return;
    }
    // The operator namespace that holds the Lease may not exist yet: then the run itself makes it first, and the Lease follows.
    m_lease = std::make_unique<setup::RunLease>(m_session->clock(), [this] { return m_session->acquireLease(); }, [this] { return m_session->releaseLease(); },
        [this] { return m_session->isLeaseCurrent(); });
    connect(m_lease.get(), &setup::RunLease::ready, this, &RunCommand::run);
    connect(m_lease.get(), &setup::RunLease::notTaken, this, [](const Error& error) {
        printNote(u"! The Lease that keeps two desks apart could not be taken: %1"_s.arg(error.message));
    });
    connect(m_lease.get(), &setup::RunLease::refused, this, [this](const Error& error) {
        if (m_isRunning) {
            stopRun(error);
        } else {
            leave(error, setup::explainRefusal(error), ExitBlocked);
        }
    });
    m_lease->begin();
}

void RunCommand::run()
{
    m_isRunning = true;
    Runner::Options options;
    options.approveAll = m_options.yes && !m_usesSavedPlan;
    options.allow = QSet<QString>(m_options.allow.begin(), m_options.allow.end());
    options.only = m_options.steps;
    options.timeout = m_options.timeout;
    options.approvedPlan = m_savedChanges;
    for (const plan::Change& change : std::as_const(m_savedChanges)) {
        options.approvedDigests.insert(change.digest());
    }
    options.interactive = isInteractive();
    options.assessOnly = !isApply();
    if (isApply()) {
        options.mayChange = [this](const plan::Change& change) { return m_lease->mayChange(change); };
    }
    m_session->runner().start(m_intent, options);
}

void RunCommand::showProgress(const QList<plan::Assessment>& assessments)
{
    if (!isApply()) {
        return;
    }
    for (const plan::Assessment& assessment : assessments) {
        if (assessment.state != plan::StepState::InProgress) {
            continue;
        }
        for (const plan::Wait& wait : assessment.waits) {
            const QString line = assessment.step + wait.what;
            if (!m_saidWaits.contains(line)) {
                m_saidWaits.insert(line);
                printNote(u"%1 %2  … %3"_s.arg(m_session->clock().now().toLocalTime().toString(u"HH:mm:ss"_s), assessment.step.leftJustified(13), wait.what));
            }
        }
    }
}

bool RunCommand::isInteractive() const
{
    return isApply() && !m_options.yes && !m_usesSavedPlan && hasTerminal();
}

void RunCommand::askApproval(const QList<plan::Change>& changes)
{
    if (!isInteractive()) {
        return; // the run ends by itself and says what is not approved
    }
    int number = 0;
    for (const plan::Change& change : changes) {
        printNote(changeText(change, ++number));
    }
    if (!askYes(u"Make these changes?"_s)) {
        m_session->runner().cancel();
        return;
    }
    for (const plan::Change& change : changes) {
        m_session->runner().approve(change.approvalGroup.isEmpty() ? change.key : change.approvalGroup);
        const QString question = change.risk == plan::Risk::Breaking ? u"\"%1\" breaks running things. Do it all the same?"_s : u"\"%1\" is asked for by itself. Do it?"_s;
        if (!change.allow.isEmpty() && askYes(question.arg(change.title))) {
            m_session->runner().approve(change.allow);
        }
    }
}

void RunCommand::finish(const Runner::Report& report)
{
    if (setup::RunLease::isRefusal(report.error)) {
        m_leaseError = report.error;
    }
    const RunReport said(m_options, m_session->options().cluster, report, m_leaseError);
    const int exitCode = said.exitCode();
    if (m_options.command == u"plan" && !m_options.out.isEmpty()) {
        const Result<Done> saved = SavedPlan::of(m_named.isEmpty() ? m_session->options().cluster : m_named, m_intentYaml, report.assessments).save(m_options.out);
        if (!saved) {
            leave(saved.error(), ExitFailed);
            return;
        }
        printNote(u"Plan saved to %1."_s.arg(m_options.out));
    }
    said.print();
    if (!m_lease) {
        QCoreApplication::exit(exitCode);
        return;
    }
    m_lease->give()->then(this, [exitCode](const Result<Done>&) { QCoreApplication::exit(exitCode); });
}

void RunCommand::leave(const Error& error, int exitCode)
{
    leave(error, words::explain(error), exitCode);
}

void RunCommand::leave(const Error& error, const words::Explanation& said, int exitCode)
{
    if (m_options.json) {
        printOut(toPrettyJson(QJsonObject { { u"command"_s, m_options.command }, { u"exit"_s, exitCode }, { u"error"_s, errorJson(error, said) } }));
    }
    if (exitCode == ExitUsage && said.tried.isEmpty()) {
        printNote(error.message); // our own sentence about what was typed; no service said anything
    } else {
        printError(said);
    }
    QCoreApplication::exit(exitCode);
}

void RunCommand::interrupt()
{
    if (++m_interrupts > 1 || !m_isRunning) {
        QCoreApplication::exit(ExitFailed);
        return;
    }
    printNote(u"Stopping at a clean point; once more to leave at once."_s);
    m_session->runner().cancel();
}

} // namespace cocoon::ctl
