// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/run_report.h"

#include "app/cocoonctl/output.h"
#include "models/setup/end.h"
#include "models/setup/export.h"
#include "services/base/json.h"

#include <QMetaEnum>

#include <algorithm>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;
using plan::Runner;

RunReport::RunReport(const Options& options, const QString& cluster, const Runner::Report& report, const std::optional<Error>& refusal)
    : m_options(options)
    , m_cluster(cluster)
    , m_report(report)
    , m_refusal(refusal)
{
}

bool RunReport::hasFailed() const
{
    return m_report.end == Runner::End::Failed || m_report.end == Runner::End::TimedOut;
}

bool RunReport::isPlanRefused() const
{
    return m_report.end == Runner::End::NeedsApproval && !m_options.file.isEmpty();
}

words::Explanation RunReport::explanation() const
{
    words::Explanation said = setup::explainEnd(m_report);
    if (isPlanRefused()) {
        said.cameBack = m_report.error.message;
        said.doNext = u"Make a new plan (cocoonctl plan --out FILE), look at it and apply that one."_s;
    }
    return said;
}

int RunReport::exitCode() const
{
    if (isCommand(u"check")) {
        const QList<plan::Finding> findings = setup::preflight(m_report.assessments);
        const bool isBlocked = std::any_of(findings.begin(), findings.end(), [](const plan::Finding& f) { return f.severity == plan::Severity::Blocker; });
        return isBlocked ? ExitBlocked : hasFailed() ? ExitFailed : ExitDone;
    }
    if (m_refusal) {
        return ExitBlocked;
    }
    switch (m_report.end) {
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

QJsonObject RunReport::json() const
{
    QJsonArray steps;
    for (const plan::Assessment& assessment : m_report.assessments) {
        steps.append(assessmentJson(assessment));
    }
    QJsonObject json { { u"command"_s, m_options.command }, { u"cluster"_s, m_cluster },
        { u"end"_s, QString::fromLatin1(QMetaEnum::fromType<Runner::End>().valueToKey(static_cast<int>(m_report.end))) },
        { u"exit"_s, exitCode() }, { u"made"_s, QJsonArray::fromStringList(m_report.made) }, { u"steps"_s, steps } };
    if (m_report.end == Runner::End::NeedsApproval) {
        QJsonArray wanted;
        for (const plan::Change& change : m_report.pending) {
            wanted.append(QJsonObject { { u"step"_s, change.step }, { u"title"_s, change.title }, { u"allow"_s, change.allow } });
        }
        json.insert(u"needsApproval"_s, wanted);
    }
    if (m_refusal || hasFailed() || isPlanRefused()) {
        json.insert(u"error"_s, m_refusal ? errorJson(*m_refusal, setup::explainRefusal(*m_refusal)) : errorJson(m_report.error, explanation()));
    }
    if (isCommand(u"check")) {
        QJsonArray findings;
        for (const plan::Finding& finding : setup::preflight(m_report.assessments)) {
            findings.append(findingJson(finding));
        }
        json.insert(u"findings"_s, findings);
    }
    if (isCommand(u"export") && m_options.format == u"yaml") {
        json.insert(u"manifests"_s, setup::exportManifests(m_report.assessments));
    } else if (isCommand(u"export")) {
        json.insert(u"script"_s, QString::fromUtf8(setup::exportCommands(m_cluster, m_report.assessments)));
    }
    return json;
}

QString RunReport::checkText() const
{
    const QList<plan::Finding> findings = setup::preflight(m_report.assessments);
    QString text;
    QHash<plan::Severity, int> count;
    for (const plan::Finding& finding : findings) {
        text += findingText(finding, true);
        ++count[finding.severity];
    }
    return text + u"\n%1 checks: %2 passed, %3 to know, %4 warnings, %5 in the way, %6 not answered.\n"_s.arg(findings.size())
                      .arg(count[plan::Severity::Ok]).arg(count[plan::Severity::Info]).arg(count[plan::Severity::Warning])
                      .arg(count[plan::Severity::Blocker]).arg(count[plan::Severity::Unknown]);
}

void RunReport::print() const
{
    if (m_options.json) {
        printOut(toPrettyJson(json()));
        return;
    }
    if (isCommand(u"check")) {
        printOut(checkText().toUtf8());
    } else if (isCommand(u"plan")) {
        printOut(planText(m_report.assessments).toUtf8());
    } else if (isCommand(u"export")) {
        printOut(m_options.format == u"yaml" ? setup::exportYaml(m_report.assessments) : setup::exportCommands(m_cluster, m_report.assessments));
    } else {
        printOut(statusText(m_report.assessments).toUtf8());
    }
    if (m_refusal) {
        printError(setup::explainRefusal(*m_refusal));
    } else if (hasFailed()) {
        printError(explanation());
    } else if (isPlanRefused()) {
        printError(explanation());
        printPending();
    } else {
        printWhatIsLeft();
    }
}

void RunReport::printPending() const
{
    for (const plan::Change& change : m_report.pending) {
        printNote(u"  %1%2"_s.arg(change.title, change.allow.isEmpty() ? QString() : u"  (--allow %1)"_s.arg(change.allow)));
    }
}

void RunReport::printWhatIsLeft() const
{
    if (m_report.end == Runner::End::NeedsApproval && !isCommand(u"status")) {
        printNote(u"%1 change(s) need your approval: --yes approves the plan; these need --allow as well:"_s.arg(m_report.pending.size()));
        printPending();
    } else if (m_report.end == Runner::End::Blocked && !isCommand(u"status") && !isCommand(u"check")) {
        printNote(u"Blocked by:"_s);
        for (const plan::Finding& finding : setup::preflight(m_report.assessments)) {
            if (finding.severity == plan::Severity::Blocker) {
                printNote(findingText(finding, true).trimmed());
            }
        }
    } else if (m_report.end == Runner::End::Cancelled) {
        printNote(u"Stopped at a clean point. The same command goes on from what is really there."_s);
    }
}

} // namespace cocoon::ctl
