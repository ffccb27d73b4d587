// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/step_words.h"

#include "ui/setup/setup_place.h"

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

} // namespace cocoon::ui
