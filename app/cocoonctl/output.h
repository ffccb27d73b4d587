// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/assessment.h"
#include "models/words/words.h"
#include "services/base/error.h"

namespace cocoon::ctl {

void printOut(const QByteArray& text); ///< stdout, flushed
void printNote(const QString& line); ///< stderr, one line
/// Three parts on stderr: what was tried, what came back, what to do next.
void printError(const Error& error);
void printError(const words::Explanation& said);

/// What is wrong with a file that the user handed us: no service said anything, so its sentence stands alone.
words::Explanation explainGiven(const Error& error);

/// The same as a JSON object {"code","tried","cameBack","doNext","detail"}.
QJsonObject errorJson(const Error& error);
QJsonObject errorJson(const Error& error, const words::Explanation& said);
QJsonObject findingJson(const plan::Finding& finding);
QJsonObject assessmentJson(const plan::Assessment& assessment);

/// "✓", "!", "✗", "·", "?" by severity and by state; plain ASCII when stdout is no UTF-8 terminal.
QString mark(plan::Severity severity);
QString mark(plan::StepState state);

/// One finding as lines: mark, title, evidence; remedy for those that are not Ok.
QString findingText(const plan::Finding& finding, bool withWhy);
/// A step per line: mark, title, state, summary; with findings that are not Ok below it.
QString statusText(const QList<plan::Assessment>& assessments);
/// Every change with its difference, reason, risk and price.
QString planText(const QList<plan::Assessment>& assessments);
QString changeText(const plan::Change& change, int number);

} // namespace cocoon::ctl
