// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/report.h"

#include "models/words/words.h"

#include <algorithm>

namespace cocoon::setup {

using namespace plan;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Report::Report(const QString& step, world::Asker& asker)
    : m_asker(asker)
{
    m_assessment.step = step;
}

void Report::add(Severity severity, const QString& id, const QString& title, const QString& evidence, const QString& why,
    const QString& remedy, const QString& object)
{
    Finding finding;
    finding.id = id;
    finding.severity = severity;
    finding.title = title;
    finding.evidence = evidence;
    finding.why = why;
    finding.remedy = remedy;
    finding.object = object;
    m_assessment.findings.append(finding);
}

bool Report::check(bool holds, const QString& id, const QString& title, const QString& evidence, Severity bad, const QString& why,
    const QString& remedy, const QString& object)
{
    if (holds) {
        ok(id, title, evidence, object);
    } else {
        // The title says what is checked; as it stands it would read as if it were so.
        m_checkTitles.insert(m_assessment.findings.size(), title);
        add(bad, id, words::tr("Not met: %1").arg(title), evidence, why, remedy, object);
    }
    return holds;
}

void Report::ok(const QString& id, const QString& title, const QString& evidence, const QString& object)
{
    add(Severity::Ok, id, title, evidence, {}, {}, object);
}

void Report::info(const QString& id, const QString& title, const QString& evidence, const QString& remedy, const QString& object)
{
    add(Severity::Info, id, title, evidence, {}, remedy, object);
}

void Report::warning(const QString& id, const QString& title, const QString& evidence, const QString& why, const QString& remedy,
    const QString& object)
{
    add(Severity::Warning, id, title, evidence, why, remedy, object);
}

void Report::blocker(const QString& id, const QString& title, const QString& evidence, const QString& why, const QString& remedy,
    const QString& object)
{
    add(Severity::Blocker, id, title, evidence, why, remedy, object);
}

void Report::unknown(const QString& id, const QString& title, const QString& evidence)
{
    add(Severity::Unknown, id, title, evidence, {}, {}, {});
}

void Report::change(Change change)
{
    change.step = m_assessment.step;
    m_assessment.changes.append(change);
}

void Report::wait(const QString& what, const QString& object, std::chrono::milliseconds usual, std::chrono::milliseconds limit,
    const QString& progress)
{
    m_assessment.waits.append({ what, object, usual, limit, progress });
}

void Report::fact(const QString& key, const QJsonValue& value)
{
    m_assessment.facts.insert(key, value);
}

bool Report::isBlocked() const
{
    return std::any_of(m_assessment.findings.begin(), m_assessment.findings.end(),
        [](const Finding& f) { return f.severity == Severity::Blocker; });
}

namespace {
    bool hasValue(const world::Answer& answer)
    {
        return !answer.value.isNull() && !answer.value.isUndefined();
    }

    bool isLost(const world::World& world, const world::Query& query)
    {
        const world::Answer answer = world.answer(query);
        return answer.state == world::Answer::State::Failed && !hasValue(answer);
    }

    bool isClusterLost(const world::World& world)
    {
        return isLost(world, world::ask::connection()) || isLost(world, world::ask::serverVersion());
    }

    /// "There is none" answers a question about an object. About the connection it says that there is none at all: a missing
    /// context must not pass for a cluster without anything in it.
    bool isAbsence(const world::World& world, const world::Query& query, const Error& error)
    {
        const bool mayBeAbsent = query.kind == "kube.object"_L1 || query.kind == "kube.list"_L1 || query.kind == "kube.log"_L1;
        return error.code == Errc::NotFound && mayBeAbsent && !isClusterLost(world);
    }
}

/// Which connection this step's questions need and do not have; empty when they can be answered. Looks at what Connect asks
/// without asking it again: that step says why.
QString Report::lostConnection() const
{
    if (!m_essential.isEmpty()) {
        return {}; // this is the step that connects
    }
    const world::World& world = m_asker.world();
    const auto asks = [this](QLatin1String side) {
        const QList<world::Query>& needs = m_asker.needs();
        return std::any_of(needs.begin(), needs.end(), [side](const world::Query& query) { return query.kind.startsWith(side); });
    };
    if ((asks("kube."_L1) || asks("connection"_L1)) && isClusterLost(world)) {
        return words::tr("Not known: there is no connection to the cluster.");
    }
    if (asks("ibm."_L1) && (isLost(world, world::ask::me()) || isLost(world, world::ask::clusters()))) {
        return words::tr("Not known: there is no connection to IBM Cloud.");
    }
    return {};
}

/// What was concluded from an answer that is not there is no conclusion.
void Report::withdrawConclusions()
{
    m_assessment.changes.clear();
    m_assessment.waits.clear();
    for (qsizetype i = 0; i < m_assessment.findings.size(); ++i) {
        Finding& finding = m_assessment.findings[i];
        if (finding.severity != Severity::Ok && finding.severity != Severity::Info) {
            finding.severity = Severity::Unknown;
            finding.title = m_checkTitles.value(i, finding.title);
        }
    }
}

std::optional<Error> Report::refusedCredential() const
{
    for (const world::Query& query : m_asker.failed()) {
        const world::Answer answer = m_asker.world().answer(query);
        if (answer.error.code == Errc::Unauthorized && !m_optional.contains(query.key())) {
            return answer.error;
        }
    }
    return std::nullopt;
}

/// No service refused anything where none was asked: nobody has logged in to IBM Cloud.
bool Report::isWithoutLogin() const
{
    const world::Answer me = m_asker.world().answer(world::ask::me());
    return me.state == world::Answer::State::Failed && me.error.code == Errc::Unauthorized && me.error.httpStatus == 0;
}

void Report::reportFailures()
{
    const bool isBlind = std::any_of(m_asker.failed().begin(), m_asker.failed().end(), [this](const world::Query& query) {
        const world::Answer answer = m_asker.world().answer(query);
        return !hasValue(answer) && !isAbsence(m_asker.world(), query, answer.error) && !m_optional.contains(query.key());
    });
    if (isBlind || m_asker.isMissing()) {
        withdrawConclusions();
    }
    // A credential that is not accepted is said once, not for every question it leaves without an answer.
    const auto refusal = refusedCredential();
    if (refusal && refusal->httpStatus == 0 && isWithoutLogin()) {
        blocker(QStringLiteral("credential-refused"), words::tr("No login to IBM Cloud yet"), refusal->message,
            words::tr("The image, the credential and the VMs are made in your account there."), words::tr("Log in with an API key or a one-time passcode."));
    } else if (refusal) {
        const words::Explanation said = words::explain(*refusal);
        blocker(QStringLiteral("credential-refused"), words::tr("The credential is not accepted"), said.cameBack,
            words::tr("Nothing can be read with it."), said.doNext);
    }
    for (const world::Query& query : m_asker.failed()) {
        const world::Answer answer = m_asker.world().answer(query);
        if (isAbsence(m_asker.world(), query, answer.error)) {
            continue;
        }
        if (isClusterLost(m_asker.world()) && query.kind.startsWith("kube."_L1) && !m_essential.contains(query.key())) {
            continue; // said once, for the connection
        }
        if (refusal && answer.error.code == Errc::Unauthorized) {
            continue;
        }
        const QString awaited = m_awaited.value(query.key());
        if (!awaited.isEmpty()) {
            if (!hasWaits() || m_assessment.waits.last().what != awaited) {
                wait(awaited, {}, 1min, 5min, {});
            }
            continue;
        }
        const QString id = QStringLiteral("cannot-read-") + query.kind.section(u'.', -1) + (query.args.isEmpty() ? QString() : u'-' + query.args.first().section(u'.', 0, 0));
        const words::Explanation words = words::explain(answer.error);
        const QString title = words::tr("Cannot read %1").arg(words::question(query));
        const bool transient = isRetryable(answer.error.code);
        if (m_optional.contains(query.key()) || (transient && hasValue(answer))) {
            warning(id, title, words.cameBack, words::tr("Something may have been overlooked."), words.doNext);
        } else if (transient && !m_essential.contains(query.key())) {
            warning(id, title, words.cameBack, words::tr("It may pass; it is asked again."), words.doNext);
            wait(words::tr("an answer about %1").arg(words::question(query)), {}, 10s, 3min, {});
        } else {
            blocker(id, title, words.cameBack, words::tr("Without it the next change would be a guess."), words.doNext);
        }
    }
}

Assessment Report::finish(const QString& doneSummary)
{
    const QString lost = lostConnection();
    if (!lost.isEmpty()) {
        Assessment nothing;
        nothing.step = m_assessment.step;
        nothing.needs = m_asker.needs();
        nothing.summary = lost;
        return nothing;
    }
    reportFailures();
    m_assessment.needs = m_asker.needs();
    const QList<Change>& changes = m_assessment.changes;
    const bool sendable = std::any_of(changes.begin(), changes.end(), [](const Change& c) { return c.isConcrete(); });
    if (m_asker.isMissing()) {
        m_assessment.state = StepState::Unknown;
        m_assessment.summary = words::tr("Still finding out.");
    } else if (isBlocked()) {
        m_assessment.state = StepState::Blocked;
        const auto first = std::find_if(m_assessment.findings.begin(), m_assessment.findings.end(),
            [](const Finding& f) { return f.severity == Severity::Blocker; });
        m_assessment.summary = first->title;
    } else if (sendable || (!changes.isEmpty() && m_assessment.waits.isEmpty())) {
        m_assessment.state = m_drifted ? StepState::Drifted : StepState::Ready;
        m_assessment.summary = changes.size() == 1 ? changes.first().title : words::tr("%1 changes to make.").arg(changes.size());
    } else if (!m_assessment.waits.isEmpty()) {
        m_assessment.state = StepState::InProgress;
        m_assessment.summary = words::tr("Waiting for %1.").arg(m_assessment.waits.first().what);
    } else {
        m_assessment.state = StepState::Done;
        m_assessment.summary = doneSummary;
    }
    return m_assessment;
}

Assessment Report::skipped(const QString& summary)
{
    m_assessment.needs = m_asker.needs();
    m_assessment.state = StepState::Skipped;
    m_assessment.summary = summary;
    return m_assessment;
}

} // namespace cocoon::setup
