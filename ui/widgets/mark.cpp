// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mark.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using items::Mark;

QString iconOf(Mark mark)
{
    switch (mark) {
    case Mark::Ok: return u"ok"_s;
    case Mark::Info: return u"info"_s;
    case Mark::Warning: return u"warn"_s;
    case Mark::Error: return u"error"_s;
    case Mark::Progress: return u"progress"_s;
    case Mark::Skipped: return u"skipped"_s;
    case Mark::Question: return u"question"_s;
    case Mark::Ready: return u"ready"_s;
    case Mark::Drifted: return u"drifted"_s;
    case Mark::Money: return u"money"_s;
    case Mark::Change: return u"edit"_s;
    case Mark::Restart: return u"refresh"_s;
    case Mark::Delete: return u"delete"_s;
    case Mark::None:
    case Mark::Idle: break;
    }
    return u"idle"_s;
}

Tone toneOf(Mark mark)
{
    switch (mark) {
    case Mark::Ok: return Tone::Ok;
    case Mark::Warning:
    case Mark::Restart:
    case Mark::Delete:
    case Mark::Drifted: return Tone::Warn;
    case Mark::Error: return Tone::Error;
    case Mark::Progress:
    case Mark::Change:
    case Mark::Ready: return Tone::Progress;
    case Mark::Money: return Tone::Money;
    case Mark::None:
    case Mark::Info:
    case Mark::Idle:
    case Mark::Skipped:
    case Mark::Question: break;
    }
    return Tone::Idle;
}

Mark markOf(plan::StepState state)
{
    switch (state) {
    case plan::StepState::Done: return Mark::Ok;
    case plan::StepState::Ready: return Mark::Ready;
    case plan::StepState::InProgress: return Mark::Progress;
    case plan::StepState::Blocked: return Mark::Error;
    case plan::StepState::Drifted: return Mark::Drifted;
    case plan::StepState::Skipped: return Mark::Skipped;
    case plan::StepState::Unknown: break;
    }
    return Mark::Idle;
}

} // namespace cocoon::ui
