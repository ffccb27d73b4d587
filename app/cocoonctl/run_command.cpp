// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/run_command.h"

#include "app/cocoonctl/credentials.h"
#include "app/cocoonctl/output.h"
#include "app/cocoonctl/saved_plan.h"
#include "models/setup/end.h"
#include "models/setup/export.h"
#include "models/words/words.h"
#include "services/base/json.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMetaEnum>
#include <QSaveFile>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;
using plan::Runner;

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
        leave(ready.error(), ready.error().code == Errc::Invalid || ready.error().code == Errc::Parse || ready.error().code == Errc::Io ? ExitUsage : ExitFailed);
        return;
    }
    m_session->open()->then(this, [this](const Result<Done>& opened) {
        if (!opened) {
            leave(opened.error(), ExitFailed);
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

Result<Done> RunCommand::prepare()
{
    app::Session::Options session;
    if (!m_options.profileFile.isEmpty()) {
        const Result<app::Profile> profile = app::Profile::load(m_options.profileFile);
        if (!profile) {
            return tl::unexpected(profile.error());
        }
        session.profile = *profile;
    }
    const Result<ibm::Login> login = readLogin(m_options);
    if (!login) {
        return tl::unexpected(login.error());
    }
    session.login = *login;
    session.kubeconfig = m_options.kubeconfig;
    session.context = m_options.context;
    session.stateDir = m_options.stateDir;

    QString folder;
    if (!m_options.file.isEmpty()) {
        const Result<SavedPlan> saved = SavedPlan::load(m_options.file);
        if (!saved) {
            return tl::unexpected(saved.error());
        }
        if (!m_options.cluster.isEmpty() && m_options.cluster != saved->cluster) {
            return fail(Errc::Invalid, u"%1 is a plan for cluster %2, not for %3."_s.arg(m_options.file, saved->cluster, m_options.cluster));
        }
        m_usesSavedPlan = true;
        m_savedChanges = saved->changes;
        m_intentYaml = saved->intentYaml;
        folder = QFileInfo(m_options.file).absolutePath();
    } else if (!m_options.intentFile.isEmpty()) {
        QFile file(m_options.intentFile);
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(Errc::Io, u"The intent %1 cannot be read: %2."_s.arg(m_options.intentFile, file.errorString()));
        }
        m_intentYaml = file.readAll();
        folder = QFileInfo(m_options.intentFile).absolutePath();
    }
    if (!m_intentYaml.isEmpty()) {
        Result<plan::Intent> intent = plan::Intent::fromYaml(m_intentYaml, m_options.file.isEmpty() ? m_options.intentFile : m_options.file);
        if (!intent) {
            return tl::unexpected(intent.error());
        }
        if (!m_options.cluster.isEmpty()) {
            intent->cluster = m_options.cluster;
        }
        const Result<Done> files = intent->loadFiles(folder);
        if (!files) {
            return files;
        }
        m_intent = *intent;
    }
    session.cluster = m_options.cluster.isEmpty() ? m_intent.cluster : m_options.cluster;
    const bool hasKube = !session.kubeconfig.isEmpty() || !session.profile.kubeconfig.isEmpty() || !session.context.isEmpty();
    const bool hasLogin = !session.login.apiKey.isEmpty() || !session.login.passcode.isEmpty();
    if (session.cluster.isEmpty() && !hasKube) {
        return fail(Errc::Invalid, u"Which cluster? Say --cluster NAME, or --intent FILE, or --kubeconfig FILE."_s);
    }
    if (!hasLogin && !hasKube) {
        if (!hasTerminal()) {
            return fail(Errc::Invalid, u"There is no way in: give --api-key-file FILE or IBMCLOUD_API_KEY for IBM Cloud, or --kubeconfig FILE."_s);
        }
        const Result<Secret> key = askSecret(u"IBM Cloud API key"_s);
        if (!key) {
            return tl::unexpected(key.error());
        }
        session.login.apiKey = *key;
    }
    m_session = std::make_unique<app::Session>(session);
    connect(m_session.get(), &app::Session::leaseLost, this, [this](const Error& error) {
        m_leaseError = std::make_unique<Error>(error);
        m_session->runner().cancel();
    });
    return Done {};
}

void RunCommand::findIntent()
{
    if (!m_intentYaml.isEmpty()) {
        useIntent(m_intent, m_intentYaml);
        return;
    }
    const QString kept = m_session->clusterDir() + u"/intent.yaml"_s;
    QFile file(kept);
    if (!file.open(QIODevice::ReadOnly)) {
        proposeIntent();
        return;
    }
    const QByteArray yaml = file.readAll();
    Result<plan::Intent> intent = plan::Intent::fromYaml(yaml, kept);
    if (!intent) {
        leave(intent.error(), ExitUsage);
        return;
    }
    const Result<Done> files = intent->loadFiles(m_session->clusterDir());
    if (!files) {
        leave(files.error(), ExitUsage);
        return;
    }
    printNote(u"Intent: %1"_s.arg(kept));
    useIntent(*intent, yaml);
}

void RunCommand::proposeIntent()
{
    const QString cluster = m_session->options().cluster;
    const QList<world::Query> needs = setup::proposeNeeds(cluster);
    world::Observer& observer = m_session->observer();
    auto* waiting = new QObject(this);
    const auto look = [this, cluster, needs, waiting](bool isLate) {
        world::Asker asker(m_session->observer().world());
        for (const world::Query& query : needs) {
            asker.value(query);
        }
        if (asker.isMissing() && !isLate) {
            return;
        }
        waiting->deleteLater();
        disconnect(&m_session->observer(), nullptr, waiting, nullptr);
        m_session->observer().want(u"propose"_s, {});
        const plan::Intent intent = setup::proposeIntent(cluster, m_session->options().profile.trustee, m_session->observer().world(), coco::Facts::builtIn());
        const QByteArray yaml = intent.toYaml();
        // What could not be read cannot be adopted: such a proposal serves this run (which will say what is wrong), no later one.
        const bool isComplete = !asker.isMissing() && asker.failed().isEmpty();
        if (isApply() && isComplete) {
            const QString path = m_session->clusterDir() + u"/intent.yaml"_s;
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(yaml) < 0 || !file.commit()) {
                leave({ Errc::Io, u"The proposed intent cannot be written to %1: %2."_s.arg(path, file.errorString()), {} }, ExitFailed);
                return;
            }
            printNote(u"No intent was given; this one was proposed and written: %1"_s.arg(path));
        }
        useIntent(intent, yaml);
    };
    connect(&observer, &world::WorldSource::worldChanged, waiting, [look] { look(false); });
    m_session->clock().after(m_session->clock().deadline(std::chrono::seconds(60)), waiting, [look] { look(true); });
    observer.want(u"propose"_s, needs);
    look(false);
}

void RunCommand::useIntent(const plan::Intent& intent, const QByteArray& yaml)
{
    m_intent = intent;
    m_intentYaml = yaml;
    if (isApply()) {
        takeLease();
    }
    // The operator namespace that holds the Lease may not exist yet: then the run itself makes it, and the Lease follows.
    if (!isApply() || !m_isTakingLease) {
        run();
    }
}

void RunCommand::takeLease()
{
    if (m_holdsLease || m_isTakingLease) {
        return;
    }
    m_isTakingLease = true;
    m_session->acquireLease()->then(this, [this](const Result<Done>& r) {
        m_isTakingLease = false;
        m_holdsLease = r.has_value();
        if (!r && (r.error().code == Errc::Conflict || r.error().code == Errc::Precondition)) {
            m_leaseError = std::make_unique<Error>(r.error());
            if (m_isRunning) {
                m_session->runner().cancel();
            } else {
                leave(r.error(), ExitBlocked);
            }
            return;
        }
        const bool isExpected = r || r.error().code == Errc::NotFound; // the namespace that holds it comes with the operator
        if (!isExpected && !m_saidLease) {
            m_saidLease = true;
            printNote(u"! The Lease that keeps two desks apart could not be taken: %1"_s.arg(r.error().message));
        }
        if (!m_isRunning) {
            run();
        }
    });
}

void RunCommand::run()
{
    m_isRunning = true;
    m_sinceLease.start();
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
    if (!m_holdsLease && m_sinceLease.elapsed() > 500) {
        m_sinceLease.restart();
        takeLease(); // the operator's namespace may exist by now
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
        if (!change.allow.isEmpty() && askYes(u"\"%1\" breaks running things. Do it all the same?"_s.arg(change.title))) {
            m_session->runner().approve(change.allow);
        }
    }
}

int RunCommand::exitCodeFor(const Runner::Report& report) const
{
    if (m_options.command == u"check") {
        for (const plan::Finding& finding : setup::preflight(report.assessments)) {
            if (finding.severity == plan::Severity::Blocker) {
                return ExitBlocked;
            }
        }
        return report.end == Runner::End::Failed || report.end == Runner::End::TimedOut ? ExitFailed : ExitDone;
    }
    if (m_leaseError) {
        return ExitBlocked;
    }
    switch (report.end) {
    case Runner::End::Done:
    case Runner::End::NothingToDo: return ExitDone;
    case Runner::End::ChangesPending: return ExitPending;
    case Runner::End::Blocked:
    case Runner::End::NeedsApproval: return ExitBlocked;
    case Runner::End::Failed:
    case Runner::End::TimedOut:
    case Runner::End::Cancelled: break;
    }
    return ExitFailed;
}

void RunCommand::finish(const Runner::Report& report)
{
    const int exitCode = exitCodeFor(report);
    if (m_options.command == u"plan" && !m_options.out.isEmpty()) {
        const Result<Done> saved = SavedPlan::of(m_session->options().cluster, m_intentYaml, report.assessments).save(m_options.out);
        if (!saved) {
            leave(saved.error(), ExitFailed);
            return;
        }
        printNote(u"Plan saved to %1."_s.arg(m_options.out));
    }
    print(report, exitCode);
    if (!m_holdsLease) {
        QCoreApplication::exit(exitCode);
        return;
    }
    m_session->releaseLease()->then(this, [exitCode](const Result<Done>&) { QCoreApplication::exit(exitCode); });
}

void RunCommand::print(const Runner::Report& report, int exitCode)
{
    if (m_options.json) {
        QJsonArray steps;
        for (const plan::Assessment& assessment : report.assessments) {
            steps.append(assessmentJson(assessment));
        }
        QJsonObject json { { u"command"_s, m_options.command }, { u"cluster"_s, m_session->options().cluster },
            { u"end"_s, QString::fromLatin1(QMetaEnum::fromType<Runner::End>().valueToKey(static_cast<int>(report.end))) },
            { u"exit"_s, exitCode }, { u"made"_s, QJsonArray::fromStringList(report.made) }, { u"steps"_s, steps } };
        if (report.end == Runner::End::NeedsApproval) {
            QJsonArray wanted;
            for (const plan::Change& change : report.pending) {
                wanted.append(QJsonObject { { u"step"_s, change.step }, { u"title"_s, change.title }, { u"allow"_s, change.allow } });
            }
            json.insert(u"needsApproval"_s, wanted);
        }
        if (m_leaseError || report.end == Runner::End::Failed || report.end == Runner::End::TimedOut) {
            json.insert(u"error"_s, m_leaseError ? errorJson(*m_leaseError) : errorJson(report.error, setup::explainEnd(report)));
        }
        if (m_options.command == u"check") {
            QJsonArray findings;
            for (const plan::Finding& finding : setup::preflight(report.assessments)) {
                findings.append(findingJson(finding));
            }
            json.insert(u"findings"_s, findings);
        }
        printOut(toPrettyJson(json));
        return;
    }
    if (m_options.command == u"check") {
        const QList<plan::Finding> findings = setup::preflight(report.assessments);
        QString text;
        QHash<plan::Severity, int> count;
        for (const plan::Finding& finding : findings) {
            text += findingText(finding, true);
            ++count[finding.severity];
        }
        text += u"\n%1 checks: %2 passed, %3 to know, %4 warnings, %5 in the way, %6 not answered.\n"_s.arg(findings.size())
                    .arg(count[plan::Severity::Ok]).arg(count[plan::Severity::Info]).arg(count[plan::Severity::Warning])
                    .arg(count[plan::Severity::Blocker]).arg(count[plan::Severity::Unknown]);
        printOut(text.toUtf8());
    } else if (m_options.command == u"plan") {
        printOut(planText(report.assessments).toUtf8());
    } else if (m_options.command == u"export") {
        printOut(m_options.format == u"yaml" ? setup::exportYaml(report.assessments) : setup::exportCommands(m_session->options().cluster, report.assessments));
    } else {
        printOut(statusText(report.assessments).toUtf8());
    }
    if (m_leaseError) {
        printError(*m_leaseError);
    } else if (report.end == Runner::End::Failed || report.end == Runner::End::TimedOut) {
        printError(setup::explainEnd(report));
    } else if (report.end == Runner::End::Blocked || (m_options.command != u"status" && report.end == Runner::End::NeedsApproval)) {
        if (report.end == Runner::End::NeedsApproval) {
            printNote(u"%1 change(s) need your approval: --yes approves the plan; these need --allow as well:"_s.arg(report.pending.size()));
            for (const plan::Change& change : report.pending) {
                printNote(u"  %1%2"_s.arg(change.title, change.allow.isEmpty() ? QString() : u"  (--allow %1)"_s.arg(change.allow)));
            }
        } else if (m_options.command != u"status" && m_options.command != u"check") {
            printNote(u"Blocked by:"_s);
            for (const plan::Finding& finding : setup::preflight(report.assessments)) {
                if (finding.severity == plan::Severity::Blocker) {
                    printNote(findingText(finding, true).trimmed());
                }
            }
        }
    } else if (report.end == Runner::End::Cancelled) {
        printNote(u"Stopped at a clean point. The same command goes on from what is really there."_s);
    }
}

void RunCommand::leave(const Error& error, int exitCode)
{
    if (m_options.json) {
        printOut(toPrettyJson(QJsonObject { { u"command"_s, m_options.command }, { u"exit"_s, exitCode }, { u"error"_s, errorJson(error) } }));
    }
    if (exitCode == ExitUsage) {
        printNote(error.message); // our own sentence about what was typed; no service said anything
    } else {
        printError(error);
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
