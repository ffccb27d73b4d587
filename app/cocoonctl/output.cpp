// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/output.h"

#include "models/plan/difference.h"
#include "models/words/words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <cstdio>

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    QString tr(const char* text)
    {
        return QCoreApplication::translate("cocoonctl", text);
    }

    QString indented(const QStringList& lines, const QString& by)
    {
        QString text;
        for (const QString& line : lines) {
            text += by + line + u'\n';
        }
        return text;
    }
}

void printOut(const QByteArray& text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void printNote(const QString& line)
{
    std::fprintf(stderr, "%s\n", line.toUtf8().constData());
    std::fflush(stderr);
}

void printError(const Error& error)
{
    printError(words::explain(error));
}

void printError(const words::Explanation& said)
{
    if (!said.tried.isEmpty()) {
        printNote(tr("Tried:     %1").arg(said.tried));
    }
    printNote(tr("Came back: %1").arg(said.cameBack));
    printNote(tr("Do next:   %1").arg(said.doNext));
}

words::Explanation explainGiven(const Error& error)
{
    return { error.trail.join(u", "_s), error.message, tr("Correct it and run the command again. Nothing was asked, and nothing changed.") };
}

QJsonObject errorJson(const Error& error)
{
    return errorJson(error, words::explain(error));
}

QJsonObject errorJson(const Error& error, const words::Explanation& said)
{
    return { { u"code"_s, errcName(error.code) }, { u"tried"_s, said.tried }, { u"cameBack"_s, said.cameBack }, { u"doNext"_s, said.doNext },
        { u"detail"_s, error.detail } };
}

QJsonObject findingJson(const plan::Finding& finding)
{
    return { { u"id"_s, finding.id }, { u"severity"_s, plan::severityName(finding.severity) }, { u"title"_s, finding.title },
        { u"evidence"_s, finding.evidence }, { u"why"_s, finding.why }, { u"remedy"_s, finding.remedy }, { u"object"_s, finding.object } };
}

QJsonObject assessmentJson(const plan::Assessment& assessment)
{
    QJsonArray findings, changes, waits;
    for (const plan::Finding& finding : assessment.findings) {
        findings.append(findingJson(finding));
    }
    for (const plan::Change& change : assessment.changes) {
        changes.append(change.toJson());
    }
    for (const plan::Wait& wait : assessment.waits) {
        waits.append(QJsonObject { { u"what"_s, wait.what }, { u"object"_s, wait.object } });
    }
    return { { u"step"_s, assessment.step }, { u"state"_s, plan::stateName(assessment.state) }, { u"summary"_s, assessment.summary },
        { u"findings"_s, findings }, { u"changes"_s, changes }, { u"waits"_s, waits }, { u"facts"_s, assessment.facts } };
}

QString mark(plan::Severity severity)
{
    switch (severity) {
    case plan::Severity::Ok: return u"✓"_s;
    case plan::Severity::Info: return u"i"_s;
    case plan::Severity::Warning: return u"!"_s;
    case plan::Severity::Blocker: return u"✗"_s;
    case plan::Severity::Unknown: break;
    }
    return u"?"_s;
}

QString mark(plan::StepState state)
{
    switch (state) {
    case plan::StepState::Done: return u"✓"_s;
    case plan::StepState::Ready: return u"+"_s;
    case plan::StepState::InProgress: return u"…"_s;
    case plan::StepState::Blocked: return u"✗"_s;
    case plan::StepState::Drifted: return u"~"_s;
    case plan::StepState::Skipped: return u"-"_s;
    case plan::StepState::Unknown: break;
    }
    return u"?"_s;
}

QString findingText(const plan::Finding& finding, bool withWhy)
{
    QString text = u"  %1 %2"_s.arg(mark(finding.severity), finding.title);
    if (!finding.evidence.isEmpty()) {
        text += u": "_s + finding.evidence;
    }
    text += u'\n';
    if (finding.severity != plan::Severity::Ok) {
        if (withWhy && !finding.why.isEmpty()) {
            text += tr("      why: %1").arg(finding.why) + u'\n';
        }
        if (!finding.remedy.isEmpty()) {
            text += tr("      fix: %1").arg(finding.remedy) + u'\n';
        }
    }
    return text;
}

QString statusText(const QList<plan::Assessment>& assessments)
{
    QString text;
    QSet<QString> said;
    for (const plan::Assessment& assessment : assessments) {
        text += u"%1 %2 %3  %4\n"_s.arg(mark(assessment.state), assessment.step.leftJustified(14), plan::stateName(assessment.state).leftJustified(11),
            assessment.summary);
        for (const plan::Finding& finding : assessment.findings) {
            const QString line = findingText(finding, false);
            if ((finding.severity == plan::Severity::Warning || finding.severity == plan::Severity::Blocker) && !said.contains(line)) {
                said.insert(line);
                text += u"  "_s + line;
            }
        }
    }
    return text;
}

QString changeText(const plan::Change& change, int number)
{
    QString text = u"%1. %2\n"_s.arg(number).arg(change.title);
    const auto say = [&](const QString& label, const QString& value) {
        if (!value.isEmpty()) {
            text += u"     %1 %2\n"_s.arg(label.leftJustified(6), value);
        }
    };
    say(tr("why"), change.why);
    say(tr("when"), change.waitsFor);
    if (change.risk == plan::Risk::Disruptive) {
        say(tr("risk"), tr("moves or restarts running things"));
    } else if (change.risk == plan::Risk::Breaking) {
        say(tr("risk"), tr("breaks running confidential pods; needs --allow %1").arg(change.allow));
    }
    if (!change.allow.isEmpty() && change.risk != plan::Risk::Breaking) {
        say(tr("allow"), tr("needs --allow %1").arg(change.allow));
    }
    if (change.price) {
        say(tr("price"), change.price->usdPerHour.value_or(0) == 0 // only a remark, such as "stored images are billed by size"
                ? change.price->note
                : tr("%1 USD per hour (%2)").arg(*change.price->usdPerHour, 0, 'f', 3).arg(change.price->note));
    }
    const bool showsBody = change.verb == plan::Verb::Create || change.verb == plan::Verb::Apply || change.verb == plan::Verb::Patch;
    if (showsBody) {
        text += indented(plan::yamlDifference(change.before, change.body), u"       "_s);
    }
    for (const QString& command : change.commands) {
        const qsizetype lines = command.count(u'\n');
        // The document of a here-document is the difference above; export prints it whole.
        say(tr("same"), command.section(u'\n', 0, 0) + (lines > 0 ? u" …"_s : QString()));
    }
    return text;
}

QString planText(const QList<plan::Assessment>& assessments)
{
    QString text;
    int number = 0;
    plan::HourlyCost cost;
    for (const plan::Assessment& assessment : assessments) {
        if (assessment.changes.isEmpty()) {
            continue;
        }
        text += u"\n%1\n"_s.arg(assessment.step.toUpper());
        for (const plan::Change& change : assessment.changes) {
            text += changeText(change, ++number);
            cost.add(change);
        }
    }
    const bool isSettled = std::all_of(assessments.begin(), assessments.end(), [](const plan::Assessment& assessment) {
        return assessment.state == plan::StepState::Done || assessment.state == plan::StepState::Skipped;
    });
    text += number > 0 ? tr("\nChanges: %1").arg(number)
        : isSettled    ? tr("Nothing to change.")
                       : tr("No plan can be made: not everything is known yet.");
    if (cost.isPartial) {
        text += cost.usd > 0 ? tr(", more than %1 USD per hour more").arg(cost.usd, 0, 'f', 3) : tr(", hourly cost not known");
    } else if (cost.usd > 0) {
        text += tr(", %1 USD per hour more").arg(cost.usd, 0, 'f', 3);
    }
    text += u'\n';
    return number == 0 && !isSettled ? text + statusText(assessments) : text;
}

} // namespace cocoon::ctl
