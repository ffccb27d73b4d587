// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/step_words.h"

#include "ui/setup/setup_place.h"

#include <algorithm>

namespace cocoon::ui {

QString wordOf(plan::StepState state)
{
    switch (state) {
    case plan::StepState::Unknown: return SetupPlace::tr("not known yet");
    case plan::StepState::Blocked: return SetupPlace::tr("blocked");
    case plan::StepState::Ready: return SetupPlace::tr("ready to go");
    case plan::StepState::InProgress: return SetupPlace::tr("in progress");
    case plan::StepState::Done: return SetupPlace::tr("done");
    case plan::StepState::Drifted: return SetupPlace::tr("drifted");
    case plan::StepState::Skipped: break;
    }
    return SetupPlace::tr("skipped");
}

bool hasFailed(const setup::Desk& desk, const QStringList& steps)
{
    const auto report = desk.task() ? std::nullopt : desk.lastReport();
    using End = plan::Runner::End;
    const bool isTrouble = report && !desk.isRunning() && (report->end == End::Failed || report->end == End::TimedOut);
    return isTrouble && (desk.runSteps().isEmpty() || std::any_of(steps.begin(), steps.end(), [&desk](const QString& step) { return desk.runSteps().contains(step); }));
}

} // namespace cocoon::ui
