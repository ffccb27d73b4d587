// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/end.h"

#include "models/setup/run_lease.h"

namespace cocoon::setup {

using words::tr;

namespace {
    /// What the first unfinished step that found trouble says about it.
    QStringList remedies(const QList<plan::Assessment>& assessments)
    {
        QStringList lines;
        qsizetype causes = 0;
        for (const plan::Assessment& assessment : assessments) {
            if (assessment.state == plan::StepState::Done || assessment.state == plan::StepState::Skipped) {
                continue;
            }
            for (const plan::Finding& finding : assessment.findings) {
                const bool isTrouble = finding.severity == plan::Severity::Warning || finding.severity == plan::Severity::Blocker;
                if (isTrouble && !finding.remedy.isEmpty()) {
                    const QString said = finding.evidence.isEmpty() ? finding.title : tr("%1 (%2)").arg(finding.title, finding.evidence);
                    const bool isCause = finding.id.startsWith(u"TS-"); // a known one goes before what follows from it
                    lines.insert(isCause ? causes++ : lines.size(), tr("%1: %2").arg(said, finding.remedy));
                }
            }
            if (!lines.isEmpty()) {
                break;
            }
        }
        return lines.mid(0, 3);
    }
}

words::Explanation explainRefusal(const Error& error)
{
    words::Explanation said = words::explain(error);
    if (error.trail.isEmpty() && error.code == Errc::Conflict) {
        said.tried = tr("Change this cluster");
        said.cameBack = error.message;
        said.doNext = tr("Wait until they are done, or talk to them; then run it again, it goes on from what is really there. "
                         "The claim of a program that died runs out a minute after its last sign of life.");
    } else if (RunLease::isRefusal(error)) {
        said.doNext = error.code == Errc::Precondition
            ? tr("Let the step “operator” run first, or with this one: --step operator. The first thing it makes is this namespace.")
            : said.doNext + u' ' + tr("Then run it again: nothing is changed while nobody knows whether somebody else is at work.");
    }
    return said;
}

words::Explanation explainEnd(const plan::Runner::Report& report)
{
    if ((report.error.trail.isEmpty() && report.error.code == Errc::Conflict) || RunLease::isRefusal(report.error)) {
        return explainRefusal(report.error);
    }
    words::Explanation said = words::explain(report.error);
    const QStringList next = remedies(report.assessments);
    // The runner's own sentences: no service said anything, and what its kind of error usually means would mislead.
    if (report.end == plan::Runner::End::TimedOut || (report.error.trail.isEmpty() && report.error.code == Errc::Timeout)) {
        said.cameBack = report.error.message;
        said.doNext = tr("Look at what it waits for. The same command goes on from what is really there.");
    }
    if (!next.isEmpty()) {
        said.doNext = next.join(QStringLiteral(" – "));
    }
    return said;
}

} // namespace cocoon::setup
